import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import type { SavedEntry } from "./messages.ts";
import { createSavedReport } from "./saved-report.ts";

const IDS = ["a", "b", "c"].map((text) => createHash("sha256").update(text).digest());

function newReport() {
  const told: SavedEntry[] = [];
  const report = createSavedReport<string>((entry) => told.push(entry));
  return { report, told };
}

function entry(path: string) {
  return { path: path as RawPath, type: "file", action: "new", sizeBytes: 7, foundMs: 0 } as const;
}

function nodeOf(...ids: readonly Buffer[]): string {
  return JSON.stringify({ content: ids.map((id) => id.toString("hex")) });
}

test("a file is told of once its batch is packed; what two files share counts for the first", () => {
  const { report, told } = newReport();
  const [a, b, c] = IDS as [Buffer, Buffer, Buffer];
  // the second blob is in the repository already
  report.hashed(5, Buffer.concat([a, b, c]), Uint32Array.of(100, 200, 400), Uint8Array.of(1, 0, 1));
  report.inBatch(5, entry("/first"), nodeOf(a, b));
  report.inBatch(5, entry("/second"), nodeOf(a, c));
  report.inBatch(5, entry("/link"), "{}");
  expect(told).toEqual([]);
  report.stored(5, Uint32Array.of(60, 0, 70));
  expect(told).toMatchObject([
    { path: "/first", addedBytes: 100, storedBytes: 60 },
    { path: "/second", addedBytes: 400, storedBytes: 70 },
    { path: "/link", addedBytes: 0, storedBytes: 0 },
  ]);
  expect(told.every(({ seconds }) => seconds > 0)).toBe(true);
  expect(() => report.stored(5, Uint32Array.of())).toThrow(/5/);
});

test("a large file is told of when all of its batches are packed, in whatever order that comes", () => {
  const { report, told } = newReport();
  for (const [batch, id] of IDS.entries()) {
    report.hashed(batch, id, Uint32Array.of(10), Uint8Array.of(batch === 1 ? 0 : 1));
    report.partOf(batch, "file");
  }
  report.stored(2, Uint32Array.of(3));
  report.large("file", entry("/large"));
  report.stored(0, Uint32Array.of(4));
  expect(told).toEqual([]);
  report.stored(1, Uint32Array.of(0));
  expect(told).toMatchObject([{ path: "/large", addedBytes: 20, storedBytes: 7 }]);
});

test("of a large file that is lost half way nothing is told", () => {
  const { report, told } = newReport();
  report.hashed(0, new Uint8Array(0), new Uint32Array(0), new Uint8Array(0));
  report.partOf(0, "file");
  report.stored(0, new Uint32Array(0));
  report.large("file", undefined);
  expect(told).toEqual([]);
});

test("a folder waits for its tree, unless the repository has that", () => {
  const { report, told } = newReport();
  const [tree, known] = ["aa" as BlobId, "bb" as BlobId];
  report.folder({ ...entry("/folder"), type: "folder" }, tree, 300);
  report.folder({ ...entry("/twin"), type: "folder" }, known, 0);
  expect(told).toMatchObject([{ path: "/twin", addedBytes: 0, storedBytes: 0 }]);
  report.storedTree("cc" as BlobId, 5); // that of the root, which nobody asked for
  report.storedTree(tree, 90);
  expect(told.slice(1)).toMatchObject([{ path: "/folder", addedBytes: 300, storedBytes: 90 }]);
});
