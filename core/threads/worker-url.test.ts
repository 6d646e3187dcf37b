import { expect, test } from "vitest";
import { outsideArchive, workerUrl } from "./worker-url.ts";

test("a thread started from a source file runs a source file", () => {
  expect(workerUrl("file:///app/core/keys/a.ts", "../b").href).toBe("file:///app/core/b.ts");
});

test("a thread started from the built engine runs a file beside it", () => {
  expect(workerUrl("file:///app/dist/chunk.cjs", "../b").href).toBe("file:///app/dist/b.cjs");
});

test("a thread of the packaged application runs a file beside the archive", () => {
  expect(workerUrl("file:///opt/Backstay/resources/app.asar/dist/desktop-main.cjs", "./b").href).toBe(
    "file:///opt/Backstay/resources/app.asar.unpacked/dist/b.cjs",
  );
  expect(outsideArchive("C:\\Backstay\\resources\\app.asar\\dist")).toBe(
    "C:\\Backstay\\resources\\app.asar.unpacked\\dist",
  );
  expect(outsideArchive("/srv/app.asar.unpacked/dist")).toBe("/srv/app.asar.unpacked/dist");
});
