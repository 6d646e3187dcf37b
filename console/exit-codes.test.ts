import { expect, test } from "vitest";
import { BackstayError } from "../shared/errors.ts";
import { EXIT, EXIT_CODE_HELP, exitCodeOf } from "./exit-codes.ts";

const location = "/mnt/backup";

test.each([
  [new BackstayError("USAGE", { problem: "command-empty", about: [] }), 2],
  [new BackstayError("VALUE_INVALID", { value: "x", expected: "size" }), 2],
  [new BackstayError("REPOSITORY_MISSING", { location }), 10],
  [new BackstayError("WRONG_PASSWORD", { location }), 12],
  [new BackstayError("STORE_FULL", { location, needBytes: 1, freeBytes: 0 }), 1],
  [new BackstayError("CANCELLED", { reason: "person" }), 130],
  [new BackstayError("CANCELLED", { reason: "shutdown" }), 143],
  [new Error("a mistake of ours"), 1],
])("%s ends with status %d", (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

test("every status is explained", () => {
  for (const code of Object.values(EXIT)) expect(EXIT_CODE_HELP).toMatch(new RegExp(`^ +${code}  \\w`, "m"));
});
