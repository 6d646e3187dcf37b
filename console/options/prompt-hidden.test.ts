import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { readFirstLine } from "./prompt-hidden.ts";

const never = new AbortController().signal;

test("lines are read one by one, however they arrive", async () => {
  const input = new PassThrough();
  input.write("fi");
  const first = readFirstLine(input, never);
  input.write("rst\r\nsecond\nthi");
  input.end("rd");
  expect(await first).toBe("first");
  expect(await readFirstLine(input, never)).toBe("second");
  expect(await readFirstLine(input, never)).toBe("third");
  expect(await readFirstLine(input, never)).toBe("");
});

test("waiting for a line can be stopped", async () => {
  const stop = new AbortController();
  const reason = new BackstayError("CANCELLED", { reason: "person" });
  const line = readFirstLine(new PassThrough(), stop.signal);
  stop.abort(reason);
  await expect(line).rejects.toBe(reason);
});
