import { expect, test } from "vitest";
import { workerUrl } from "./worker-url.ts";

test("a thread started from a source file runs a source file", () => {
  expect(workerUrl("file:///app/core/keys/a.ts", "../b").href).toBe("file:///app/core/b.ts");
});

test("a thread started from the built engine runs a file beside it", () => {
  expect(workerUrl("file:///app/dist/chunk.cjs", "../b").href).toBe("file:///app/dist/b.cjs");
});
