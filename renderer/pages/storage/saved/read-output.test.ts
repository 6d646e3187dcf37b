import { expect, test } from "vitest";
import { MAX_CALL_BYTES } from "../../../../shared/api/wire.ts";
import { MAX_SAVED_OUTPUT_LENGTH } from "../../../../shared/model/health-explained.ts";
import { readOutput } from "./read-output.ts";

test("text in UTF-8 is read as it is", async () => {
  expect(await readOutput(new Blob(["ST4000VN006 – 正常\n"]))).toEqual({
    kind: "text",
    text: "ST4000VN006 – 正常\n",
  });
});

test("what PowerShell writes into a file is read without its byte order mark", async () => {
  const text = '{"HealthStatus":"Healthy"}';
  const little = Buffer.from(`\ufeff${text}`, "utf16le");
  const big = Buffer.from(little).swap16();
  expect(await readOutput(new Blob([little]))).toEqual({ kind: "text", text });
  expect(await readOutput(new Blob([big]))).toEqual({ kind: "text", text });
});

test("what is longer than any output is not read", async () => {
  expect(await readOutput(new Blob(["x".repeat(MAX_SAVED_OUTPUT_LENGTH + 1)]))).toEqual({
    kind: "too-large",
  });
  const huge = { size: 10 ** 12, arrayBuffer: () => Promise.reject(new Error("read nevertheless")) };
  expect(await readOutput(huge)).toEqual({ kind: "too-large" });
});

test("nothing is sent that would not fit into a call", async () => {
  const read = await readOutput(new Blob([new Uint8Array(MAX_SAVED_OUTPUT_LENGTH)]));
  expect(read).toEqual({ kind: "too-large" });
  expect(MAX_CALL_BYTES).toBeGreaterThan(3_500_000);
});

test("a folder, which can be dropped like a file, is said to be unreadable", async () => {
  const folder = { size: 4096, arrayBuffer: () => Promise.reject(new DOMException("NotReadableError")) };
  expect(await readOutput(folder)).toEqual({ kind: "unreadable" });
});
