import { closeSync, readSync } from "node:fs";
import type { BlobId } from "../../shared/ids.ts";
import type { ChangeFacts } from "../../shared/model/change-guard.ts";
import { openSource } from "../backup/open-source.ts";
import { type RawPath, rawPathToText } from "../platform/raw-path.ts";
import type { TreeNode } from "../repository/node.ts";
import { readBlob } from "../repository/read-blob.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import { type DiffChange, diffSnapshots } from "../restore/browse/diff-snapshots.ts";
import { LOOKED_BYTES, looksScrambled } from "./looks-scrambled.ts";
import { hasRansomEnding } from "./ransom-endings.ts";

export type ChangeQuestion = {
  /** The roots of the two snapshots. */
  readonly before: BlobId;
  readonly after: BlobId;
  /** Files of the newer one. */
  readonly filesAfter: number;
  /** What the newer one is of; undefined where what was in the older one may be left out now. */
  readonly paths: readonly RawPath[] | undefined;
  /** What could not be read may still be there. */
  readonly unreadable: readonly RawPath[];
  /** Where a few of the files are looked into: where they lie, or, when that is another machine, in what was stored of them. */
  readonly looksAt: "files" | "stored";
  /** Told of every change. */
  readonly onChange?: ((change: DiffChange) => void) | undefined;
  readonly signal: AbortSignal;
};

/** Files that are remembered one by one; beyond, they are only counted, and a move of so many counts as deletion. */
const MAX_REMEMBERED = 300_000;
/** Files that are looked into: some of all, evenly spread. */
const MAX_LOOKED = 200;
const MAX_EXAMPLES = 5;

const NOTHING = new Uint8Array(0);

type Found = Changed & { readonly content: string };
/** `first`: its first blob. */
type Changed = { readonly path: RawPath; readonly first: BlobId | undefined };

/**
 * Counts what is different from the backup before, and looks into some of the files that are new or changed, where they lie.
 *
 * @throws what reading the listings of the two snapshots throws
 */
export async function collectChange(
  repository: IndexedRepository,
  { before, after, filesAfter, paths, unreadable, looksAt, onChange, signal }: ChangeQuestion,
): Promise<ChangeFacts> {
  const away: Found[] = [];
  const added: Found[] = [];
  const changed: Changed[] = [];
  let awayCount = 0;
  let addedCount = 0;
  let changedCount = 0;
  const unread = new Set(unreadable);
  const saved = new Set(paths);
  const options = { withoutStatistics: true, intoTypeChanges: true, signal };
  for await (const change of diffSnapshots(repository, before, after, options)) {
    if (change.kind !== "change") continue;
    onChange?.(change);
    const { path, before: was, after: is } = change;
    if (was?.type === "file" && is?.type === "file") {
      changedCount += 1;
      if (changed.length < MAX_REMEMBERED) changed.push(foundAt(path, is));
    } else if (was?.type === "file") {
      // what a person took out of the source, or nobody could read, is not gone
      if (isAtOrBelowAny(path, unread) || !isAtOrBelowAny(path, saved)) continue;
      awayCount += 1;
      if (away.length < MAX_REMEMBERED) away.push(foundAt(path, was));
    } else if (is?.type === "file") {
      addedCount += 1;
      if (added.length < MAX_REMEMBERED) added.push(foundAt(path, is));
    }
  }
  const awayPaths = new Set(away.map(({ path }) => path));
  const renamed = added.filter(({ path }) => awayPaths.has(withoutEnding(path)));
  const oldNames = new Set(renamed.map(({ path }) => withoutEnding(path)));
  const { gone: notElsewhere, fresh } = withoutMoved(away, added);
  const gone = notElsewhere.filter(({ path }) => !oldNames.has(path));
  const ransom = added.filter(({ path }) => hasRansomEnding(nameOf(path)));
  const readStart = looksAt === "files" ? readHead : (file: Changed) => readStored(repository, file, signal);
  const look = await lookInto([...fresh, ...changed], readStart, signal);
  const moved = away.length - notElsewhere.length;
  const telling = [
    ...ransom.map(({ path }) => path),
    ...look.scrambled,
    ...renamed.map(({ path }) => path),
    ...gone.map(({ path }) => path),
  ];
  return {
    filesBefore: Math.max(0, filesAfter - addedCount + awayCount),
    deleted: awayCount - (away.length - gone.length),
    added: Math.max(0, addedCount - moved),
    changed: changedCount,
    renamed: renamed.length,
    looked: look.looked,
    scrambled: look.scrambled.length,
    ransomNames: ransom.length,
    examples: [...new Set(telling)].slice(0, MAX_EXAMPLES).map(rawPathToText),
  };
}

/** A file that lies elsewhere now, with the same content, was moved: that is ordinary, however many there are. */
function withoutMoved(away: readonly Found[], added: readonly Found[]) {
  const places = new Map<string, number>();
  for (const { content } of added) places.set(content, (places.get(content) ?? 0) + 1);
  const taken = new Map<string, number>();
  const gone = away.filter(({ content }) => {
    const count = taken.get(content) ?? 0;
    if (count >= (places.get(content) ?? 0)) return true;
    taken.set(content, count + 1);
    return false;
  });
  const fresh = added.filter(({ content }) => {
    const count = taken.get(content) ?? 0;
    if (count > 0) taken.set(content, count - 1);
    return count === 0;
  });
  return { gone, fresh };
}

function foundAt(path: RawPath, node: TreeNode): Found {
  return { path, first: node.content?.[0], content: contentOf(node) };
}

/** Tells contents from each other without keeping a thousand ids of a large one. */
function contentOf({ content, sizeBytes }: TreeNode): string {
  const ids = content ?? [];
  return `${sizeBytes} ${ids.length} ${ids[0] ?? ""} ${ids.at(-1) ?? ""}`;
}

async function lookInto(
  files: readonly Changed[],
  readStart: (file: Changed) => Uint8Array | Promise<Uint8Array>,
  signal: AbortSignal,
) {
  const scrambled: RawPath[] = [];
  let looked = 0;
  const step = Math.max(1, files.length / MAX_LOOKED);
  for (let at = 0; at < files.length; at += step) {
    signal.throwIfAborted();
    const file = files[Math.floor(at)];
    if (file === undefined) break;
    const answer = looksScrambled(await readStart(file));
    if (answer === undefined) continue;
    looked += 1;
    if (answer) scrambled.push(file.path);
  }
  return { looked, scrambled };
}

/** @returns nothing when it is not there any more, or nobody may read it: it says nothing then, neither good nor bad */
function readHead({ path }: Changed): Uint8Array {
  let file: number;
  try {
    file = openSource(path);
  } catch {
    return NOTHING;
  }
  try {
    const head = new Uint8Array(LOOKED_BYTES);
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } catch {
    return NOTHING;
  } finally {
    closeSync(file);
  }
}

function isAtOrBelowAny(path: RawPath, folders: ReadonlySet<RawPath>): boolean {
  if (folders.size === 0) return false;
  if (folders.has("/" as RawPath)) return true;
  for (let at: string = path; at !== ""; at = at.slice(0, at.lastIndexOf("/")))
    if (folders.has(at as RawPath)) return true;
  return false;
}

function nameOf(path: RawPath): string {
  return rawPathToText(path.slice(path.lastIndexOf("/") + 1) as RawPath);
}

function withoutEnding(path: RawPath): RawPath {
  const dot = path.lastIndexOf(".");
  return (dot > path.lastIndexOf("/") + 1 ? path.slice(0, dot) : path) as RawPath;
}

async function readStored(
  repository: IndexedRepository,
  { first }: Changed,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (first === undefined) return NOTHING;
  return (await readBlob(repository, "data", first, signal)).subarray(0, LOOKED_BYTES);
}
