/** A real sshd, and a program that every machine has. */
import { expect, test } from "vitest";
import type { WatchedHostId } from "../../../shared/ids.ts";
import { startSshServer } from "../../../test/support/ssh-server.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { createOnMachine } from "./open-machine.ts";

const signal = new AbortController().signal;

function host(setup: WatchedHostRecord["setup"], hostKey: string | null): WatchedHostRecord {
  return {
    ...{ id: "1" as WatchedHostId, name: "NAS", setup, kept: [], hostKey, askedMs: null, answeredMs: null },
    ...{ silentSinceMs: null, error: null, facts: null, gaps: [] },
  };
}
const ask = (record: WatchedHostRecord, privateKey = "") =>
  createOnMachine()(record, { privateKey }, signal, (machine) =>
    machine.run({ program: "uname", args: ["-s"] }, { asRoot: false, signal }),
  );
const SAID = { kind: "said", exitStatus: 0, stdout: expect.stringMatching(/\w/) };

test("on this machine a tool is run as it is", async () => {
  expect(await ask(host({ kind: "local" }, null))).toMatchObject(SAID);
});

test.skipIf(lacksTool("sshd"))("over SSH never where the key is not the pinned one, or none is", async () => {
  const server = await startSshServer();
  const { port, user, privateKey } = server;
  const setup = { kind: "ssh", signIn: "key", address: "127.0.0.1", port, user } as const;
  expect(await ask(host(setup, null), privateKey)).toBeUndefined();
  const pinned = server.hostKey.replace(/.{4}$/, "AAAA");
  await expect(ask(host(setup, pinned), privateKey)).rejects.toMatchObject({ code: "REMOTE_KEY_CHANGED" });
});
