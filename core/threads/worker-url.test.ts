import { expect, test } from "vitest";
import { workerUrl } from "./worker-url.ts";

test("a thread started from a source file runs a source file", () => {
  expect(workerUrl({ url: "file:///app/core/keys/a.ts" }, "./b").href).toBe("file:///app/core/keys/b.ts");
});

test("a thread started from the compiled engine runs a compiled file", () => {
  expect(workerUrl({ url: "file:///app/dist/core/keys/a.js" }, "./b").href).toBe(
    "file:///app/dist/core/keys/b.js",
  );
});
