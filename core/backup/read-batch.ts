import { closeSync } from "node:fs";
import type { BlobId } from "../../shared/ids.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { adviseReading } from "../platform/advise-reading.ts";
import { createFileReader } from "../platform/create-file-reader.ts";
import type { EntryStat } from "../platform/entry-stat.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { typeFromStMode } from "../repository/format/node-mode.ts";
import { encodeNode } from "../repository/format/tree-encode.ts";
import { sha256 } from "../repository/pack/blob-codec.ts";
import { baseName, describeEntry } from "./describe-entry.ts";
import { problemOf } from "./entry-problem.ts";
import type { EntryProblem, ItemAnswer, ReadItem, SegmentCut, SegmentRequest } from "./messages.ts";
import type { ReadPlaces } from "./moment/read-places.ts";
import { openAhead } from "./open-ahead.ts";
import { identityOf, isUnchanged, openSource } from "./open-source.ts";
import { READ_AREA_BYTES } from "./read-area.ts";
import { type Chunk, type ReadFile, type Span, tooLarge } from "./read-parts.ts";
import { statEntry } from "./scan-folder.ts";
import { startsDatabase } from "./sqlite/database-header.ts";
import { createDatabaseReader, unfinished } from "./sqlite/read-databases.ts";

/** Reads, cuts and hashes into one area of the arena. */
export type BatchReader = {
  /** Reads several small files; every file's chunks stand in the area afterwards. */
  readItems(area: number, items: readonly ReadItem[]): { answers: ItemAnswer[]; chunks: Chunk[] };
  /** Reads the next part of a large file. `onCut` is told the end of the last whole chunk before hashing begins. */
  readSegment(area: number, request: SegmentRequest, onCut: (cut: SegmentCut) => void): Chunk[];
  /** Takes a part of a stream. `onCut` is told where its last whole chunk ends before hashing begins. */
  takePiece(area: number, piece: Uint8Array, atEnd: boolean, onCut: (rest: number) => void): Chunk[];
  /** Takes whole files that stand one behind the other. `onTaken` is told when their bytes are no longer needed. */
  takeFiles(area: number, bytes: Uint8Array, lengths: readonly number[], onTaken: () => void): Chunk[];
};

const CHANGED: EntryProblem = { reason: "changed", systemCode: "" };
const REPLACED: EntryProblem = { reason: "replaced", systemCode: "" };

/** @param withDatabases whether SQLite databases are to be read as of one moment */
export function createBatchReader(kernel: Kernel, places: ReadPlaces, withDatabases: boolean): BatchReader {
  const { bytes } = kernel;
  const files = createFileReader(bytes);
  const databases = withDatabases
    ? createDatabaseReader({
        files,
        memory: bytes,
        places,
        readFully,
        cut,
        hashAll,
        describe,
        readPlainSegment,
      })
    : undefined;

  /** @returns the bytes read: fewer than asked for only where the file ends */
  function readFully(descriptor: number, offset: number, length: number, position: number): number {
    let done = 0;
    while (done < length) {
      const count = files.read(descriptor, offset + done, length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  function cut(start: number, end: number, atEnd: boolean): { spans: Span[]; rest: number } {
    const spans: Span[] = [];
    let from = start;
    while (from < end) {
      const to = kernel.findCut(from, end, atEnd);
      if (to < 0) break;
      spans.push([from, to - from]);
      from = to;
    }
    return { spans, rest: from };
  }

  function hashAll(spans: readonly Span[]): Chunk[] {
    return spans.map(([offset, length]) => ({
      id: sha256(bytes.subarray(offset, offset + length)),
      offset,
      length,
    }));
  }

  /** Reads a file and closes it. */
  function readFile(
    item: ReadItem,
    descriptor: number,
    start: number,
    room: number,
    chunks: Chunk[],
  ): ReadFile {
    try {
      const stat = files.stat(descriptor);
      if (!isFile(stat)) return { answer: failed(item, REPLACED), used: 0 };
      const { sizeBytes } = stat;
      if (sizeBytes > room) return { answer: tooLarge(item), used: 0 };
      const length = readFully(descriptor, start, sizeBytes, 0);
      if (databases !== undefined && startsDatabase(bytes.subarray(start, start + length)))
        return databases.readFile(item, descriptor, start, room, chunks);
      const own = hashAll(cut(start, start + length, true).spans);
      chunks.push(...own);
      const described = describe(item.path, stat, own, length, descriptor);
      const changed = length !== sizeBytes || !isUnchanged(stat, files.stat(descriptor));
      const problem = changed ? CHANGED : described.problem;
      const answer = { key: item.key, node: described.node, sizeBytes: length, problem, isLarge: false };
      return { answer, used: length };
    } finally {
      closeSync(descriptor);
    }
  }

  function describeOther(item: ReadItem): ItemAnswer {
    const stat = statEntry(places.of(item.path), item.kind === "above");
    const type = typeFromStMode(stat.stMode);
    if (type === "file" || (type === "dir") !== (item.kind !== "other")) return failed(item, REPLACED);
    const { node, problem } = describe(item.path, stat, null, 0);
    return { key: item.key, node, sizeBytes: 0, problem, isLarge: false };
  }

  function describe(
    path: RawPath,
    stat: EntryStat,
    chunks: readonly Chunk[] | null,
    sizeBytes: number,
    descriptor?: number,
  ) {
    const content = chunks?.map((chunk) => Buffer.from(chunk.id).toString("hex") as BlobId) ?? null;
    const described = describeEntry(places.of(path), baseName(path), stat, content, descriptor);
    const { attributesError } = described;
    const node = { ...described.node, deviceId: places.liveDevice(described.node.deviceId) };
    const problem =
      attributesError === undefined
        ? undefined
        : { reason: "attributes" as const, systemCode: problemOf(attributesError).systemCode };
    // the size says how long the content is, also when the file shrank while it was read
    return { node: encodeNode(node.type === "file" ? { ...node, sizeBytes } : node), problem };
  }

  function readPlainSegment(
    area: number,
    { path, position, first }: SegmentRequest,
    descriptor: number,
    onCut: (cut: SegmentCut) => void,
    failure?: { readonly problem: EntryProblem; readonly isRestart: boolean },
  ): Span[] {
    const stat = files.stat(descriptor);
    const identity = first ?? identityOf(stat);
    if (!isFile(stat) || identity.inode !== stat.inode || identity.deviceId !== stat.deviceId) {
      onCut(endOfSegments(position, REPLACED));
      return [];
    }
    // what is appended meanwhile belongs to the next backup
    const length = Math.min(READ_AREA_BYTES, identity.sizeBytes - position);
    const read = readFully(descriptor, area, length, position);
    // whichever thread goes on finds its part in memory
    adviseReading(descriptor, position + read, READ_AREA_BYTES);
    const atEnd = read < length || position + read >= identity.sizeBytes;
    const found = cut(area, area + read, atEnd);
    const seen = failure === undefined ? stat : unfinished(stat);
    const head = first === undefined ? describe(path, seen, null, identity.sizeBytes, descriptor) : undefined;
    const changed = atEnd && (read < length || !isUnchanged(identity, files.stat(descriptor)));
    onCut({
      position: position + (found.rest - area),
      atEnd,
      identity: first === undefined ? identity : undefined,
      node: head?.node,
      problem: failure?.problem ?? (changed ? CHANGED : head?.problem),
      isRestart: failure?.isRestart === true,
      isDatabase: false,
    });
    return found.spans;
  }

  function readAnySegment(area: number, request: SegmentRequest, onCut: (cut: SegmentCut) => void): Span[] {
    const { path, first } = request;
    if (databases?.isOpen(path) === true) return databases.readSegment(area, request, onCut);
    const descriptor = openSource(places.of(path));
    let isTaken = false;
    try {
      isTaken = first === undefined && databases?.openIfDatabase(area, path, descriptor) === true;
      return isTaken && databases !== undefined
        ? databases.readSegment(area, request, onCut)
        : readPlainSegment(area, request, descriptor, onCut);
    } finally {
      if (!isTaken) closeSync(descriptor);
    }
  }

  return {
    readItems(area, items) {
      const answers: ItemAnswer[] = [];
      const chunks: Chunk[] = [];
      const opened = openAhead(items, places);
      let used = 0;
      try {
        for (const [position, item] of items.entries()) {
          try {
            if (item.kind !== "file") {
              answers.push(describeOther(item));
              continue;
            }
            const result = readFile(item, opened.take(position), area + used, READ_AREA_BYTES - used, chunks);
            answers.push(result.answer);
            used += result.used;
          } catch (error) {
            answers.push(failed(item, problemOf(error)));
          }
        }
      } finally {
        opened.close();
      }
      return { answers, chunks };
    },

    readSegment(area, request, onCut) {
      let spans: Span[] = [];
      try {
        spans = readAnySegment(area, request, onCut);
      } catch (error) {
        onCut(endOfSegments(request.position, problemOf(error)));
        return [];
      }
      return hashAll(spans);
    },

    takePiece(area, piece, atEnd, onCut) {
      bytes.set(piece, area);
      const { spans, rest } = cut(area, area + piece.length, atEnd);
      onCut(rest - area);
      return hashAll(spans);
    },

    takeFiles(area, files, lengths, onTaken) {
      const end = lengths.reduce((sum, length) => sum + length, 0);
      bytes.set(files.subarray(0, end), area);
      onTaken();
      const spans: Span[] = [];
      let start = area;
      for (const length of lengths) {
        spans.push(...cut(start, start + length, true).spans);
        start += length;
      }
      return hashAll(spans);
    },
  };
}

function isFile(stat: EntryStat): boolean {
  return typeFromStMode(stat.stMode) === "file";
}

function failed(item: ReadItem, problem: EntryProblem): ItemAnswer {
  return { key: item.key, node: undefined, sizeBytes: 0, problem, isLarge: false };
}

function endOfSegments(position: number, problem: EntryProblem): SegmentCut {
  return {
    ...{ position, atEnd: true, identity: undefined, node: undefined, problem },
    ...{ isRestart: false, isDatabase: false },
  };
}
