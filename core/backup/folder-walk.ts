import type { BlobId } from "../../shared/ids.ts";
import { joinRawPath, type RawPath } from "../platform/raw-path.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import { createTreeBuilder, type SettledTree, type TreeBuilderOptions } from "./build-tree.ts";
import {
  createRecordComparison,
  type FolderRecord,
  type IgnoredFacts,
  isFileMode,
  isFolderMode,
  type RecordEntry,
  readRecord,
} from "./folder-record.ts";
import { type FixedEntry, type FolderState, newFolder } from "./folder-state.ts";
import type { EntryCounts, EntryKind, NamedProblem, ScanAnswer, ScanRequest } from "./messages.ts";
import { loadPreviousFolder } from "./previous-folder.ts";
import type { SavedReport } from "./saved-report.ts";
import { databasesThatChanged, sidecarsByDatabase } from "./sqlite/changed-databases.ts";
import type { Tally } from "./tally.ts";

/** An entry whose node is wanted, and whose content is read when it is a file. */
export type WantedEntry = {
  readonly folder: FolderState;
  readonly slot: number;
  readonly path: RawPath;
  readonly kind: EntryKind;
  /** Whether the parent snapshot has an entry of this name. */
  readonly wasKnown: boolean;
  readonly sizeBytes: number;
  /** Where the folder's record has it. */
  readonly recorded: RecordEntry;
  /** When it was found, as of `performance.now()`. */
  readonly foundMs: number;
};

export type FolderWalkOptions = {
  readonly repository: IndexedRepository;
  /** Entries of the snapshot's root, or undefined when the root folder is a source. */
  readonly entries: readonly FixedEntry[] | undefined;
  readonly previousTree: BlobId | undefined;
  readonly deviceOf: ((path: RawPath) => bigint) | undefined;
  readonly ignored: IgnoredFacts;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly onEntry: (entry: WantedEntry) => void;
  readonly onTree: TreeBuilderOptions["onTree"];
  readonly onProblem: (problem: NamedProblem) => void;
  readonly onFound: (files: number, bytes: number) => void;
  readonly onSkipped: (counts: EntryCounts) => void;
  /** Told of folders when all in them is known, and of entries that are as in the parent snapshot. */
  readonly saved: Pick<SavedReport<unknown>, "folder" | "unchanged"> | undefined;
};

/** Walks the sources depth first and turns finished folders into trees. Does no file I/O itself. */
export type FolderWalk = {
  /** Loads what the parent snapshot has of up to `limit` folders and says how to list them. */
  nextScans(limit: number): Promise<ScanRequest[]>;
  /** Whether `nextScans` would find a folder now. */
  canScan(): boolean;
  /** Whether folders are still to be listed, now or when answers that are on their way come in. */
  isScanning(): boolean;
  takeScan(answer: ScanAnswer): Promise<void>;
  /**
   * @param node undefined when the entry cannot be in the snapshot
   * @param isDatabase it is a database as of one moment: what lies beside it is left out, for it is of other moments
   */
  settleNode(folder: FolderState, slot: number, node: string | undefined, isDatabase: boolean): Promise<void>;
  /** Folders of the parent snapshot that could not be read, those below them not counted. */
  lostFolders(): number;
  /** Tree of the snapshot's root, once everything is settled. */
  rootTree(): BlobId | undefined;
};

const NO_NAME = "" as RawPath;
const DIR_COUNTS = { new: "dirsNew", changed: "dirsChanged", same: "dirsUnmodified" } as const;

export function createFolderWalk(options: FolderWalkOptions): FolderWalk {
  const { repository, tally, signal } = options;
  const toScan: FolderState[] = [];
  const scanning = new Map<number, FolderState>();
  let nextKey = 0;
  let rootTree: BlobId | undefined;
  let started = false;
  let lostFolders = 0;
  const trees = createTreeBuilder(options);

  async function start(): Promise<void> {
    const { entries, previousTree } = options;
    const path = "/" as RawPath;
    const root = newFolder({
      path,
      parent: undefined,
      slot: 0,
      previousTree,
      isParentLost: false,
      device: undefined,
      fixed: entries,
    });
    toScan.push(entries === undefined ? { ...root, device: options.deviceOf?.(path) } : root);
  }

  async function previousOf(folder: FolderState) {
    return folder.previousTree === undefined
      ? undefined
      : await loadPreviousFolder(repository, folder.previousTree, options.ignored, signal);
  }

  function addFolder(parent: FolderState, slot: number, path: RawPath, name: RawPath): FolderState {
    const previousTree = parent.previous?.subtrees.get(name);
    const given = parent.fixed?.find((entry) => entry.name === name);
    const isSource = given !== undefined && given.entries === undefined;
    const device = isSource ? options.deviceOf?.(path) : parent.device;
    const { isParentLost } = parent;
    return newFolder({ path, parent, slot, previousTree, isParentLost, device, fixed: given?.entries });
  }

  /** The scan saw what the parent snapshot has: only the folders below are open. */
  async function openSame(
    folder: FolderState,
    names: readonly RawPath[],
    counts: EntryCounts,
  ): Promise<void> {
    folder.isSame = true;
    folder.names = [...names];
    folder.open = names.length + 1;
    tally.filesUnmodified += counts.files;
    options.onFound(counts.files, counts.bytes);
    options.onSkipped(counts);
    if (folder.previous !== undefined) tellSame(folder, readRecord(folder.previous.record));
    for (let slot = names.length - 1; slot >= 0; slot -= 1) {
      const name = names[slot];
      if (name !== undefined) toScan.push(addFolder(folder, slot, joinRawPath(folder.path, name), name));
    }
    await settle(folder);
  }

  function tellSame(folder: FolderState, entries: readonly RecordEntry[]): void {
    if (options.saved === undefined) return;
    for (const { name, mode, sizeBytes } of entries) {
      if (isFolderMode(mode) || folder.sidecars.has(name)) continue;
      const type = isFileMode(mode) ? "file" : "other";
      options.saved.unchanged({ path: pathOf(folder, name), type, action: "same", sizeBytes });
    }
  }

  async function openChanged(
    folder: FolderState,
    record: FolderRecord,
    accompanied: readonly RawPath[],
  ): Promise<void> {
    const entries = readRecord(record);
    const changeOf = createRecordComparison(folder.previous?.record);
    folder.record = record;
    folder.names = entries.map((entry) => entry.name);
    folder.open = 1;
    const below: FolderState[] = [];
    const same: RecordEntry[] = [];
    const changes = entries.map((entry) => changeOf(record, entry));
    const readAnyway =
      options.ignored.sidecars === true
        ? databasesThatChanged({ ...folder, entries, changes, accompanied })
        : undefined;
    folder.waiting = sidecarsByDatabase(folder.sidecars, folder.names);
    for (const [slot, entry] of entries.entries()) {
      if (folder.sidecars.has(entry.name)) continue;
      const isFile = isFileMode(entry.mode);
      if (isFile) options.onFound(1, entry.sizeBytes);
      if (isFolderMode(entry.mode)) {
        below.push(addFolder(folder, slot, pathOf(folder, entry.name), entry.name));
        folder.open += 1;
      }
      const change = changes[slot];
      if (change !== "same" || readAnyway?.has(entry.name) === true) {
        wantEntry(folder, slot, entry, change !== "new");
        continue;
      }
      folder.kept.push(slot);
      same.push(entry);
      if (!isFile) continue;
      tally.filesUnmodified += 1;
      options.onSkipped({ files: 1, others: 0, bytes: entry.sizeBytes });
    }
    tellSame(folder, same);
    toScan.push(...below.reverse());
    await settle(folder);
  }

  function wantEntry(folder: FolderState, slot: number, entry: RecordEntry, wasKnown: boolean): void {
    folder.open += 1;
    const kind = kindOf(folder, entry);
    const sizeBytes = kind === "file" ? entry.sizeBytes : 0;
    const foundMs = performance.now();
    const path = pathOf(folder, entry.name);
    options.onEntry({ folder, slot, path, kind, wasKnown, sizeBytes, recorded: entry, foundMs });
  }

  /**
   * A folder that looked the same but has a folder in it that changed needs a tree of its own: it becomes one in which all
   * entries are kept. So does one that had an entry whose data is lost and that is gone from the source: the old tree names it.
   */
  function openIfChangedBelow(folder: FolderState): void {
    const { isSame, names, subtrees, previous } = folder;
    if (!isSame || previous === undefined) return;
    if (previous.isWhole && names.every((name, slot) => subtrees[slot] === previous.subtrees.get(name)))
      return;
    const now = new Map(names.map((name, slot) => [name, subtrees[slot]]));
    const entries = readRecord(previous.record);
    folder.isSame = false;
    folder.record = previous.record;
    folder.names = entries.map(({ name }) => name);
    folder.subtrees = entries.map(({ name }) => now.get(name));
    folder.kept = [...entries.keys()].filter((slot) => !folder.sidecars.has(folder.names[slot] ?? NO_NAME));
    folder.waiting = sidecarsByDatabase(folder.sidecars, folder.names);
  }

  /** Fetches the nodes of what did not change. What the parent snapshot can no longer tell is read after all. */
  async function takeKept(folder: FolderState): Promise<void> {
    const { kept, names, previous, record } = folder;
    if (kept.length === 0 || previous === undefined || record === undefined) return;
    folder.kept = [];
    const nodes = await previous.nodes();
    const lost = new Set<number>();
    for (const slot of kept) {
      const node = nodes.get(names[slot] ?? NO_NAME);
      folder.nodes[slot] = node;
      if (node === undefined) lost.add(slot);
    }
    if (lost.size === 0) return;
    folder.isParentLost = true;
    lostFolders += 1;
    readAgain(folder, lost, readRecord(record));
  }

  function readAgain(folder: FolderState, slots: ReadonlySet<number>, entries: readonly RecordEntry[]): void {
    for (const slot of slots) {
      const entry = entries[slot];
      if (entry === undefined) continue;
      if (isFileMode(entry.mode)) {
        tally.filesUnmodified -= 1;
        options.onSkipped({ files: -1, others: 0, bytes: -entry.sizeBytes });
      }
      wantEntry(folder, slot, entry, true);
    }
  }

  async function settleNode(
    folder: FolderState,
    slot: number,
    node: string | undefined,
    isDatabase: boolean,
  ): Promise<void> {
    folder.nodes[slot] = node;
    if (node === undefined) folder.isRecordGood = false;
    if (!isDatabase) wantSidecars(folder, folder.waiting?.get(slot) ?? []);
    await settle(folder);
  }

  function wantSidecars(folder: FolderState, slots: readonly number[]): void {
    if (slots.length === 0 || folder.record === undefined) return;
    const entries = readRecord(folder.record);
    for (const slot of slots) {
      const entry = entries[slot];
      if (entry === undefined) continue;
      options.onFound(1, entry.sizeBytes);
      wantEntry(folder, slot, entry, false);
    }
  }

  async function settle(folder: FolderState): Promise<void> {
    folder.open -= 1;
    if (folder.open > 0) return;
    openIfChangedBelow(folder);
    await takeKept(folder);
    if (folder.open > 0) return;
    const tree = trees.finish(folder);
    count(folder, tree);
    await passUp(folder, tree.id);
  }

  function count(folder: FolderState, { id, addedBytes }: SettledTree): void {
    if (folder.parent === undefined) return;
    const { previousTree, path, foundMs } = folder;
    const action = previousTree === undefined ? "new" : previousTree === id ? "same" : "changed";
    tally[DIR_COUNTS[action]] += 1;
    const entry = { path, type: "folder", action, sizeBytes: 0 } as const;
    if (action === "same") options.saved?.unchanged(entry);
    else options.saved?.folder({ ...entry, foundMs }, id, addedBytes);
  }

  async function passUp(folder: FolderState, tree: BlobId | undefined): Promise<void> {
    const { parent, slot } = folder;
    if (parent === undefined) {
      rootTree = tree;
      return;
    }
    parent.subtrees[slot] = tree;
    await settle(parent);
  }

  return {
    rootTree: () => rootTree,
    lostFolders: () => lostFolders,
    canScan: () => toScan.length > 0 || !started,
    isScanning: () => toScan.length > 0 || scanning.size > 0 || !started,
    settleNode,
    async nextScans(limit) {
      if (!started) {
        started = true;
        await start();
      }
      const requests: ScanRequest[] = [];
      while (requests.length < limit) {
        const folder = toScan.pop();
        if (folder === undefined) break;
        folder.previous = await previousOf(folder);
        if (folder.previousTree !== undefined && folder.previous === undefined) {
          folder.isParentLost = true;
          lostFolders += 1;
        }
        const key = nextKey;
        nextKey += 1;
        scanning.set(key, folder);
        requests.push(scanOf(folder, key));
      }
      return requests;
    },
    async takeScan(answer) {
      const folder = scanning.get(answer.key);
      if (folder === undefined) throw new Error(`no folder waits for scan ${answer.key}`);
      scanning.delete(answer.key);
      if ("problem" in answer) {
        options.onProblem({ path: folder.path, ...answer.problem });
        await passUp(folder, undefined);
        return;
      }
      if (answer.sidecars.length > 0) folder.sidecars = new Set(answer.sidecars);
      if (answer.same) return await openSame(folder, answer.folders, answer.counts);
      for (const problem of answer.problems) options.onProblem(problem);
      if (answer.problems.length > 0) folder.isRecordGood = false;
      await openChanged(folder, answer.record, answer.accompanied);
    },
  };
}

function scanOf(folder: FolderState, key: number): ScanRequest {
  const { path, device, fixed } = folder;
  // not all of the folder is taken, so "the same" would not mean that the folder is
  if (fixed === undefined) return { key, path, device, known: folder.previous?.record, only: undefined };
  const only = fixed.map((entry) => ({
    name: entry.name,
    path: entry.path,
    isAbove: entry.entries !== undefined,
  }));
  return { key, path, device, known: undefined, only };
}

/** A given entry's path need not be its folder's path and its name: on Windows a drive is `C` in the root, and `C:` to the system. */
function pathOf(folder: FolderState, name: RawPath): RawPath {
  return folder.fixed?.find((entry) => entry.name === name)?.path ?? joinRawPath(folder.path, name);
}

function kindOf(folder: FolderState, entry: RecordEntry): EntryKind {
  if (isFileMode(entry.mode)) return "file";
  if (!isFolderMode(entry.mode)) return "other";
  return folder.fixed?.find(({ name }) => name === entry.name)?.entries === undefined ? "folder" : "above";
}
