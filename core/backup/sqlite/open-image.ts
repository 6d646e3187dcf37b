import { lstatSync, readSync, statSync } from "node:fs";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";
import type { EntryProblem, FileIdentity } from "../messages.ts";
import { identityOf, isUnchanged } from "../open-source.ts";
import { type DatabaseHeader, HEADER_LENGTH, parseDatabaseHeader } from "./database-header.ts";
import { type ImageParts, mergePages, type Overlay } from "./merge-pages.ts";
import { hasOddSidecar, isSameLog, type OpenSidecar, openHotJournal, openLog } from "./open-sidecars.ts";
import type { OverlayPages } from "./overlay-pages.ts";
import { isReadLock, takeReadLock } from "./read-lock.ts";
import { readJournal } from "./rollback-journal.ts";
import { becomesSettled } from "./settled.ts";
import { readLog } from "./write-ahead-log.ts";

/** A database as of one moment: a complete one in itself, whatever lies beside its file. */
export type DatabaseImage = {
  readonly sizeBytes: number;
  /** When pages that it takes from the log were written, in nanoseconds since 1970; zero when it takes none. */
  readonly changedNs: bigint;
  /** Puts bytes of it into the memory, from `offset` on. @throws the system's error */
  read(offset: number, length: number, position: number): void;
  /** Whether all that was read so far is of that one moment. */
  isSound(): boolean;
  /** Leaves the database's own descriptor open. */
  close(): void;
};

/**
 * `undisturbed`: locks nothing, and so stops nobody; good as long as nobody writes. `locked`: as a program that reads the database,
 * with SQLite's own lock, for as long as it takes.
 */
export type ImageWay = "undisturbed" | "locked";

const UNCLEAR: EntryProblem = { reason: "database-unclear", systemCode: "" };
const BUSY: EntryProblem = { reason: "database-busy", systemCode: "" };

/** @returns a problem where this way does not lead to it @throws the system's error */
export function openImage(way: ImageWay, parts: ImageParts): DatabaseImage | EntryProblem {
  if (readHeader(parts.descriptor) === undefined || hasOddSidecar(parts.path)) return UNCLEAR;
  return way === "locked" ? openLocked(parts) : openUndisturbed(parts);
}

/**
 * Whoever writes changes the times of the file, or of its log or journal. So what lies there while they stay the same is what would lie
 * there after a crash at that moment, and SQLite's formats are made for that: the last whole transaction is to be had from it.
 */
function openUndisturbed(parts: ImageParts): DatabaseImage | EntryProblem {
  const { files, descriptor, path } = parts;
  if (!becomesSettled(files, descriptor)) return BUSY;
  const before = identityOf(files.stat(descriptor));
  const header = readHeader(descriptor);
  if (header === undefined) return UNCLEAR;
  const journal = openHotJournal(path);
  let log: OpenSidecar | undefined;
  const close = () => {
    journal?.close();
    log?.close();
  };
  try {
    log = openLog(path);
    const sidecar = journal ?? log;
    const isSettled = sidecar === undefined || becomesSettled(files, sidecar.descriptor);
    // with both, a program was stopped while it changed from the one to the other
    if (!isSettled || !isStillAt(path, before) || (journal !== undefined && log !== undefined))
      return endOf({ close }, BUSY);
    const identity = sidecar === undefined ? undefined : identityOf(files.stat(sidecar.descriptor));
    const pages = pagesBeside(header, journal, log, identity?.sizeBytes ?? 0);
    // A transaction without a journal on disk shows only in its lock. In a file with a log none changes the file.
    if (pages === undefined && journal === undefined && !header.isWal) {
      const lock = takeReadLock(path, descriptor, 0);
      if (!isReadLock(lock)) return endOf({ close }, lock);
      lock.release();
    }
    if (log !== undefined && isOtherSize(pages, header)) return endOf({ close }, UNCLEAR);
    const isSidecarSame = () =>
      sidecar === undefined ||
      identity === undefined ||
      isUnchanged(identity, files.stat(sidecar.descriptor));
    const beside =
      pages === undefined || sidecar === undefined ? undefined : { pages, sidecar, isStillThere: () => true };
    return {
      ...mergePages(pages?.pageSizeBytes ?? header.pageSizeBytes, before.sizeBytes, beside, parts),
      // what a journal takes back is older than the file
      changedNs: log === undefined || beside === undefined ? 0n : (identity?.mtimeNs ?? 0n),
      isSound: () => isUnchanged(before, files.stat(descriptor)) && isSidecarSame(),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function pagesBeside(
  { pageSizeBytes }: DatabaseHeader,
  journal: OpenSidecar | undefined,
  log: OpenSidecar | undefined,
  sizeBytes: number,
): OverlayPages | undefined {
  if (journal === undefined) return log === undefined ? undefined : readLog(log.read);
  return readJournal({ read: journal.read, sizeBytes, pageSizeBytes, isThere: isFilled });
}

/** To SQLite, an empty journal is none. */
function isFilled(path: Buffer): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}

function isOtherSize(pages: OverlayPages | undefined, { pageSizeBytes }: DatabaseHeader): boolean {
  return pages !== undefined && pages.pageSizeBytes !== pageSizeBytes;
}

/**
 * Without a log, SQLite's lock keeps the file as it is. With one, the lock is one of two:
 *
 * - The transaction reads from the log (its mark is not zero). Then nobody begins the log anew, and nobody copies pages into the file
 *   that are younger than the mark. So the log read now, up to its last transaction, laid over the file is the state after that
 *   transaction: each page younger than the mark is in the log, and each page of the file that is not in the log is that old.
 * - All of the log is in the file already (the mark is zero). Then nobody copies anything into the file, but the log may be begun
 *   anew and overwritten, as it is not needed. Once it is, nothing can be copied from it, and so it cannot be begun anew a second
 *   time. If the log that was read is the older one, all its pages are in the file: as soon as its header is another one, they are
 *   taken from there. The header is written before anything else, and read after each page; so a page from an older header's log
 *   was not overwritten when it was read.
 *
 * Which one it is need not be known. A header that changes together with the file would mean that the lock was lost.
 */
function openLocked(parts: ImageParts): DatabaseImage | EntryProblem {
  const { files, descriptor, path } = parts;
  // closing a descriptor under another of its names, in any thread, would take the lock away
  if (files.stat(descriptor).links > 1) return BUSY;
  const lock = takeReadLock(path, descriptor, parts.lockTimeoutMs);
  if (!isReadLock(lock)) return lock;
  let log: OpenSidecar | undefined;
  const close = () => {
    lock.release();
    log?.close();
  };
  try {
    const before = identityOf(files.stat(descriptor));
    if (!isStillAt(path, before)) return endOf({ close }, BUSY);
    const header = readHeader(descriptor);
    if (header === undefined) return endOf({ close }, UNCLEAR);
    log = openLog(path);
    const beside = log === undefined ? undefined : whatLogHolds(log);
    if (isOtherSize(beside?.pages, header)) return endOf({ close }, UNCLEAR);
    const image = mergePages(header.pageSizeBytes, before.sizeBytes, beside, parts);
    const isFileSame = () => {
      const { sizeBytes, mtimeNs } = files.stat(descriptor); // its owner may change, and that does not matter
      return sizeBytes === before.sizeBytes && mtimeNs === before.mtimeNs;
    };
    return {
      ...image,
      changedNs: beside === undefined ? 0n : files.stat(beside.sidecar.descriptor).mtimeNs,
      isSound: () => !image.isOverlayGone() || isFileSame(),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function whatLogHolds(log: OpenSidecar): Overlay | undefined {
  const pages = readLog(log.read);
  return pages === undefined ? undefined : { pages, sidecar: log, isStillThere: () => isSameLog(log, pages) };
}

function readHeader(descriptor: number): DatabaseHeader | undefined {
  const bytes = new Uint8Array(HEADER_LENGTH);
  return parseDatabaseHeader(bytes.subarray(0, readSync(descriptor, bytes, 0, HEADER_LENGTH, 0)));
}

function isStillAt(path: RawPath, { deviceId, inode }: FileIdentity): boolean {
  const { dev, ino } = lstatSync(rawPathForFs(path), { bigint: true });
  return dev === deviceId && ino === inode;
}

function endOf(opened: { close(): void }, problem: EntryProblem): EntryProblem {
  opened.close();
  return problem;
}
