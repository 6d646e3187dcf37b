import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { tempFolder } from "../../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../../test/support/tools.ts";
import type { TreeNode } from "../../../repository/node.ts";
import { readAll } from "../read-all.ts";
import type { ArchiveEntry } from "./archive-entry.ts";
import { zipFormat } from "./zip.ts";
import { encodeDataDescriptor, encodeDirectoryEntry, encodeLocalHeader } from "./zip-records.ts";

const GIB = 1024 ** 3;
const FOLDER = { type: "dir", mode: 2 ** 31 + 0o755, mtimeNs: 1_700_000_000n * 10n ** 9n } as TreeNode;

async function* folders(count: number): AsyncGenerator<ArchiveEntry> {
  for (let n = 0; n < count; n += 1) {
    yield { name: Buffer.from(`${"n".repeat(60)}${n}/`), node: FOLDER, sizeBytes: 0, content: [] };
  }
}

test.skipIf(lacksTool("unzip"))("more entries than 16 bits can count are all there", async () => {
  const count = 65_536 + 5;
  const file = join(await tempFolder(), "many.zip");
  await writeFile(file, Buffer.concat(await readAll(zipFormat.write(folders(count)))));
  const { stdout } = await promisify(execFile)("unzip", ["-Zt", file]);
  expect(stdout).toMatch(new RegExp(`^${count} files`));
});

test("sizes and offsets beyond 4 GiB stand in 64 bits", () => {
  const member = {
    name: Buffer.from("f"),
    node: { ...FOLDER, type: "file", mode: 0o644 } as TreeNode,
    sizeBytes: 5 * GIB,
    compressedBytes: 4 * GIB + 1,
    offset: 6 * GIB,
    crc32: 1,
  };
  const short = { sizeBytes: 1, compressedBytes: 3 };
  expect(numbersIn(encodeDirectoryEntry(member), 3)).toEqual([5 * GIB, 4 * GIB + 1, 6 * GIB]);
  expect(numbersIn(encodeDirectoryEntry({ ...member, ...short }), 1)).toEqual([6 * GIB]);
  expect(numbersIn(encodeLocalHeader(member), 2)).toEqual([0, 0]);
  expect(encodeDataDescriptor(member)).toHaveLength(24);
  expect(encodeDataDescriptor({ ...member, ...short })).toHaveLength(16);
});

/** The numbers of the Zip64 field, which is the last one. */
function numbersIn(record: Buffer, count: number): readonly number[] {
  const at = record.length - count * 8;
  expect([record.readUInt16LE(at - 4), record.readUInt16LE(at - 2)]).toEqual([1, count * 8]);
  return Array.from({ length: count }, (_, n) => Number(record.readBigUInt64LE(at + n * 8)));
}
