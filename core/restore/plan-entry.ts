/** Decides for one entry what is to be done, by what the repository and the target have. */
import { type BigIntStats, readlinkSync } from "node:fs";
import { basename } from "node:path/posix";
import { joinRawPath, type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import type { TreeNode } from "../repository/node.ts";
import type { LinkEntry, PlacedEntry, SpecialEntry, UnchangedFile } from "./batch.ts";
import { type Conflict, type Decision, decidePlace } from "./decide-place.ts";
import { hardLinkKey } from "./hard-links.ts";
import { type BlobLocator, plainLength } from "./locate-blobs.ts";
import type { Place, SpecialItem } from "./messages.ts";
import { type EntryProblem, problemFor, problemOf } from "./problem.ts";
import type { Report } from "./report.ts";
import { metadataOf, newFile, type RestoreFile } from "./restore-file.ts";
import { replacementPath } from "./unfinished.ts";
import type { WalkEntry } from "./walk-snapshot.ts";

export type Planned<T> =
  | T
  | { readonly kind: "unchanged" }
  | { readonly kind: "skip" }
  | { readonly kind: "problem"; readonly problem: EntryProblem };

/** Chunks looked up in one go. */
const LOOKUPS_AT_ONCE = 1024;
/** Of each file, when looking ahead. Longer files are worth a lookup of their own. */
const CHUNKS_AHEAD = 4;

export type EntryPlanner = {
  /** Looks elsewhere for what a file needs and has no place. @returns whether all of it has one now */
  finds(entry: Pick<WalkEntry, "node">): Promise<boolean>;
  /** Told of files that are about to be planned, looks up many small ones at once. */
  lookAhead(entries: readonly WalkEntry[]): void;
  /** @param wrong places that look right by size and time, and turned out to hold something else */
  file(
    entry: PlacedEntry,
    wrong?: ReadonlySet<RawPath>,
  ): Planned<
    | { readonly kind: "write"; readonly file: RestoreFile }
    | { readonly kind: "check"; readonly unchanged: UnchangedFile }
  >;
  special(entry: PlacedEntry):
    | Planned<{ readonly kind: "make"; readonly special: SpecialEntry }>
    /** It is there, at this path of the target. */
    | { readonly kind: "right"; readonly path: RawPath };
  /** @param first the name it is linked to */
  link(
    entry: LinkEntry,
    first: BigIntStats,
  ):
    | Exclude<Planned<{ readonly kind: "make"; readonly place: Place }>, { readonly kind: "unchanged" }>
    /** It is there, at this path of the target. */
    | { readonly kind: "right"; readonly path: RawPath };
};

export function createEntryPlanner(
  locator: BlobLocator,
  conflict: Conflict,
  snapshotTime: string,
): EntryPlanner {
  /** By the list of a folder's entries: each file that keeps another one's name asks, and a folder may have very many. */
  const reservedNames = new WeakMap<readonly WalkEntry[], ReadonlySet<string>>();

  function isReservedAmong(siblings: readonly WalkEntry[], name: string): boolean {
    const names = reservedNames.get(siblings) ?? new Set<string>(siblings.map((sibling) => sibling.name));
    reservedNames.set(siblings, names);
    return names.has(name);
  }

  function decide(
    { node, name, folder, siblings }: PlacedEntry,
    isSame: (stat: BigIntStats, path: RawPath) => boolean,
  ): Decision {
    const path = joinRawPath(folder.place, name);
    if (folder.state === "new") return { kind: "create", place: { path, finalPath: path } };
    const isReserved = (other: RawPath) => isReservedAmong(siblings, basename(other));
    const wanted = { path, mtimeNs: node.mtimeNs, isFile: node.type === "file", isSame, isReserved };
    try {
      return decidePlace(wanted, conflict, snapshotTime);
    } catch (error) {
      return { kind: "problem", problem: problemOf(error) };
    }
  }

  /** @returns undefined when a chunk is nowhere to be found */
  function lengthsOf(node: TreeNode): Uint32Array<ArrayBuffer> | undefined {
    const content = node.content ?? [];
    const lengths = new Uint32Array(content.length);
    for (const [n, id] of content.entries()) {
      if (n % LOOKUPS_AT_ONCE === 0) locator.learn(content.slice(n, n + LOOKUPS_AT_ONCE));
      const place = locator.placeOf(id);
      if (place === undefined) return undefined;
      lengths[n] = plainLength(place);
    }
    return lengths;
  }

  return {
    async finds({ node }) {
      for (const id of node.content ?? []) if (!(await locator.finds(id))) return false;
      return true;
    },

    lookAhead(entries) {
      locator.learn(entries.flatMap(({ node }) => node.content?.slice(0, CHUNKS_AHEAD) ?? []));
    },

    file(entry, wrong) {
      const { node, path } = entry;
      if (node.content === null && node.sizeBytes > 0) return problem("broken-tree");
      const lengths = lengthsOf(node);
      if (lengths === undefined) return problem("damaged");
      const sizeBytes = lengths.reduce((sum, length) => sum + length, 0);
      const found = decide(
        entry,
        (stat, path) => wrong?.has(path) !== true && isSameFile(stat, node, sizeBytes),
      );
      if (found.kind === "skip" || found.kind === "problem") return found;
      const place = "place" in found ? found.place : { path: found.path, finalPath: found.path };
      const file = newFile({ path, node, place, lengths, sizeBytes, reuse: reuseOf(found) });
      if (found.kind !== "right") return { kind: "write", file };
      const { metadata } = file;
      const isKept = conflict === "skip" || hasOwnerAndMode(found.stat, node);
      return { kind: "check", unchanged: { entry, file, finish: isKept ? undefined : { place, metadata } } };
    },

    special(entry) {
      const what = whatIs(entry.node);
      if (what === undefined) return problem("unsupported");
      if (what.type === "symlink" && !canBeTarget(what.target)) return problem("no-link-target");
      const found = decide(entry, (stat, path) => isSameSpecial(stat, path, entry.node));
      if (found.kind === "skip" || found.kind === "problem") return found;
      if (found.kind === "right") return found;
      const item = { place: found.place, metadata: metadataOf(entry.node), what };
      return { kind: "make", special: { path: entry.path, item, linkKey: hardLinkKey(entry.node) } };
    },

    link({ entry }, first) {
      // only where things are overwritten, what is right but for being a thing of its own is made one with the first
      const mayStandAlone = entry.node.type !== "file" && conflict !== "overwrite";
      const found = decide(
        entry,
        (stat, path) =>
          (stat.ino === first.ino && stat.dev === first.dev) ||
          (mayStandAlone && isSameSpecial(stat, path, entry.node)),
      );
      if (found.kind === "skip" || found.kind === "problem") return found;
      if (found.kind === "right") return found;
      if (found.kind !== "continue") return { kind: "make", place: found.place };
      // what an earlier run left half done under this name is a file of its own, and has to go
      const { finalPath } = found.place;
      return { kind: "make", place: { path: replacementPath(finalPath), finalPath } };
    },
  };
}

/**
 * Says of a file that is restored when its entry contradicts its content. The content is proven and the number is not; but which of the
 * two the person lost, nobody knows.
 */
export function tellWrongSize(
  entry: WalkEntry,
  planned: ReturnType<EntryPlanner["file"]>,
  report: Pick<Report, "problem">,
): void {
  if (hasWrongSize(entry, planned)) report.problem(entry.path, problemFor("size-differs"));
}

/** Whether the file's content has another length than the snapshot says. */
export function hasWrongSize({ node }: WalkEntry, planned: ReturnType<EntryPlanner["file"]>): boolean {
  const file =
    planned.kind === "write" ? planned.file : planned.kind === "check" ? planned.unchanged.file : undefined;
  return file !== undefined && file.sizeBytes !== node.sizeBytes;
}

function problem(reason: EntryProblem["reason"]): { kind: "problem"; problem: EntryProblem } {
  return { kind: "problem", problem: problemFor(reason) };
}

/** By size and time, which a restore sets only when the content is complete; other programs may not be so careful. */
function isSameFile(stat: BigIntStats, node: TreeNode, sizeBytes: number): boolean {
  return (
    stat.isFile() &&
    stat.size === BigInt(sizeBytes) &&
    stat.mtimeNs === node.mtimeNs &&
    // a link somebody else made must not become ours: with other names, nothing may be left to change
    (stat.nlink === 1n || (node.links > 1 && hasOwnerAndMode(stat, node)))
  );
}

function hasOwnerAndMode(stat: BigIntStats, node: TreeNode): boolean {
  const { mode, uid, gid } = metadataOf(node);
  return (stat.mode & 0o7777n) === BigInt(mode) && stat.uid === BigInt(uid) && stat.gid === BigInt(gid);
}

/** What may hold chunks of the file already. */
function reuseOf(found: Decision): RawPath | undefined {
  if (found.kind === "continue") return found.place.path;
  if (found.kind !== "replace") return undefined;
  // anything but a file is not opened: a device could take it amiss. What an earlier run left may still be of use
  return found.old.isFile() ? found.place.finalPath : found.place.path;
}

/** The system takes neither nothing nor a zero byte, and would say so in words about a program's mistake. */
function canBeTarget(target: Uint8Array): boolean {
  return target.length > 0 && !target.includes(0);
}

function whatIs(node: TreeNode): SpecialItem["what"] | undefined {
  switch (node.type) {
    case "symlink":
      return { type: "symlink", target: node.linkTarget };
    case "fifo":
      return { type: "fifo" };
    case "dev":
      return { type: "block", device: node.device };
    case "chardev":
      return { type: "character", device: node.device };
    default:
      return undefined;
  }
}

function isSameSpecial(stat: BigIntStats, path: RawPath, node: TreeNode): boolean {
  if (stat.mtimeNs !== node.mtimeNs) return false;
  switch (node.type) {
    case "symlink":
      return (
        stat.isSymbolicLink() &&
        readlinkSync(rawPathForFs(path), { encoding: "buffer" }).equals(node.linkTarget)
      );
    case "fifo":
      return stat.isFIFO();
    case "dev":
      return stat.isBlockDevice() && stat.rdev === node.device;
    case "chardev":
      return stat.isCharacterDevice() && stat.rdev === node.device;
    default:
      return false;
  }
}
