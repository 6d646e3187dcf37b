import { closeSync } from "node:fs";
import type { EntryStat } from "../../platform/entry-stat.ts";
import type { FileReader } from "../../platform/file-reader.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { typeFromStMode } from "../../repository/format/node-mode.ts";
import type { EntryProblem, ReadItem, SegmentCut, SegmentRequest } from "../messages.ts";
import type { ReadPlaces } from "../moment/read-places.ts";
import { identityOf } from "../open-source.ts";
import { READ_AREA_BYTES } from "../read-area.ts";
import { type Chunk, type ReadFile, type Span, tooLarge } from "../read-parts.ts";
import { MAGIC_LENGTH, startsDatabase } from "./database-header.ts";
import { type OpenDatabase, openDatabase } from "./open-database.ts";
import type { DatabaseImage } from "./open-image.ts";

/** How long another program may keep a database to itself before it is read as any file is. */
const LOCK_TIMEOUT_MS = 5000;

/** How files are read, cut and described, databases or not. */
export type ReadingTools = {
  readonly files: FileReader;
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly places: Pick<ReadPlaces, "of">;
  readFully(descriptor: number, offset: number, length: number, position: number): number;
  cut(start: number, end: number, atEnd: boolean): { readonly spans: Span[]; readonly rest: number };
  hashAll(spans: readonly Span[]): Chunk[];
  describe(
    path: RawPath,
    stat: EntryStat,
    chunks: readonly Chunk[] | null,
    sizeBytes: number,
    descriptor: number,
  ): { readonly node: string; readonly problem: EntryProblem | undefined };
  readPlainSegment(
    area: number,
    request: SegmentRequest,
    descriptor: number,
    onCut: (cut: SegmentCut) => void,
    failure: { readonly problem: EntryProblem; readonly isRestart: boolean },
  ): Span[];
};

/** Reads files that begin as SQLite databases: as of one moment, or as any file where that cannot be, which is a problem then. */
export type DatabaseReader = {
  /** @param descriptor stays open @param room bytes from `start` on */
  readFile(item: ReadItem, descriptor: number, start: number, room: number, chunks: Chunk[]): ReadFile;
  /** Whether segments of it were read here, and more of them follow. */
  isOpen(path: RawPath): boolean;
  /** @returns false when it is none; else the descriptor is closed by whoever reads the last segment */
  openIfDatabase(area: number, path: RawPath, descriptor: number): boolean;
  /** Reads the next part of one that is open. @returns its chunks, which are not hashed yet */
  readSegment(area: number, request: SegmentRequest, onCut: (cut: SegmentCut) => void): Span[];
};

type Held = { readonly database: OpenDatabase; readonly descriptor: number };

export function createDatabaseReader(tools: ReadingTools): DatabaseReader {
  const { files, memory, readFully, cut, hashAll, describe } = tools;
  const held = new Map<RawPath, Held>();

  function open(path: RawPath, descriptor: number): OpenDatabase {
    return openDatabase({
      path: tools.places.of(path),
      descriptor,
      files,
      memory,
      lockTimeoutMs: LOCK_TIMEOUT_MS,
    });
  }

  /** @returns the image it is of; undefined when there is none as of one moment */
  function readImage(
    database: OpenDatabase,
    start: number,
    room: number,
  ): DatabaseImage | "too large" | undefined {
    for (;;) {
      const image = database.image();
      if (image === undefined) return undefined;
      if (image.sizeBytes > room) return "too large";
      image.read(start, image.sizeBytes, 0);
      if (image.isSound()) return image;
      database.nextImage();
    }
  }

  /** Leaves the database open for the next segment, unless this was the last. */
  function readSegment(
    area: number,
    request: SegmentRequest,
    { database, descriptor }: Held,
    onCut: (cut: SegmentCut) => void,
  ): { readonly spans: Span[]; readonly atEnd: boolean } {
    let { position } = request;
    for (;;) {
      const isRestart = position < request.position;
      const image = database.image();
      if (image === undefined) {
        const failure = { problem: database.problem(), isRestart };
        const anew = { ...request, position: 0, first: undefined };
        return { spans: tools.readPlainSegment(area, anew, descriptor, onCut, failure), atEnd: true };
      }
      const length = Math.min(READ_AREA_BYTES, image.sizeBytes - position);
      image.read(area, length, position);
      if (!image.isSound()) {
        position = 0;
        database.nextImage();
        continue;
      }
      const atEnd = position + length >= image.sizeBytes;
      const { spans, rest } = cut(area, area + length, atEnd);
      const stat = position === 0 ? statOf(image, files.stat(descriptor)) : undefined;
      const head =
        stat === undefined ? undefined : describe(request.path, stat, null, image.sizeBytes, descriptor);
      onCut({
        ...{ position: position + (rest - area), atEnd, isRestart, isDatabase: true },
        ...{ node: head?.node, problem: head?.problem },
        identity: stat === undefined ? undefined : identityOf(stat),
      });
      return { spans, atEnd };
    }
  }

  function end(path: RawPath): void {
    const found = held.get(path);
    held.delete(path);
    found?.database.close();
    if (found !== undefined) closeSync(found.descriptor);
  }

  return {
    readFile(item, descriptor, start, room, chunks) {
      const database = open(item.path, descriptor);
      try {
        const image = readImage(database, start, room);
        if (image === "too large") return { answer: tooLarge(item), used: 0 };
        const now = files.stat(descriptor);
        const stat = image === undefined ? unfinished(now) : statOf(image, now);
        const used = image?.sizeBytes ?? readFully(descriptor, start, Math.min(stat.sizeBytes, room), 0);
        const own = hashAll(cut(start, start + used, true).spans);
        chunks.push(...own);
        const described = describe(item.path, stat, own, used, descriptor);
        const answer = {
          ...{ key: item.key, node: described.node, sizeBytes: used, isLarge: false },
          problem: image === undefined ? database.problem() : described.problem,
          isDatabase: image !== undefined,
        };
        return { answer, used };
      } finally {
        database.close();
      }
    },

    isOpen: (path) => held.has(path),

    openIfDatabase(area, path, descriptor) {
      if (typeFromStMode(files.stat(descriptor).stMode) !== "file") return false;
      const count = readFully(descriptor, area, MAGIC_LENGTH, 0);
      if (!startsDatabase(memory.subarray(area, area + count))) return false;
      held.set(path, { database: open(path, descriptor), descriptor });
      return true;
    },

    readSegment(area, request, onCut) {
      const found = held.get(request.path);
      if (found === undefined) throw new Error("no segment of this database was read here");
      let isGoingOn = false;
      try {
        const { spans, atEnd } = readSegment(area, request, found, onCut);
        isGoingOn = !atEnd;
        return spans;
      } finally {
        if (!isGoingOn) end(request.path);
      }
    },
  };
}

/** What was written last may be in the log; without its time, content would have changed and the file's time not. */
function statOf({ changedNs }: DatabaseImage, stat: EntryStat): EntryStat {
  return { ...copyOf(stat), mtimeNs: stat.mtimeNs > changedNs ? stat.mtimeNs : changedNs };
}

/**
 * What could not be read as it should is tried again in the next backup, though nothing may have written to it: no file has this
 * ctime.
 */
export function unfinished(stat: EntryStat): EntryStat {
  return { ...copyOf(stat), ctimeNs: 0n };
}

function copyOf(stat: EntryStat): EntryStat {
  const { stMode, uid, gid, links, sizeBytes, mtimeNs, ctimeNs, inode, deviceId, device } = stat;
  return { stMode, uid, gid, links, sizeBytes, mtimeNs, ctimeNs, inode, deviceId, device };
}
