/** Heartbeats of a replica on another machine: the real sshd, whose disk and answers go bad in turn. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReplicaId } from "../../../shared/ids.ts";
import { type SshServer, startSshServer } from "../../../test/support/ssh-server.ts";
import { canMount, makeReadOnly, makeWritable, mountTmpfs, unmount } from "../../../test/support/tmpfs.ts";
import { lacks, lacksTool } from "../../../test/support/tools.ts";
import { encodeConfig } from "../../repository/format/config.ts";
import { newRepository } from "../../repository/inventory/testing/sample-repository.ts";
import { openStore } from "../../storage/open-store.ts";
import type { Store } from "../../storage/store.ts";
import { markAsReplica } from "../manifest/identity.ts";
import { createHeartbeat } from "./heartbeat.ts";

const REPLICA = "aaaaaaaa-0000-4000-8000-000000000000" as ReplicaId;
const { signal } = new AbortController();

function openOn(server: SshServer, folder: string): Store {
  return openStore(`sftp://${server.user}@127.0.0.1:${server.port}/${folder}`, {
    BACKSTAY_SSH_CONFIG: "none",
    BACKSTAY_SFTP_PRIVATE_KEY: server.privateKey,
    BACKSTAY_SFTP_HOST_KEY: server.hostKey,
  });
}

async function replicaOn(server: SshServer, folder: string) {
  const store = openOn(server, folder);
  const repository = newRepository(store);
  const config = encodeConfig({ version: 2, id: repository.id, chunkerPolynomial: "3da3358b4dc173" });
  await store.create();
  await store.write("config", "config", repository.sealedBytes.seal(config));
  await markAsReplica(repository, REPLICA);
  await store.close();
  const heartWithin = (limitMs: number) =>
    createHeartbeat({
      ...{ replicaId: REPLICA, installationId: "own", limitMs, clock: { nowMs: () => Date.now() } },
      open: async () => ({ ...repository, store: openOn(server, folder) }),
      freeBytes: async () => null,
    });
  return { heartWithin, heart: heartWithin(20_000) };
}

const cannotMount = lacks("the right to mount a file system", canMount());

describe.skipIf(lacksTool("sshd", "ssh-keygen") || cannotMount)("over SFTP", () => {
  test("a disk that turns read-only, comes back, and is unmounted", async () => {
    const mount = await mountTmpfs("4m");
    const { heart } = await replicaOn(await startSshServer(), join(mount, "repository"));
    const found = async () => (await heart.beat(signal)).finding;
    expect(await found()).toMatchObject({ isGood: true });
    makeReadOnly(mount);
    expect(await found()).toMatchObject({ isGood: false, fault: "read-only" });
    makeWritable(mount);
    expect(await found()).toMatchObject({ isGood: true });
    unmount(mount);
    expect(await found()).toMatchObject({
      isGood: false,
      fault: expect.stringMatching(/unreachable|identity/),
    });
  });

  test("a server that freezes, and one that is gone, are out of reach at the limit", async () => {
    const server = await startSshServer();
    const { heart, heartWithin } = await replicaOn(server, join(await mountTmpfs("4m"), "repository"));
    expect((await heart.beat(signal)).finding).toMatchObject({ isGood: true });
    const unreachable = { isGood: false, fault: "unreachable" };
    server.freeze();
    expect((await heartWithin(500).beat(signal)).finding).toMatchObject(unreachable);
    await server.stop();
    expect((await heartWithin(500).beat(signal)).finding).toMatchObject(unreachable);
  });
});
