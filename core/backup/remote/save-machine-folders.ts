import type { RawPath } from "../../platform/raw-path.ts";
import type { Compression } from "../../repository/pack/blob-codec.ts";
import type { CoordinatorResult } from "../coordinator.ts";
import { feedThreads } from "../feed-threads.ts";
import { createFifo } from "../fifo.ts";
import type { FixedEntry } from "../folder-state.ts";
import { createFolderWalk, type WantedEntry } from "../folder-walk.ts";
import type { SavingTools } from "../make-snapshot.ts";
import type { NamedProblem, ScanRequest } from "../messages.ts";
import { createSavedReport } from "../saved-report.ts";
import { newTally } from "../tally.ts";
import type { MachineAccounts } from "./machine-accounts.ts";
import type { MachineFiles } from "./machine-files.ts";
import { createEntryReader, type ReadEntry, SMALL_FILE_BYTES } from "./read-entries.ts";
import type { Resume } from "./resume.ts";
import { IGNORED_ON_MACHINES, type MachineScanner } from "./scan-machine.ts";

/** What is asked of the machine at once: enough that a line of some milliseconds does not run dry. */
const SCANS_AT_ONCE = 8;
const BATCHES_AT_ONCE = 3;
const LARGE_FILES_AT_ONCE = 1;
/** Entries waiting to be read beyond which no further folder is listed: keeps memory flat on any tree. */
const MAX_WAITING_ENTRIES = 4096;
const BATCH_FILES = 128;
const BATCH_BYTES = 4 * 1024 * 1024;

export type MachineFoldersOptions = SavingTools & {
  readonly compression: Compression;
  readonly files: MachineFiles;
  readonly accounts: MachineAccounts;
  readonly scan: MachineScanner;
  readonly resume: Resume;
  /** Entries of the snapshot's root, or undefined when the root folder is a source. */
  readonly entries: readonly FixedEntry[] | undefined;
  readonly onProblem: (problem: NamedProblem) => void;
};

/**
 * Saves folders of another machine: walks them, reads what has changed, and gives it to a team of threads. All data is stored and
 * indexed when it resolves. Memory stays the same however much there is. The files are closed then, whatever came of it.
 *
 * @throws what reading throws when the machine is gone for good, and what storing throws
 */
export async function saveMachineFolders(options: MachineFoldersOptions): Promise<CoordinatorResult> {
  const { repository, files, accounts, resume } = options;
  const tally = newTally();
  const saved = options.onSaved === undefined ? undefined : createSavedReport<unknown>(options.onSaved);
  const feed = feedThreads({ ...options, tally, saved });
  const { signal } = feed;
  const found = { files: 0, bytes: 0 };
  const finished = { files: 0, bytes: 0 };
  const small = createFifo<WantedEntry>();
  const large = createFifo<WantedEntry>();
  const works = new Set<Promise<void>>();
  const busy = { scans: 0, batches: 0, large: 0 };
  const { promise: done, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  let isAskingWalk = false;
  let lastPath: RawPath | undefined;

  const walk = createFolderWalk({
    ...{ repository, entries: options.entries, previousTree: options.previousTree, deviceOf: undefined },
    ...{ ignored: IGNORED_ON_MACHINES, tally, signal, saved, onProblem: options.onProblem },
    onEntry: (entry) => (isLarge(entry) ? large : small).add(entry),
    onTree: feed.intake.takeTree,
    onFound(count, bytes) {
      found.files += count;
      found.bytes += bytes;
    },
    onSkipped(counts) {
      finished.files += counts.files;
      finished.bytes += counts.bytes;
    },
  });
  const reader = createEntryReader({ files, accounts, feed, saved, resume, repository });

  /** Begins whatever can be begun. */
  function pump(): void {
    if (signal.aborted) return;
    while (busy.large < LARGE_FILES_AT_ONCE) {
      const entry = large.take();
      if (entry === undefined) break;
      begin("large", () => readLarge(entry));
    }
    while (busy.batches < BATCHES_AT_ONCE && isWorthReading()) {
      const batch = takeBatch();
      begin("batches", () => readBatch(batch));
    }
    const isRoom = small.length + large.length < MAX_WAITING_ENTRIES;
    if (!isAskingWalk && isRoom && busy.scans < SCANS_AT_ONCE && walk.canScan()) {
      isAskingWalk = true;
      begin("scans", scanNext);
    }
    options.onProgress({
      ...{ filesDone: finished.files, bytesDone: finished.bytes + reader.bytesUnderWay() },
      ...{ filesFound: found.files, bytesFound: found.bytes, isScanned: !walk.isScanning(), path: lastPath },
    });
    if (walk.rootTree() !== undefined) finish();
  }

  /** Whatever work throws ends the backup: what is about one entry is told as its problem. */
  function begin(kind: keyof typeof busy, work: () => Promise<void>): void {
    busy[kind] += 1;
    const working: Promise<void> = work()
      .then(() => {
        busy[kind] -= 1;
        pump();
      })
      .catch(fail)
      .finally(() => works.delete(working));
    works.add(working);
  }

  /** Half a batch is worth its trouble only where nothing else is to be done. */
  function isWorthReading(): boolean {
    if (small.length === 0) return false;
    return small.length >= BATCH_FILES || busy.batches === 0 || !walk.isScanning();
  }

  function takeBatch(): readonly WantedEntry[] {
    const batch: WantedEntry[] = [];
    let bytes = 0;
    for (let next = small.peek(); next !== undefined && batch.length < BATCH_FILES; next = small.peek()) {
      bytes += next.sizeBytes;
      if (bytes > BATCH_BYTES && batch.length > 0) break;
      batch.push(next);
      small.take();
    }
    return batch;
  }

  async function scanNext(): Promise<void> {
    let request: ScanRequest | undefined;
    try {
      [request] = await walk.nextScans(1);
    } finally {
      isAskingWalk = false;
    }
    if (request === undefined) return;
    pump(); // the next folder can be listed beside this one
    lastPath = request.path;
    await walk.takeScan(await options.scan(request));
  }

  async function readBatch(batch: readonly WantedEntry[]): Promise<void> {
    for (const read of await reader.readSmall(batch)) await settle(read);
  }

  async function readLarge(entry: WantedEntry): Promise<void> {
    lastPath = entry.path;
    await settle(await reader.readLarge(entry, pump));
  }

  async function settle({ entry, node, problem, sizeBytes, isTooLarge }: ReadEntry): Promise<void> {
    if (isTooLarge === true) {
      large.add(entry);
      return;
    }
    lastPath = entry.path;
    if (problem !== undefined) {
      entry.folder.isRecordGood = false;
      options.onProblem({ path: entry.path, ...problem });
    }
    if (entry.kind === "file") {
      finished.files += 1;
      finished.bytes += sizeBytes;
      if (node !== undefined) tally[entry.wasKnown ? "filesChanged" : "filesNew"] += 1;
    }
    await walk.settleNode(entry.folder, entry.slot, node, false);
  }

  const onAbort = () => fail(signal.reason);
  try {
    signal.throwIfAborted();
    signal.addEventListener("abort", onAbort, { once: true });
    pump();
    await done;
    await feed.finish();
  } finally {
    signal.removeEventListener("abort", onAbort);
    files.close();
    await feed.stop();
    await Promise.all(works);
  }
  const tree = walk.rootTree();
  if (tree === undefined) throw new Error("the walk ended without a tree");
  tally.totalFilesProcessed = tally.filesNew + tally.filesChanged + tally.filesUnmodified;
  tally.totalBytesProcessed = finished.bytes;
  return { tree, tally, lostFolders: walk.lostFolders() };
}

function isLarge({ kind, sizeBytes }: WantedEntry): boolean {
  return kind === "file" && sizeBytes > SMALL_FILE_BYTES;
}
