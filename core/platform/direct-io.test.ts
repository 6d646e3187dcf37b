import { createHash, randomBytes } from "node:crypto";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { directBytes, readDirectly, writeDirectly } from "./direct-io.ts";

const MIB = 1024 * 1024;
/** Neither a multiple of a disk's unit, nor of the pieces that are moved at once. */
const LENGTH = 9 * MIB + 1234;

const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function noiseForDirect(length: number): Uint8Array<ArrayBuffer> {
  const bytes = directBytes(length);
  bytes.set(randomBytes(length));
  return bytes;
}

describe("writeDirectly", () => {
  test("writes the start of a file, all of it or nothing past whole units", async () => {
    const path = join(await tempFolder(), "file");
    await writeFile(path, "");
    const bytes = noiseForDirect(LENGTH);
    const done = await writeDirectly(path, bytes, undefined);
    // 0 where the test folder is on another file system; then there is nothing in the file
    expect([0, LENGTH - (LENGTH % 4096)]).toContain(done);
    expect(sum(await readFile(path))).toBe(sum(bytes.subarray(0, done)));
  });

  test("leaves bytes alone that stand where a disk cannot take them from, and those that are too few", async () => {
    const path = join(await tempFolder(), "file");
    await writeFile(path, "");
    expect(await writeDirectly(path, directBytes(LENGTH).subarray(1), undefined)).toBe(0);
    expect(await writeDirectly(path, directBytes(4096), undefined)).toBe(0);
    expect(await readFile(path, "latin1")).toBe("");
  });

  test("stops when aborted, and passes on that the file is not there", async () => {
    const path = join(await tempFolder(), "file");
    const bytes = noiseForDirect(LENGTH);
    await expect(writeDirectly(path, bytes, undefined)).rejects.toMatchObject({ code: "ENOENT" });
    await writeFile(path, "");
    if ((await writeDirectly(path, bytes, undefined)) === 0) return;
    await expect(writeDirectly(path, bytes, AbortSignal.abort(new Error("enough")))).rejects.toThrow(
      "enough",
    );
  });
});

describe("readDirectly", () => {
  test("gives the very bytes of any range, or leaves it to the caller", async () => {
    const path = join(await tempFolder(), "file");
    const bytes = noiseForDirect(LENGTH);
    await writeFile(path, "");
    const done = await writeDirectly(path, bytes, undefined);
    await using file = await open(path, "r+");
    await file.write(bytes, done, LENGTH - done, done);
    await file.sync();
    for (const [offset, length] of [
      [0, LENGTH],
      [1, LENGTH - 1],
      [4095, 2 * MIB + 2],
      [LENGTH - MIB, MIB],
      [4096, MIB],
    ] as const) {
      const read = await readDirectly(path, file.fd, offset, length, undefined);
      // what was written past the cache is not in it
      if (done > 0 && offset === 0) expect(read).toBeDefined();
      if (read !== undefined) expect(sum(read)).toBe(sum(bytes.subarray(offset, offset + length)));
    }
  });

  test("does not vouch for a range that the file ends inside of, nor read what the system holds in memory", async () => {
    const path = join(await tempFolder(), "file");
    const bytes = randomBytes(2 * MIB);
    await writeFile(path, bytes);
    await using file = await open(path, "r");
    expect(await readDirectly(path, file.fd, MIB, 2 * MIB, undefined)).toBeUndefined();
    expect(await readDirectly(path, file.fd, 0, 2 * MIB, undefined)).toBeUndefined();
  });
});
