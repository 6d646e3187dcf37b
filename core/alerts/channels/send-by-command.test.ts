import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { SAMPLE_MESSAGE, sendContext } from "../testing/messages.ts";
import { sendByCommand } from "./send-by-command.ts";

/** Runs a script in Node.js, which is the one program that is surely here. */
async function run(script: string, args: readonly string[] = [], limits = { totalMs: 20_000, connectMs: 1 }) {
  const file = join(await tempFolder(), "tell.cjs");
  writeFileSync(file, script);
  const setup = { kind: "command" as const, program: process.execPath, arguments: [file, ...args] };
  return { file, result: await sendByCommand(setup, SAMPLE_MESSAGE, sendContext({}, { limits })) };
}

test("a program gets its arguments as they are, and the facts by environment and as JSON", async () => {
  process.env.BACKSTAY_PASSWORD = "sesame";
  const { file, result } = await run(
    `const input = require("node:fs").readFileSync(0, "utf8");
     require("node:fs").writeFileSync(__filename + ".out", JSON.stringify({ argv: process.argv.slice(2), env: process.env, input }));
     console.log("told");`,
    ["$(touch /tmp/never)", "; rm *", "two words"],
  );
  delete process.env.BACKSTAY_PASSWORD;
  expect(result).toEqual({ kind: "delivered", answer: "told" });
  const seen = JSON.parse(readFileSync(`${file}.out`, "utf8"));
  expect(seen.argv).toEqual(["$(touch /tmp/never)", "; rm *", "two words"]);
  expect(seen.env).toMatchObject({ BACKSTAY_SUBJECT: SAMPLE_MESSAGE.subject, BACKSTAY_CODE: "JOB_FAILED" });
  expect(seen.env.BACKSTAY_PASSWORD).toBeUndefined();
  expect(JSON.parse(seen.input)).toMatchObject({ id: SAMPLE_MESSAGE.id, alerts: [{ code: "JOB_FAILED" }] });
});

test("a program that fails, hangs with a child of its own, or is not there is a failure with what it said", async () => {
  const failing = await run(`console.error("no modem"); process.exit(3)`);
  expect(failing.result).toEqual({ kind: "failed", problem: "program-failed", answer: "3 no modem" });
  const hanging = await run(
    `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
     setInterval(() => {}, 1000)`,
    [],
    { totalMs: 400, connectMs: 1 },
  );
  expect(hanging.result).toMatchObject({ problem: "timed-out" });
  const setup = { kind: "command" as const, program: "/nowhere/tell", arguments: [] };
  expect(await sendByCommand(setup, SAMPLE_MESSAGE, sendContext({}))).toEqual({
    ...{ kind: "failed", problem: "program-missing", answer: "ENOENT" },
  });
});
