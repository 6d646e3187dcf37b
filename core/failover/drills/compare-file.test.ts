import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { compareWithChunks, sumIfUnchanged } from "./compare-file.ts";

const signal = new AbortController().signal;
const sumOf = (text: string) => createHash("sha256").update(text).digest("hex");
const chunksOf = (...texts: string[]) =>
  texts.map((text) => ({ id: sumOf(text) as BlobId, length: text.length }));

test("a file is the same only when each piece is, and nothing is missing or too much", async () => {
  const file = join(await tempFolder(), "file");
  writeFileSync(file, "first second");
  const compare = async (...texts: string[]) =>
    (await compareWithChunks(rawPathFromText(file), chunksOf(...texts), signal)).is;
  expect(await compare("first ", "second")).toBe("same");
  expect(await compare("first ", "sekond")).toBe("different");
  expect(await compare("first ")).toBe("different");
  expect(await compare("first ", "second", "third")).toBe("different");
  const { sum, bytes } = await compareWithChunks(rawPathFromText(file), chunksOf("first second"), signal);
  expect([sum, bytes]).toEqual([sumOf("first second"), 12]);
});

test("a file says something only while size and times are as they were; one that rotted keeps them", async () => {
  const file = join(await tempFolder(), "file");
  writeFileSync(file, "content");
  const { size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  const facts = { sizeBytes: Number(size), mtimeNs, ctimeNs };
  const path = rawPathFromText(file);
  expect(await sumIfUnchanged(path, facts, signal)).toBe(sumOf("content"));
  for (const other of [{ sizeBytes: 8 }, { mtimeNs: mtimeNs + 1n }, { ctimeNs: ctimeNs - 1n }])
    expect(await sumIfUnchanged(path, { ...facts, ...other }, signal)).toBeUndefined();
});

test("what stands where a file was says nothing, and holds nobody up", async () => {
  const folder = await tempFolder();
  const facts = { sizeBytes: 0, mtimeNs: 0n, ctimeNs: 0n };
  symlinkSync("/etc/hostname", join(folder, "link"));
  execFileSync("mkfifo", [join(folder, "fifo")]);
  for (const name of ["link", "fifo", "nothing", "."])
    expect(await sumIfUnchanged(rawPathFromText(join(folder, name)), facts, signal), name).toBeUndefined();
});
