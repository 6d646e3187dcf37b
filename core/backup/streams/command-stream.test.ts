import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { type CommandStream, commandStream } from "./command-stream.ts";

function shell(script: string, more: Partial<CommandStream> = {}) {
  const environment = { PATH: process.env.PATH, GREETING: "hello" };
  return commandStream({ path: "/out", program: "sh", arguments: ["-c", script], environment, ...more });
}

const NEVER = new AbortController().signal;

async function outputOf(source: ReturnType<typeof shell>, signal = NEVER): Promise<string> {
  return await text(source.open(signal));
}

test("gives what the program writes, with the environment it was given and nothing else", async () => {
  vi.stubEnv("BACKSTAY_PASSWORD", "secret");
  expect(await outputOf(shell('echo "$GREETING $BACKSTAY_PASSWORD"'))).toBe("hello \n");
});

test("a program that fails after all of its output is a failure, with what it said at last", async () => {
  const said: string[] = [];
  const failing = shell("echo data; echo one >&2; echo two >&2; echo three >&2; echo four >&2; exit 3", {
    onSaid: (line) => said.push(line),
  });
  await expect(outputOf(failing)).rejects.toMatchObject({
    code: "COMMAND_FAILED",
    details: { program: "sh", status: "3", said: "two; three; four" },
  });
  expect(said.join("")).toBe("one\ntwo\nthree\nfour\n");
});

test("a program that is killed is a failure", async () => {
  await expect(outputOf(shell("echo data; kill -9 $$"))).rejects.toMatchObject({
    code: "COMMAND_FAILED",
    details: { status: "SIGKILL", said: "" },
  });
});

test("a program that is not there, or may not be run, is said to be so", async () => {
  await expect(outputOf(shell("", { program: "no-such-program" }))).rejects.toMatchObject({
    code: "COMMAND_NOT_RUN",
    details: { program: "no-such-program", systemCode: "ENOENT" },
  });
  await expect(outputOf(shell("", { program: "/etc/passwd" }))).rejects.toMatchObject({
    code: "COMMAND_NOT_RUN",
    details: { systemCode: "EACCES" },
  });
});

test.skipIf(process.platform === "win32")(
  "when it is left early or cancelled, the program ends with all that it started",
  async () => {
    for (const isCancelled of [false, true]) {
      const cancel = new AbortController();
      const started: number[] = [];
      // the first line names the program, the second one what it has started
      const source = shell("sleep 1000 & echo $$; echo $!; wait");
      const reading = (async () => {
        for await (const chunk of source.open(cancel.signal)) {
          started.push(...Buffer.from(chunk).toString().split("\n").filter(Boolean).map(Number));
          if (started.length < 2) continue;
          if (!isCancelled) break;
          cancel.abort(new Error("enough"));
        }
      })();
      if (isCancelled) await expect(reading).rejects.toThrow("enough");
      else await reading;
      expect(started).toHaveLength(2);
      await vi.waitFor(() => expect(started.filter(isProcessAlive)).toEqual([]), { timeout: 20_000 });
    }
  },
);
