import type { BlobId } from "../../../shared/ids.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { SftpAttributes } from "../../remote/sftp/packets.ts";
import { typeFromStMode } from "../../repository/format/node-mode.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { Fed, ThreadFeed } from "../feed-threads.ts";
import { type EntryFacts, readFacts } from "../folder-record.ts";
import { withContent } from "../folder-state.ts";
import type { WantedEntry } from "../folder-walk.ts";
import type { EntryProblem } from "../messages.ts";
import { READ_AREA_BYTES } from "../read-area.ts";
import type { EntryToTell, SavedReport } from "../saved-report.ts";
import type { MachineAccounts } from "./machine-accounts.ts";
import { FileReplaced, isSameFile, type MachineFile, type MachineFiles } from "./machine-files.ts";
import { createPreviousContents } from "./previous-contents.ts";
import { readAhead } from "./read-ahead.ts";
import { encodeRemoteNode, factsOfAttributes, typeOf } from "./remote-node.ts";
import { remoteProblemOf } from "./remote-problem.ts";
import type { Resume } from "./resume.ts";

/** Up to here files are read as a whole, several in one go. */
export const SMALL_FILE_BYTES = 1024 * 1024;
const LEAST_MEMORY_BYTES = 256 * 1024;
/** Files open at once for one batch: servers allow some hundred in all. */
const OPEN_AT_ONCE = 24;

/** What came of an entry. */
export type ReadEntry = {
  readonly entry: WantedEntry;
  /** JSON of its node; undefined when it cannot be in the snapshot. */
  readonly node: string | undefined;
  readonly problem: EntryProblem | undefined;
  readonly sizeBytes: number;
  /** It is not as long as it was listed: it has to be read as large ones are. Nothing else of this counts then. */
  readonly isTooLarge?: boolean;
};

export type EntryReader = {
  /** @throws what is not about one of the entries */
  readSmall(entries: readonly WantedEntry[]): Promise<readonly ReadEntry[]>;
  /** @param onPart called as its parts are read @throws what is not about the entry */
  readLarge(entry: WantedEntry, onPart: () => void): Promise<ReadEntry>;
  /** Of large files that are not finished. */
  bytesUnderWay(): number;
};

export type EntryReaderParts = {
  readonly repository: IndexedRepository;
  readonly files: MachineFiles;
  readonly accounts: MachineAccounts;
  readonly feed: ThreadFeed;
  readonly saved: SavedReport<unknown> | undefined;
  readonly resume: Resume;
};

const CHANGED: EntryProblem = { reason: "changed", systemCode: "" };
const REPLACED: EntryProblem = { reason: "replaced", systemCode: "" };

/** A small file that was read: its bytes stand at `offset` of the batch's memory. */
type Got = {
  readonly entry: WantedEntry;
  readonly attributes: SftpAttributes;
  readonly offset: number;
  readonly count: number;
  readonly problem: EntryProblem | undefined;
};

export function createEntryReader(parts: EntryReaderParts): EntryReader {
  const { files, accounts, feed, saved, resume, repository } = parts;
  const previous = createPreviousContents(repository);
  const spare: Uint8Array<ArrayBuffer>[] = [];
  let underWay = 0;

  function nodeOf(facts: EntryFacts, ids: readonly BlobId[], sizeBytes: number): string {
    return withContent(encodeRemoteNode(facts, undefined, accounts), ids, sizeBytes);
  }

  /** What needs no reading: no file, one of which only other things have changed, or one that a cut-off backup has read. */
  async function withoutReading(entry: WantedEntry): Promise<ReadEntry | undefined> {
    const facts = factsOf(entry);
    if (entry.kind !== "file") return await describeOther(entry, facts);
    const { sizeBytes } = facts;
    const noted = { path: entry.path, sizeBytes, mtimeNs: facts.mtimeNs };
    const before = await previous.contentOf(entry, facts);
    const read = before === undefined ? resume.before(noted) : undefined;
    const ids = before ?? (read?.isWhole === true && read.position === sizeBytes ? read.ids : undefined);
    if (ids === undefined) return undefined;
    tellUnread(entry);
    return { entry, node: nodeOf(facts, ids, sizeBytes), problem: undefined, sizeBytes };
  }

  function tellUnread(entry: WantedEntry): void {
    const { foundMs: _, ...told } = toTell(entry);
    saved?.unchanged(told);
  }

  async function describeOther(entry: WantedEntry, facts: EntryFacts): Promise<ReadEntry> {
    try {
      const target = typeOf(facts.mode) === "symlink" ? await files.readLink(entry.path) : undefined;
      if (entry.kind === "other") tellUnread(entry);
      return { entry, node: encodeRemoteNode(facts, target, accounts), problem: undefined, sizeBytes: 0 };
    } catch (error) {
      return failed(entry, remoteProblemOf(error));
    }
  }

  /** Reads a small file into its place. */
  async function readInto(entry: WantedEntry, memory: Uint8Array, offset: number): Promise<ReadEntry | Got> {
    let file: MachineFile | undefined;
    try {
      file = await files.open(entry.path);
      const { attributes } = file;
      if (!isFile(attributes)) return failed(entry, REPLACED);
      if (attributes.sizeBytes !== entry.sizeBytes) return { ...failed(entry, undefined), isTooLarge: true };
      const into = memory.subarray(offset, offset + entry.sizeBytes);
      const { count, after } =
        into.length === 0 ? { count: 0, after: attributes } : await file.readWhole(into);
      const problem = count === into.length && isSameFile(attributes, after) ? undefined : CHANGED;
      return { entry, attributes, offset, count, problem };
    } catch (error) {
      if (error instanceof FileReplaced) return { ...failed(entry, undefined), isTooLarge: true }; // which begins anew
      return failed(entry, remoteProblemOf(error));
    } finally {
      file?.close();
    }
  }

  /** Has what was read stored, and makes nodes of it as soon as the blobs are known. */
  async function feedFiles(
    memory: Uint8Array<ArrayBuffer>,
    got: readonly Got[],
  ): Promise<readonly ReadEntry[]> {
    let end = 0;
    for (const { offset, count } of got) {
      memory.copyWithin(end, offset, offset + count); // those between may not have been read
      end += count;
    }
    if (end === 0) {
      spare.push(memory);
      return got.map((one) => finished(one, []));
    }
    let entries: readonly ReadEntry[] | undefined;
    const lengths = got.map(({ count }) => count);
    spare.push(
      await feed.files(memory, lengths, (fed) => {
        const contents = contentsOf(fed, lengths);
        entries = got.map((one, n) => finished(one, contents[n] ?? []));
        for (const { entry, node } of entries) saved?.inBatch(fed.batch, toTell(entry), node ?? "");
      }),
    );
    await feed.until(() => entries !== undefined);
    return entries ?? [];
  }

  function finished({ entry, attributes, count, problem }: Got, ids: readonly BlobId[]): ReadEntry {
    const facts = factsOfAttributes(nameOf(entry), attributes);
    if (problem === undefined) resume.note(notedOf(entry, facts), 0, { position: count, isLast: true, ids });
    return { entry, node: nodeOf(facts, ids, count), problem, sizeBytes: count };
  }

  return {
    bytesUnderWay: () => underWay,

    async readSmall(entries) {
      const done: ReadEntry[] = [];
      const toRead: { readonly entry: WantedEntry; readonly offset: number }[] = [];
      let bytes = 0;
      for (const entry of entries) {
        if (entry.kind !== "file") continue;
        const ready = await withoutReading(entry);
        if (ready !== undefined) done.push(ready);
        else {
          toRead.push({ entry, offset: bytes });
          bytes += entry.sizeBytes;
        }
      }
      const others = entries.filter(({ kind }) => kind !== "file");
      const memory = takeMemory(bytes);
      const got: Got[] = [];
      await Promise.all([
        severalAtOnce(others, async (entry) => {
          const ready = await withoutReading(entry);
          if (ready !== undefined) done.push(ready);
        }),
        severalAtOnce(toRead, async ({ entry, offset }) => {
          const read = await readInto(entry, memory, offset);
          if ("node" in read) done.push(read);
          else got.push(read);
        }),
      ]);
      const inOrder = got.sort((a, b) => a.offset - b.offset);
      return [...done, ...(await feedFiles(memory, inOrder))];
    },

    async readLarge(entry, onPart) {
      const ready = await withoutReading(entry);
      if (ready !== undefined) return ready;
      try {
        return await readParts(entry, onPart);
      } catch (error) {
        if (!(error instanceof FileReplaced)) return failed(entry, remoteProblemOf(error));
      }
      try {
        return await readParts(entry, onPart); // another one is there since the connection was lost: that one, then
      } catch (error) {
        return failed(entry, remoteProblemOf(error));
      }
    },
  };

  async function readParts(entry: WantedEntry, onPart: () => void): Promise<ReadEntry> {
    const file = await files.open(entry.path);
    const memory = takeMemory(READ_AREA_BYTES);
    const token = {};
    let counted = 0;
    try {
      const { attributes } = file;
      if (!isFile(attributes)) return failed(entry, REPLACED);
      const facts = factsOfAttributes(nameOf(entry), attributes);
      const noted = notedOf(entry, facts);
      const before = resume.before(noted);
      const contents: (readonly BlobId[] | undefined)[] = [before.ids];
      let [bytes, filled, position] = [memory, 0, before.position];
      const firstPart = before.parts;
      const count = (more: number) => {
        counted += more;
        underWay += more;
        onPart();
      };
      count(before.position);

      const send = async (isLast: boolean): Promise<void> => {
        const n = contents.push(undefined) - 1;
        const begin = position;
        const cut = await feed.piece(bytes, filled, isLast, ({ batch, ids, lengths }) => {
          contents[n] = ids;
          const length = lengths.reduce((sum, one) => sum + one, 0);
          resume.note(noted, firstPart + n - 1, { position: begin + length, isLast, ids });
          saved?.partOf(batch, token);
          count(length);
        });
        cut.bytes.copyWithin(0, cut.rest, filled);
        position = begin + cut.rest;
        [bytes, filled] = [cut.bytes, filled - cut.rest];
      };

      for await (const chunk of readAhead(file, before.position, facts.sizeBytes, files.maxReadBytes)) {
        for (let at = 0; at < chunk.length; ) {
          const length = Math.min(chunk.length - at, bytes.length - filled);
          bytes.set(chunk.subarray(at, at + length), filled);
          filled += length;
          at += length;
          if (filled === bytes.length) await send(false);
        }
      }
      if (filled > 0) await send(true);
      spare.push(bytes);
      await feed.until(() => contents.every((ids) => ids !== undefined));
      const after = await file.attributesNow();
      const isWhole = counted === facts.sizeBytes && isSameFile(attributes, after);
      saved?.large(token, toTell(entry));
      return {
        entry,
        node: nodeOf(
          facts,
          contents.flatMap((ids) => ids ?? []),
          counted,
        ),
        problem: isWhole ? undefined : CHANGED,
        sizeBytes: counted,
      };
    } finally {
      underWay -= counted;
      file.close();
    }
  }

  function takeMemory(bytes: number): Uint8Array<ArrayBuffer> {
    const found = spare.findIndex((memory) => memory.length >= bytes);
    const [memory] = found < 0 ? [] : spare.splice(found, 1);
    // of a few sizes only: what comes back fits the next batches, and does not pile up
    const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, LEAST_MEMORY_BYTES)));
    return memory ?? new Uint8Array(Math.min(size, Math.max(bytes, READ_AREA_BYTES)));
  }
}

function isFile({ stMode }: SftpAttributes): boolean {
  // a few servers tell of open files nothing but their size
  return stMode === undefined || typeFromStMode(stMode) === "file";
}

function failed(entry: WantedEntry, problem: EntryProblem | undefined): ReadEntry {
  return { entry, node: undefined, problem, sizeBytes: 0 };
}

function factsOf({ folder, recorded }: WantedEntry): EntryFacts {
  if (folder.record === undefined) throw new Error("an entry is wanted of a folder that nobody has listed");
  return readFacts(folder.record, recorded);
}

function nameOf({ recorded }: WantedEntry): RawPath {
  return recorded.name;
}

function notedOf({ path }: WantedEntry, { sizeBytes, mtimeNs }: EntryFacts) {
  return { path, sizeBytes, mtimeNs };
}

function toTell({ path, kind, wasKnown, sizeBytes, foundMs }: WantedEntry): EntryToTell {
  const type = kind === "file" ? "file" : "other";
  return { path, type, action: wasKnown ? "changed" : "new", sizeBytes, foundMs };
}

/** Chunks never reach over the end of a file. @param lengths of the files @returns the blobs of each */
function contentsOf(
  { ids, lengths: chunks }: Fed,
  lengths: readonly number[],
): readonly (readonly BlobId[])[] {
  let n = 0;
  return lengths.map((length) => {
    const first = n;
    for (let left = length; left > 0; n += 1) left -= chunks[n] ?? left;
    return ids.slice(first, n);
  });
}

/** Runs work on each; all of it is over when this settles. */
async function severalAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(OPEN_AT_ONCE, items.length) }, worker));
  const bad = ends.find((end) => end.status === "rejected");
  if (bad !== undefined) throw bad.reason;
}
