/** Turns what a walk tells into batches of work. */
import { setImmediate } from "node:timers/promises";
import { addSlice, type Batch, isEmpty, isFull, newBatch, type PlacedEntry } from "./batch.ts";
import { type HardLinks, hardLinkKey } from "./hard-links.ts";
import { type EntryPlanner, hasWrongSize, tellWrongSize } from "./plan-entry.ts";
import type { Report } from "./report.ts";
import type { FileSlice, RestoreFile } from "./restore-file.ts";
import { type FolderMaker, folderIn, type RestoreFolder } from "./restore-folder.ts";
import type { Selection } from "./selection.ts";
import type { SnapshotVisitor } from "./walk-snapshot.ts";

const BREATHE_AFTER_MS = 50;
const ENTRIES_AHEAD = 256;

export type CollectorOptions = {
  readonly selection: Selection;
  readonly folders: FolderMaker;
  readonly planner: EntryPlanner;
  readonly hardLinks: HardLinks;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Takes a batch over. Resolves when the next one may be filled. */
  readonly onBatch: (batch: Batch) => Promise<void>;
};

/** Puts what is to be made into the batch. Its other names wait for what becomes of it. */
export function planSpecial(
  entry: PlacedEntry,
  batch: Batch,
  { planner, hardLinks, report }: Pick<CollectorOptions, "planner" | "hardLinks" | "report">,
): void {
  const planned = planner.special(entry);
  if (planned.kind === "make") {
    batch.specials.push(planned.special);
    return;
  }
  if (planned.kind === "problem") report.problem(entry.path, planned.problem);
  if (planned.kind === "right") report.placed(entry.path, planned.path);
  const key = hardLinkKey(entry.node);
  if (key === undefined) return;
  hardLinks.settle(
    key,
    planned.kind === "right" ? { kind: "restored", path: planned.path } : { kind: "not-restored" },
  );
}

export type Collector = SnapshotVisitor<RestoreFolder> & {
  /** Hands over what is left. */
  finish(): Promise<void>;
};

export function createCollector(options: CollectorOptions): Collector {
  const { selection, folders, planner, hardLinks, report } = options;
  let batch = newBatch();
  let breathedMs = performance.now();

  /** What is only looked at waits for nothing, and would keep the answers of the threads and a cancel waiting. */
  async function breathe(): Promise<void> {
    if (performance.now() - breathedMs < BREATHE_AFTER_MS) return;
    await setImmediate();
    options.signal.throwIfAborted();
    breathedMs = performance.now();
  }

  async function flushIfFull(): Promise<void> {
    if (isFull(batch)) await flush();
  }

  async function flush(): Promise<void> {
    if (isEmpty(batch)) return;
    const full = batch;
    batch = newBatch();
    await options.onBatch(full);
  }

  async function addFile(entry: PlacedEntry): Promise<void> {
    const key = hardLinkKey(entry.node);
    if (key !== undefined && !hardLinks.claim(key)) {
      report.found(1, 0);
      batch.links.push({ entry, key });
      return;
    }
    let planned = planner.file(entry);
    const isDamaged = planned.kind === "problem" && planned.problem.reason === "damaged";
    // or it is what the cache remembers that is damaged
    if ((isDamaged || hasWrongSize(entry, planned)) && (await planner.finds(entry)))
      planned = planner.file(entry);
    tellWrongSize(entry, planned, report);
    if (planned.kind === "write") {
      report.found(1, planned.file.sizeBytes);
      await addContent(planned.file);
    } else if (planned.kind === "check") {
      report.found(1, planned.unchanged.file.sizeBytes);
      batch.unchanged.push(planned.unchanged);
      batch.chunks += planned.unchanged.file.content.length; // they are in memory when it is read
    } else {
      report.found(1, 0);
      report.settled(entry.path, planned);
      if (key !== undefined) hardLinks.settle(key, { kind: isDamaged ? "damaged" : "not-restored" });
    }
  }

  function addSpecial(entry: PlacedEntry): void {
    const key = hardLinkKey(entry.node);
    report.foundOther();
    if (key !== undefined && !hardLinks.claim(key)) batch.links.push({ entry, key });
    else planSpecial(entry, batch, options);
  }

  async function addContent(file: RestoreFile): Promise<void> {
    let rest: FileSlice | undefined = { file, from: 0, end: file.content.length, position: 0 };
    while (rest !== undefined) {
      rest = addSlice(batch, rest);
      if (rest !== undefined) await flush();
    }
  }

  async function addEntry(entry: PlacedEntry): Promise<void> {
    const { type } = entry.node;
    if (type === "file") await addFile(entry);
    else if (type !== "socket") addSpecial(entry);
    await flushIfFull();
  }

  return {
    enter(entry, parent) {
      if (!selection.mayHoldSelected(entry.path)) return undefined;
      const folder = folderIn(parent, entry);
      if (selection.isSelected(entry.path) && !folders.make(folder)) return undefined;
      return folder;
    },
    async entries(folder, siblings) {
      await breathe();
      const wanted = siblings.filter(({ path }) => selection.isSelected(path));
      for (const [n, entry] of wanted.entries()) {
        if (n % ENTRIES_AHEAD === 0) planner.lookAhead(wanted.slice(n, n + ENTRIES_AHEAD));
        if (!folders.make(folder)) return;
        await addEntry({ ...entry, folder, siblings });
        await breathe();
      }
    },
    async leave(folder) {
      if (!folder.isToBeFinished) return;
      if (folder.node !== undefined) report.foundOther();
      batch.folders.push(folder);
      await flushIfFull();
    },
    problem({ path, ...problem }) {
      // the root's own listing matters to everybody; of an entry, only who wants it has to know
      const isWanted = path === "/" || selection.isSelected(path) || selection.mayHoldSelected(path);
      if (isWanted) report.problem(path, problem);
    },
    finish: flush,
  };
}
