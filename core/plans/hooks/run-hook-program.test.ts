/** Programs of hooks, run for real. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { processStamp } from "./process-stamp.ts";
import { type HookProgram, runHookProgram } from "./run-hook-program.ts";

const quiet = new AbortController().signal;
const PATIENCE = { timeout: 60_000 };

async function run(program: Partial<HookProgram>, signal = quiet) {
  const lines: string[] = [];
  let leftOutBytes = 0;
  const end = await runHookProgram(
    { program: "/bin/sh", arguments: [], limitSeconds: 60, ...program },
    { BACKSTAY_HOOK: "Test" },
    {
      onLine: (line) => lines.push(line),
      onLeftOut: (bytes) => {
        leftOutBytes += bytes;
      },
    },
    signal,
  );
  return { ...end, lines, leftOutBytes };
}
const shell = (text: string, more: Partial<HookProgram> = {}, signal = quiet) =>
  run({ arguments: ["-c", text], ...more }, signal);
const pidIn = (file: string) => Number(readFileSync(file, "utf8"));

test("arguments come as they are, and of Backstay's own environment no secret", async () => {
  const file = join(await tempFolder(), "show.cjs");
  writeFileSync(file, `console.log(JSON.stringify([process.argv.slice(2), process.env, process.cwd()]))`);
  process.env.BACKSTAY_PASSWORD = "sesame";
  onTestFinished(() => void delete process.env.BACKSTAY_PASSWORD);
  const { lines, problem } = await run({
    program: process.execPath,
    arguments: [file, "$(touch never)", "two words", ""],
  });
  expect(problem).toBeNull();
  const [args, env, cwd] = JSON.parse(lines[0] ?? "");
  expect(args).toEqual(["$(touch never)", "two words", ""]);
  expect(env).toMatchObject({ BACKSTAY_HOOK: "Test", PATH: process.env.PATH });
  expect(JSON.stringify(env)).not.toContain("sesame");
  expect(cwd).toBe("/");
});

test("says how it ended, and what it wrote to either output", async () => {
  expect(await shell("echo out; echo err >&2; exit 3")).toMatchObject({
    ...{ problem: "program-failed", status: "3" },
    lines: expect.arrayContaining(["out", "err"]),
  });
  expect(await shell("kill -9 $$")).toMatchObject({ problem: "program-failed", status: "SIGKILL" });
});

test("what cannot be started is said to be missing", async () => {
  const missing = { problem: "program-missing", lines: [] };
  expect(await run({ program: "/nowhere/at/all" })).toMatchObject({ ...missing, status: "ENOENT" });
  const file = join(await tempFolder(), "plain");
  writeFileSync(file, "no program");
  expect(await run({ program: file })).toMatchObject({ ...missing, status: "EACCES" });
  const endless = Array.from({ length: 50 }, () => "x".repeat(150_000));
  expect(await run({ arguments: endless })).toMatchObject({ ...missing, status: "E2BIG" });
});

test("one that hangs is ended at its limit with all that it started, whether they heed the request or not", async () => {
  const folder = await tempFolder();
  const pids = ["own", "child", "grandchild"].map((name) => join(folder, name));
  const [own = "", child = "", grandchild = ""] = pids;
  // the ones that begin do it long before the limit, however busy the machine is
  const text = `trap '' TERM; echo $$ > '${own}'
    sh -c "trap '' TERM; tail -f /dev/null & echo \\$! > '${grandchild}'; wait" & echo $! > '${child}'; echo begun; wait`;
  const { problem, lines } = await shell(text, { limitSeconds: 8 });
  expect([problem, lines]).toEqual(["timed-out", ["begun"]]);
  for (const file of pids) await vi.waitFor(() => expect(isProcessAlive(pidIn(file))).toBe(false), PATIENCE);
});

test("one that is asked to end may clean up after itself", async () => {
  const file = join(await tempFolder(), "cleaned");
  const stop = new AbortController();
  const text = `trap "echo yes > '${file}'; exit 0" TERM; echo ready; while :; do sleep 0.1; done`;
  const running = runHookProgram(
    { program: "/bin/sh", arguments: ["-c", text], limitSeconds: 60 },
    {},
    { onLine: () => stop.abort(), onLeftOut: () => undefined },
    stop.signal,
  );
  expect(await running).toMatchObject({ problem: "stopped" });
  expect(readFileSync(file, "utf8")).toBe("yes\n");
});

test("whoever multiplies without end is gone when its time is over", async () => {
  const folder = await tempFolder();
  // each generation leaves two of the next and writes itself down, so many that one kill for each would come too late
  const file = join(folder, "grow.sh");
  writeFileSync(
    file,
    `echo $$ >> '${folder}/pids'
[ "$1" -gt 6 ] && exec tail -f /dev/null
sh '${file}' $(($1 + 1)) & sh '${file}' $(($1 + 1)) & wait`,
  );
  const { problem } = await run({ arguments: [file, "1"], limitSeconds: 8 });
  expect(problem).toBe("timed-out");
  const pids = readFileSync(join(folder, "pids"), "utf8").trim().split("\n").map(Number);
  expect(pids.length).toBeGreaterThan(2);
  for (const pid of pids) await vi.waitFor(() => expect(isProcessAlive(pid)).toBe(false), PATIENCE);
});

test("a service that is started goes on when the hook has ended, also when it holds the outputs open and writes on", async () => {
  const folder = await tempFolder();
  const [pid, written] = [join(folder, "pid"), join(folder, "written")];
  const service = `while :; do echo still here || exit 1; : > '${written}'; sleep 0.05; done`;
  const { problem } = await shell(`(${service}) & echo $! > '${pid}'; echo started`);
  onTestFinished(() => void process.kill(pidIn(pid), "SIGKILL"));
  expect(problem).toBeNull();
  writeFileSync(written, "not yet");
  await vi.waitFor(() => expect(readFileSync(written, "utf8")).toBe(""), PATIENCE);
  expect(isProcessAlive(pidIn(pid))).toBe(true);
});

test("a hundred megabytes of output take no more than a few lines", async () => {
  const { problem, lines, leftOutBytes } = await shell(
    "yes 'what is written again and again' | head -c 100000000",
  );
  expect(problem).toBeNull();
  expect(lines).toHaveLength(100);
  expect(leftOutBytes).toBeGreaterThan(99_000_000);
});

test.skipIf(process.platform !== "linux")(
  "a process is told from all others, also when it is over",
  async () => {
    const folder = await tempFolder();
    const stamps: (string | undefined)[] = [];
    const text = `until [ -e '${folder}/go' ]; do sleep 0.05; done`;
    let pid = 0;
    const running = runHookProgram(
      { program: "/bin/sh", arguments: ["-c", text], limitSeconds: 60 },
      {},
      {
        onStarted(started) {
          pid = started;
          stamps.push(processStamp(started));
        },
        onLine: () => undefined,
        onLeftOut: () => undefined,
      },
      quiet,
    );
    stamps.push(processStamp(pid));
    expect(stamps[0]).toMatch(/^[0-9a-f-]{36} \d+$/);
    expect(stamps[1]).toBe(stamps[0]);
    expect(processStamp(process.pid)).not.toBe(stamps[0]);
    writeFileSync(join(folder, "go"), "");
    await running;
    expect(existsSync(`/proc/${pid}`) ? processStamp(pid) : undefined).not.toBe(stamps[0]);
  },
);
