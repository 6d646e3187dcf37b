import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { beginAhead } from "./begin-ahead.ts";
import { dumpFile } from "./dump-file.ts";
import { findPath } from "./find-path.ts";
import { readAll } from "./read-all.ts";
import { node, plantRepository } from "./testing/planted-repository.ts";

async function plantFile(pieces: readonly string[]) {
  const planted = plantRepository();
  const content: BlobId[] = [];
  for (const piece of pieces) content.push(await planted.blob("data", Buffer.from(piece)));
  const snapshot = await planted.snapshot({ d: { file: node({ content }) } });
  const found = await findPath(planted.repository, snapshot, rawPathFromText("/d/file"));
  return { planted, content, found };
}

const PIECES = ["one ", "two ", "one ", "three ", "four ", "five ", "six"];

test("a file comes out piece by piece in order", async () => {
  const { planted, found } = await plantFile(PIECES);
  const bytes = Buffer.concat(await readAll(dumpFile(planted.repository, found)));
  expect(bytes.toString()).toBe(PIECES.join(""));
});

test("pieces before the damaged one come out, then its error", async () => {
  const { planted, content, found } = await plantFile(PIECES);
  await planted.damage("data", content[3] as BlobId);
  const pieces = dumpFile(planted.repository, found);
  for (const piece of PIECES.slice(0, 3)) {
    expect(Buffer.from((await pieces.next()).value ?? []).toString()).toBe(piece);
  }
  await expect(pieces.next()).rejects.toMatchObject({ code: "BLOB_CORRUPT", details: { reason: "mac" } });
});

test("what is not a file is refused", async () => {
  const planted = plantRepository();
  const snapshot = await planted.snapshot({ d: {} });
  for (const path of ["/", "/d"]) {
    const found = await findPath(planted.repository, snapshot, rawPathFromText(path));
    expect(() => dumpFile(planted.repository, found)).toThrow(
      expect.objectContaining({ code: "ENTRY_TYPE_WRONG" }),
    );
  }
});

test("a cancelled dump stops with the signal's reason", async () => {
  const { planted, found } = await plantFile(PIECES);
  const pieces = dumpFile(planted.repository, found, AbortSignal.abort(new Error("enough")));
  await expect(pieces.next()).rejects.toThrow("enough");
});

test("no more is read ahead than allowed", async () => {
  let begun = 0;
  const start = async (item: number) => {
    begun += 1;
    return item;
  };
  const results = beginAhead([1, 2, 3, 4, 5, 6, 7, 8], start, 3);
  expect((await results.next()).value).toBe(1);
  expect(begun).toBe(3);
  expect((await results.next()).value).toBe(2);
  expect(begun).toBe(4);
  expect(await readAll(results)).toEqual([3, 4, 5, 6, 7, 8]);
});
