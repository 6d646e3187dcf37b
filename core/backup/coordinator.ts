import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import type { PackSaver } from "../repository/index/pack-saver.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import type { IgnoredFacts } from "./folder-record.ts";
import type { FixedEntry } from "./folder-state.ts";
import { createFolderWalk, type WantedEntry } from "./folder-walk.ts";
import { createIntake, splitIds } from "./intake.ts";
import { createLargeFile, type LargeFile } from "./large-file.ts";
import type { BackupThreadData, FromBackupThread, ItemAnswer, NamedProblem, SavedEntry } from "./messages.ts";
import { createReadQueue } from "./read-queue.ts";
import { createSavedReport, type EntryToTell } from "./saved-report.ts";
import { newTally, type Tally } from "./tally.ts";
import { type Member, READ_AREAS, startTeam } from "./thread-team.ts";

/** Folders listed in one message. */
const FOLDERS_PER_SCAN = 16;
/** Entries waiting to be read beyond which no further folder is listed: keeps memory flat on any tree. */
const MAX_WAITING_ENTRIES = 4096;
/** Files read in segments at the same time. */
const LARGE_FILES_AT_ONCE = 2;

export type CoordinatorOptions = {
  readonly repository: IndexedRepository;
  readonly saver: PackSaver;
  readonly threads: number;
  readonly threadData: BackupThreadData;
  /** Entries of the snapshot's root, or undefined when the root folder is a source. */
  readonly entries: readonly FixedEntry[] | undefined;
  /** Root tree of the parent snapshot. */
  readonly previousTree: BlobId | undefined;
  /** Facts that do not count as a change. */
  readonly ignored: IgnoredFacts;
  /** `st_dev` of a source, when other file systems are left out. */
  readonly deviceOf: ((path: RawPath) => bigint) | undefined;
  readonly signal: AbortSignal;
  readonly onProblem: (problem: NamedProblem) => void;
  /** Told of every entry, when somebody wants to know. */
  readonly onSaved: ((entry: SavedEntry) => void) | undefined;
  /** Called whenever a number changed; must be cheap. */
  readonly onProgress: (progress: CoordinatorProgress) => void;
};

export type CoordinatorProgress = {
  readonly filesDone: number;
  readonly bytesDone: number;
  /** What was found so far; the total once `isScanned`. */
  readonly filesFound: number;
  readonly bytesFound: number;
  readonly isScanned: boolean;
  readonly path: RawPath | undefined;
};

export type CoordinatorResult = {
  readonly tree: BlobId;
  readonly tally: Tally;
  /** Folders of the parent snapshot that could not be read. */
  readonly lostFolders: number;
};

/**
 * Runs one backup over a team of threads: walks the folders, hands out what is to be read, decides which blobs
 * are new, and passes finished packs to the saver. All data is stored and indexed when it resolves.
 */
export async function coordinate(options: CoordinatorOptions): Promise<CoordinatorResult> {
  const { saver, signal } = options;
  const { promise: done, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  const tally = newTally();
  const found = { files: 0, bytes: 0 };
  const finished = { files: 0, bytes: 0 };
  const queue = createReadQueue();
  const openLarge = new Map<LargeFile<Member>, WantedEntry>();
  const segments = new Map<number, LargeFile<Member>>();
  const saved =
    options.onSaved === undefined ? undefined : createSavedReport<LargeFile<Member>>(options.onSaved);
  let nextBatch = 0;
  let scansBeingMade = 0;
  let isFlushing = false;

  const team = startTeam(
    options.threads,
    options.threadData,
    (member, message) => void guard(onMessage(member, message)),
    fail,
  );
  const intake = createIntake({ saver, tally, saved, team: () => team });
  const walk = createFolderWalk({
    ...options,
    tally,
    onEntry: queue.add,
    onTree: intake.takeTree,
    saved,
    onFound(files, bytes) {
      found.files += files;
      found.bytes += bytes;
    },
    onSkipped(counts) {
      finished.files += counts.files;
      finished.bytes += counts.bytes;
    },
  });

  /** Handlers run one after another as far as they are synchronous; whatever they throw ends the backup. */
  async function guard(work: Promise<void>): Promise<void> {
    try {
      await work;
      pump();
      report();
    } catch (error) {
      fail(error);
    }
  }

  function report(): void {
    options.onProgress({
      filesDone: finished.files,
      bytesDone: finished.bytes,
      filesFound: found.files,
      bytesFound: found.bytes,
      isScanned: !walk.isScanning(),
      path: queue.lastPath(),
    });
  }

  /** Gives every idle thread something to do. */
  function pump(): void {
    if (!intake.isFull()) {
      while (sendSegment() || sendBatch() || sendSegment());
    }
    sendScans();
    finishWhenDone();
  }

  function sendSegment(): boolean {
    const leastBusy = team.memberForBatch();
    if (leastBusy === undefined) return false;
    while (openLarge.size < LARGE_FILES_AT_ONCE) {
      const entry = queue.takeLarge();
      if (entry === undefined) break;
      openLarge.set(createLargeFile(entry.path), entry);
    }
    for (const file of openLarge.keys()) {
      const ready = file.isReadyFor();
      const member = ready?.holder ?? leastBusy;
      if (ready === undefined || member.freeAreas === 0) continue;
      const request = file.next(nextBatch, member);
      segments.set(nextBatch, file);
      nextBatch += 1;
      member.freeAreas -= 1;
      member.thread.post({ kind: "segment", request });
      return true;
    }
    return false;
  }

  function sendBatch(): boolean {
    const member = team.memberForBatch();
    if (member === undefined || queue.length === 0) return false;
    // a part-filled batch is worth its message only to a thread that would be idle otherwise
    const isIdle = member.freeAreas === READ_AREAS;
    if (!queue.hasFullBatch && !isIdle && walk.isScanning()) return false;
    const items = queue.takeBatch();
    if (items.length === 0) return false;
    member.freeAreas -= 1;
    member.thread.post({ kind: "read", batch: nextBatch, items });
    nextBatch += 1;
    return true;
  }

  function sendScans(): void {
    for (;;) {
      const member = team.memberForScan();
      if (
        member === undefined ||
        queue.length >= MAX_WAITING_ENTRIES ||
        !walk.canScan() ||
        scansBeingMade > 0
      )
        return;
      scansBeingMade += 1;
      member.freeScans -= 1;
      void guard(makeScans(member));
    }
  }

  async function makeScans(member: Member): Promise<void> {
    const requests = await walk.nextScans(FOLDERS_PER_SCAN);
    scansBeingMade -= 1;
    if (requests.length === 0) member.freeScans += 1;
    else member.thread.post({ kind: "scan", requests });
  }

  async function onMessage(member: Member, message: FromBackupThread): Promise<void> {
    switch (message.kind) {
      case "scanned":
        member.freeScans += 1;
        for (const answer of message.answers) await walk.takeScan(answer);
        return;
      case "cut":
        finished.bytes -= segments.get(message.batch)?.cut(message) ?? 0;
        return;
      case "hashed":
        return await onHashed(member, message);
      case "stored":
        return intake.batchStored(member, message);
      case "trees-stored":
        return intake.treesStored(message);
      case "pack":
        return await intake.takePack(member, message);
      case "flushed":
        return intake.flushed();
    }
  }

  async function onHashed(
    member: Member,
    message: Extract<FromBackupThread, { kind: "hashed" }>,
  ): Promise<void> {
    const { batch, ids, lengths } = message;
    intake.takeBatch(member, message);
    const file = segments.get(batch);
    if (file !== undefined) {
      segments.delete(batch);
      const sizeBytes = lengths.reduce((sum, length) => sum + length, 0);
      finished.bytes += file.hashed(batch, splitIds(ids), sizeBytes);
      saved?.partOf(batch, file);
      await finishLarge(file);
    }
    for (const item of message.items) {
      const entry = queue.entryOf(item.key);
      if (item.isLarge) queue.addLarge(entry);
      else {
        finished.bytes += item.sizeBytes;
        const told = item.node === undefined ? undefined : entryToTell(entry);
        if (told !== undefined) saved?.inBatch(batch, told, item.node ?? "");
        await finishEntry(entry, item);
      }
    }
  }

  async function finishLarge(file: LargeFile<Member>): Promise<void> {
    const result = file.result();
    const entry = openLarge.get(file);
    if (result === undefined || entry === undefined) return;
    openLarge.delete(file);
    saved?.large(file, result.node === undefined ? undefined : entryToTell(entry));
    await finishEntry(entry, result);
  }

  async function finishEntry(
    entry: WantedEntry,
    { node, problem, isDatabase = false }: Pick<ItemAnswer, "node" | "problem" | "isDatabase">,
  ): Promise<void> {
    if (problem !== undefined) {
      entry.folder.isRecordGood = false;
      options.onProblem({ path: entry.path, ...problem });
    }
    if (entry.kind === "file" && node !== undefined) {
      if (entry.wasKnown) tally.filesChanged += 1;
      else tally.filesNew += 1;
    }
    if (entry.kind === "file") finished.files += 1;
    await walk.settleNode(entry.folder, entry.slot, node, isDatabase);
  }

  function finishWhenDone(): void {
    if (walk.rootTree() === undefined || team.isReading()) return;
    if (!isFlushing) {
      isFlushing = true;
      intake.flush();
    } else if (intake.isFlushed()) finish();
  }

  const onAbort = () => fail(signal.reason);
  try {
    signal.throwIfAborted();
    signal.addEventListener("abort", onAbort, { once: true });
    pump();
    await done;
    await saver.finish();
  } finally {
    signal.removeEventListener("abort", onAbort);
    await team.stop();
    await saver.settle();
  }
  const tree = walk.rootTree();
  if (tree === undefined) throw new Error("the walk ended without a tree");
  tally.totalFilesProcessed = tally.filesNew + tally.filesChanged + tally.filesUnmodified;
  tally.totalBytesProcessed = finished.bytes;
  return { tree, tally, lostFolders: walk.lostFolders() };
}

/** @returns undefined for a folder, which is told of when all in it is known */
function entryToTell({ path, kind, wasKnown, sizeBytes, foundMs }: WantedEntry): EntryToTell | undefined {
  if (kind !== "file" && kind !== "other") return undefined;
  return { path, type: kind, action: wasKnown ? "changed" : "new", sizeBytes, foundMs };
}
