import type { BlobId } from "../../shared/ids.ts";
import { joinRawPath, type RawPath } from "../platform/raw-path.ts";
import { encodeTree } from "../repository/format/tree-encode.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import {
  createRecordComparison,
  type FolderRecord,
  type IgnoredFacts,
  isFileMode,
  isFolderMode,
  type RecordEntry,
  readRecord,
} from "./folder-record.ts";
import { type FixedEntry, type FolderState, newFolder, withSubtree } from "./folder-state.ts";
import type { EntryCounts, EntryKind, NamedProblem, ScanAnswer, ScanRequest } from "./messages.ts";
import { loadPreviousFolder, packRecord } from "./previous-folder.ts";
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
  /** A folder's tree is known. @returns its id */
  readonly onTree: (json: Uint8Array) => BlobId;
  readonly onProblem: (problem: NamedProblem) => void;
  readonly onFound: (files: number, bytes: number) => void;
  readonly onSkipped: (counts: EntryCounts) => void;
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
  /** @param node undefined when the entry cannot be in the snapshot */
  settleNode(folder: FolderState, slot: number, node: string | undefined): Promise<void>;
  /** Tree of the snapshot's root, once everything is settled. */
  rootTree(): BlobId | undefined;
};

export function createFolderWalk(options: FolderWalkOptions): FolderWalk {
  const { repository, tally, signal } = options;
  const toScan: FolderState[] = [];
  const scanning = new Map<number, FolderState>();
  let nextKey = 0;
  let rootTree: BlobId | undefined;
  let started = false;

  async function start(): Promise<void> {
    const { entries, previousTree } = options;
    const path = "/" as RawPath;
    const root = newFolder({
      path,
      parent: undefined,
      slot: 0,
      previousTree,
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
    return newFolder({ path, parent, slot, previousTree, device, fixed: given?.entries });
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
    for (let slot = names.length - 1; slot >= 0; slot -= 1) {
      const name = names[slot];
      if (name !== undefined) toScan.push(addFolder(folder, slot, joinRawPath(folder.path, name), name));
    }
    await settle(folder);
  }

  async function openChanged(folder: FolderState, record: FolderRecord): Promise<void> {
    const entries = readRecord(record);
    const changeOf = createRecordComparison(folder.previous?.record);
    folder.record = record;
    folder.names = entries.map((entry) => entry.name);
    folder.open = 1;
    const below: FolderState[] = [];
    for (const [slot, entry] of entries.entries()) {
      const isFile = isFileMode(entry.mode);
      if (isFile) options.onFound(1, entry.sizeBytes);
      if (isFolderMode(entry.mode)) {
        below.push(addFolder(folder, slot, pathOf(folder, entry.name), entry.name));
        folder.open += 1;
      }
      const change = changeOf(record, entry);
      if (change !== "same") {
        wantEntry(folder, slot, entry, change === "changed");
        continue;
      }
      folder.kept.push(slot);
      if (!isFile) continue;
      tally.filesUnmodified += 1;
      options.onSkipped({ files: 1, others: 0, bytes: entry.sizeBytes });
    }
    toScan.push(...below.reverse());
    await settle(folder);
  }

  function wantEntry(folder: FolderState, slot: number, entry: RecordEntry, wasKnown: boolean): void {
    folder.open += 1;
    const kind = kindOf(folder, entry);
    const sizeBytes = kind === "file" ? entry.sizeBytes : 0;
    options.onEntry({ folder, slot, path: pathOf(folder, entry.name), kind, wasKnown, sizeBytes });
  }

  /** Fetches the nodes of what did not change. What the parent snapshot can no longer tell is read after all. */
  async function takeKept(folder: FolderState): Promise<void> {
    const { kept, names, previous, record } = folder;
    if (kept.length === 0 || previous === undefined || record === undefined) return;
    folder.kept = [];
    const nodes = await previous.nodes();
    const lost: number[] = [];
    for (const slot of kept) {
      const node = nodes.get(names[slot] ?? ("" as RawPath));
      folder.nodes[slot] = node;
      if (node === undefined) lost.push(slot);
    }
    if (lost.length === 0) return;
    const entries = readRecord(record);
    for (const slot of lost) {
      const entry = entries[slot];
      if (entry === undefined) continue;
      if (isFileMode(entry.mode)) {
        tally.filesUnmodified -= 1;
        options.onSkipped({ files: -1, others: 0, bytes: -entry.sizeBytes });
      }
      wantEntry(folder, slot, entry, true);
    }
  }

  async function settleNode(folder: FolderState, slot: number, node: string | undefined): Promise<void> {
    folder.nodes[slot] = node;
    if (node === undefined) folder.isRecordGood = false;
    await settle(folder);
  }

  async function settle(folder: FolderState): Promise<void> {
    folder.open -= 1;
    if (folder.open > 0) return;
    await takeKept(folder);
    if (folder.open > 0) return;
    const tree = await finishFolder(folder);
    count(folder, tree);
    await passUp(folder, tree);
  }

  /** @returns the folder's tree: that of the parent snapshot when nothing in it changed */
  async function finishFolder(folder: FolderState): Promise<BlobId> {
    const { previous, names, subtrees } = folder;
    if (!folder.isSame || previous === undefined) return saveTree(folder, nodesOf(folder));
    const changed = new Map<RawPath, BlobId | undefined>();
    for (const [slot, name] of names.entries()) {
      if (subtrees[slot] !== previous.subtrees.get(name)) changed.set(name, subtrees[slot]);
    }
    if (changed.size === 0) return previous.treeId;
    const nodes: string[] = [];
    for (const [name, node] of await previous.nodes()) {
      const subtree = changed.get(name);
      if (subtree !== undefined) nodes.push(withSubtree(node, subtree));
      else if (!changed.has(name)) nodes.push(node);
      else folder.isRecordGood = false;
    }
    folder.record = previous.record;
    return saveTree(folder, nodes);
  }

  function nodesOf(folder: FolderState): string[] {
    const nodes: string[] = [];
    for (const [slot] of folder.names.entries()) {
      const node = folder.nodes[slot];
      if (node === undefined) continue;
      const subtree = folder.subtrees[slot];
      if (!isFolderNode(node)) nodes.push(node);
      // a folder that could not be listed is a problem already reported, and not in the snapshot
      else if (subtree !== undefined) nodes.push(withSubtree(node, subtree));
      else folder.isRecordGood = false;
    }
    return nodes;
  }

  function saveTree(folder: FolderState, nodes: readonly string[]): BlobId {
    const json = encodeTree(nodes);
    const id = options.onTree(json);
    const record = folder.isRecordGood ? folder.record : undefined;
    const subtrees = folder.isSame
      ? folder.names.map((_, slot) => folder.subtrees[slot])
      : foldersOf(folder).map((slot) => folder.subtrees[slot]);
    repository.cache.trees.put(
      id,
      json,
      record === undefined
        ? undefined
        : packRecord(
            record,
            subtrees.filter((subtree) => subtree !== undefined),
            options.ignored,
          ),
    );
    return id;
  }

  function foldersOf(folder: FolderState): number[] {
    const slots: number[] = [];
    for (const [slot] of folder.names.entries()) {
      const node = folder.nodes[slot];
      if (node !== undefined && isFolderNode(node)) slots.push(slot);
    }
    return slots;
  }

  function count(folder: FolderState, tree: BlobId): void {
    if (folder.parent === undefined) return;
    if (folder.previousTree === undefined) tally.dirsNew += 1;
    else if (folder.previousTree === tree) tally.dirsUnmodified += 1;
    else tally.dirsChanged += 1;
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
      if (answer.same) return await openSame(folder, answer.folders, answer.counts);
      for (const problem of answer.problems) options.onProblem(problem);
      if (answer.problems.length > 0) folder.isRecordGood = false;
      await openChanged(folder, answer.record);
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

/** `type` follows the name, in which a quote would be escaped. */
function isFolderNode(node: string): boolean {
  const at = node.indexOf(',"type":"');
  return node.startsWith(',"type":"dir"', at);
}
