import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { connectBySsh } from "../../remote/ssh-connection.ts";
import { createLocalMachine } from "./local-machine.ts";
import type { Machine } from "./machine.ts";
import { commandLine, createSshMachine } from "./ssh-machine.ts";

const signal = new AbortController().signal;
const options = { asRoot: false, signal };
const limits = { timeMs: 20_000, outputBytes: 1000 };

async function sshMachine(): Promise<Machine> {
  const server = await startSshServer();
  const signIn = { kind: "key", privateKey: server.privateKey } as const;
  const connection = await connectBySsh({
    address: "127.0.0.1",
    port: server.port,
    user: server.user,
    signIn,
    pinned: undefined,
  });
  onTestFinished(() => connection.close());
  return createSshMachine(connection, server.user);
}

const MACHINES: readonly (readonly [string, () => Promise<Machine>, boolean])[] = [
  ["this machine", async () => createLocalMachine(), false],
  ["a machine over SSH", sshMachine, lacksTool("sshd", "ssh-keygen")],
];

for (const [name, makeMachine, isSkipped] of MACHINES) {
  describe.skipIf(isSkipped)(name, () => {
    test("keeps output, messages and exit status apart, in locale C", async () => {
      const machine = await makeMachine();
      expect(await machine.run({ program: "ls", args: ["/nowhere", "/dev/null"] }, options)).toEqual({
        kind: "said",
        exitStatus: 2,
        stdout: "/dev/null\n",
        stderr: "ls: cannot access '/nowhere': No such file or directory\n",
      });
      expect(await machine.run({ program: "printenv", args: ["LC_ALL"] }, options)).toMatchObject({
        stdout: "C\n",
      });
    });

    test("says that a tool is missing", async () => {
      const machine = await makeMachine();
      const output = await machine.run({ program: "no-such-tool", args: [] }, options);
      expect(output).toMatchObject({ kind: "gap", gap: { reason: "tool-missing", about: "no-such-tool" } });
    });

    test("says that a tool may not be run", async () => {
      const machine = await makeMachine();
      const output = await machine.run({ program: "/etc/passwd", args: [] }, options);
      expect(output).toMatchObject({ kind: "gap", gap: { reason: "permission-denied" } });
    });

    test("stops a tool that says too much", async () => {
      const machine = await makeMachine();
      const output = await machine.run({ program: "cat", args: ["/dev/zero"] }, { ...options, limits });
      expect(output).toMatchObject({ kind: "gap", gap: { reason: "output-too-long" } });
    });

    test("stops a tool that does not end", async () => {
      const machine = await makeMachine();
      const endless = { program: "tail", args: ["-f", "/dev/null"] };
      const output = await machine.run(endless, { ...options, limits: { ...limits, timeMs: 200 } });
      expect(output).toMatchObject({ kind: "gap", gap: { reason: "timed-out" } });
    });

    test("stops when asked", async () => {
      const machine = await makeMachine();
      const stop = new AbortController();
      const running = machine.run(
        { program: "tail", args: ["-f", "/dev/null"] },
        { asRoot: false, signal: stop.signal },
      );
      stop.abort(new Error("enough"));
      await expect(running).rejects.toThrow("enough");
    });

    test("runs more commands than a connection takes at once", async () => {
      const machine = await makeMachine();
      const outputs = await Promise.all(
        Array.from({ length: 20 }, (_, n) => machine.run({ program: "echo", args: [`${n}`] }, options)),
      );
      expect(outputs.map((output) => output.kind === "said" && output.stdout.trim())).toEqual(
        Array.from({ length: 20 }, (_, n) => `${n}`),
      );
    });
  });
}

test("a tool that is stopped on this machine takes what it started with it", async () => {
  const folder = await tempFolder();
  const pidFile = join(folder, "pid");
  // stopped for saying too much, which it begins with only when the other one's number is known
  const script = `tail -f /dev/null & echo $! > ${pidFile}; exec cat /dev/zero`;
  const output = await createLocalMachine().run(
    { program: "sh", args: ["-c", script] },
    { ...options, limits },
  );
  expect(output).toMatchObject({ kind: "gap", gap: { reason: "output-too-long" } });
  const pid = Number(readFileSync(pidFile, "utf8"));
  expect(pid).toBeGreaterThan(0);
  await vi.waitFor(() => expect(isProcessAlive(pid)).toBe(false), { timeout: 20_000 });
});

describe("a command for another machine", () => {
  test("has all its words as they are", () => {
    expect(
      commandLine({ program: "smartctl", args: ["--json=c", "-d", "megaraid,4", "/dev/sda"] }, true),
    ).toBe(
      "env LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sudo -n -- smartctl --json=c -d megaraid,4 /dev/sda",
    );
  });

  test.each(["a b", "$(reboot)", "a;b", "`id`", "a\nb", "'", "*", "~", "", "a|b", "a>b", "ü"])(
    "is refused with the word %j",
    (word) => {
      expect(commandLine({ program: "smartctl", args: [word] }, false)).toBeUndefined();
    },
  );
});
