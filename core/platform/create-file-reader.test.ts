import { closeSync, ftruncateSync, openSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createFileReader, nodeFileReader } from "./create-file-reader.ts";

const MEMORY_BYTES = 4096;

async function openFile(content: string): Promise<number> {
  const path = join(await tempFolder(), "file");
  writeFileSync(path, content);
  utimesSync(path, new Date(-1500), new Date(-1500));
  return openSync(path, "r+");
}

describe.each([
  ["what this platform has", createFileReader],
  ["Node's way", nodeFileReader],
])("reading files with %s", (_, createReader) => {
  const memory = new Uint8Array(new ArrayBuffer(MEMORY_BYTES));
  const reader = createReader(memory);
  const text = (start: number, end: number) => Buffer.from(memory.subarray(start, end)).toString();

  test("puts bytes where they are wanted, and no others", async () => {
    const file = await openFile("0123456789");
    memory.fill(0x2e);
    expect(reader.read(file, 3, 4, 2)).toBe(4);
    expect(text(0, 10)).toBe("...2345...");
    closeSync(file);
  });

  test("reads less at the end of a file and nothing behind it", async () => {
    const file = await openFile("0123456789");
    expect([reader.read(file, 0, 100, 8), reader.read(file, 0, 100, 10), reader.read(file, 0, 0, 0)]).toEqual(
      [2, 0, 0],
    );
    closeSync(file);
  });

  test("reads far into a large file", async () => {
    const file = await openFile("");
    const position = 5 * 2 ** 32;
    ftruncateSync(file, position);
    writeSync(file, "far", position);
    expect(reader.read(file, 0, 3, position)).toBe(3);
    expect(text(0, 3)).toBe("far");
    closeSync(file);
  });

  test("keeps a stat until two more were asked for", async () => {
    const file = await openFile("four");
    const before = reader.stat(file);
    const [size, time] = [before.sizeBytes, before.mtimeNs];
    writeSync(file, "longer");
    const after = reader.stat(file);
    expect([size, time, before.sizeBytes, after.sizeBytes]).toEqual([4, -1_500_000_000n, 4, 6]);
    expect(after.mtimeNs).toBeGreaterThan(before.mtimeNs);
    closeSync(file);
  });

  test("refuses to write beside the memory", async () => {
    const file = await openFile("0123456789");
    expect(() => reader.read(file, MEMORY_BYTES - 1, 2, 0)).toThrow(RangeError);
    expect(() => reader.read(file, -1, 2, 0)).toThrow(RangeError);
    closeSync(file);
  });

  test("throws what the system says", async () => {
    const folder = openSync(await tempFolder(), "r");
    expect(() => reader.read(folder, 0, 10, 0)).toThrow(expect.objectContaining({ code: "EISDIR" }));
    closeSync(folder);
    expect(() => reader.stat(folder)).toThrow(expect.objectContaining({ code: "EBADF" }));
  });
});
