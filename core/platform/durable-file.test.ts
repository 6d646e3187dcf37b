import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { writeDurably } from "./durable-file.ts";

const BYTES = Uint8Array.of(1, 2, 3);

describe("writeDurably", () => {
  test("writes a file and leaves nothing else", async () => {
    const folder = await tempFolder();
    await writeDurably(join(folder, "file"), BYTES);
    expect(await readdir(folder)).toEqual(["file"]);
    expect(new Uint8Array(await readFile(join(folder, "file")))).toEqual(BYTES);
    expect((await stat(join(folder, "file"))).mode & 0o777).toBe(0o600);
  });

  test("replaces a file that is read-only, and gives the mode asked for", async () => {
    const path = join(await tempFolder(), "file");
    await writeFile(path, "old and longer", { mode: 0o400 });
    await writeDurably(path, BYTES, { mode: 0o444 });
    expect(new Uint8Array(await readFile(path))).toEqual(BYTES);
    expect((await stat(path)).mode & 0o777).toBe(0o444);
  });

  test("leaves the old file and nothing else when aborted in the middle", async () => {
    const folder = await tempFolder();
    const path = join(folder, "file");
    await writeFile(path, "old");
    const stop = new AbortController();
    const writing = writeDurably(path, new Uint8Array(64 * 1024 * 1024), { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(writing).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual(["file"]);
    expect(await readFile(path, "utf8")).toBe("old");
  });

  test("makes no folder, and passes on what the system says", async () => {
    const folder = await tempFolder();
    await expect(writeDurably(join(folder, "none", "file"), BYTES)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await readdir(folder)).toEqual([]);
  });

  test("leaves no temporary file when the rename is refused", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "taken"));
    await expect(writeDurably(join(folder, "taken"), BYTES)).rejects.toMatchObject({ code: "EISDIR" });
    expect(await readdir(folder)).toEqual(["taken"]);
  });
});
