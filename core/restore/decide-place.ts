import { type BigIntStats, lstatSync } from "node:fs";
import { type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import { freeNames } from "./free-name.ts";
import type { Place } from "./messages.ts";
import { type EntryProblem, problemFor } from "./problem.ts";
import { isUnfinished, replacementPath } from "./unfinished.ts";

/**
 * What happens to something that stands where an entry is to be restored. Folders are merged in any case, and never removed.
 * `newer` replaces what is older than the entry in the snapshot; `keep-both` restores under another name.
 */
export type Conflict = "overwrite" | "newer" | "skip" | "keep-both";

export type Decision =
  /** Nothing stands there. */
  | { readonly kind: "create"; readonly place: Place }
  /** An earlier run left it half done. */
  | { readonly kind: "continue"; readonly place: Place }
  /** Made under another name first, so that the old one stays until the new one is complete. */
  | { readonly kind: "replace"; readonly place: Place; readonly old: BigIntStats }
  /** It is there already, as far as can be told without reading it. */
  | { readonly kind: "right"; readonly path: RawPath; readonly stat: BigIntStats }
  | { readonly kind: "skip" }
  | { readonly kind: "problem"; readonly problem: EntryProblem };

export type WantedEntry = {
  readonly path: RawPath;
  readonly mtimeNs: bigint;
  readonly isFile: boolean;
  /** Whether what stands there is the entry already. */
  isSame(stat: BigIntStats, path: RawPath): boolean;
  /** Whether another entry of the snapshot will need the name. */
  isReserved(path: RawPath): boolean;
};

/**
 * @param snapshotTime RFC 3339, for the names of `keep-both`
 * @throws the system's errors
 */
export function decidePlace(wanted: WantedEntry, conflict: Conflict, snapshotTime: string): Decision {
  const first = look(wanted, wanted.path);
  if (first.kind !== "taken") return first;
  const { stat } = first;
  if (conflict === "keep-both") return chooseFreeName(wanted, snapshotTime);
  if (conflict === "skip") return { kind: "skip" };
  if (stat.isDirectory()) {
    return { kind: "problem", problem: { reason: "in-the-way", systemCode: "EISDIR" } };
  }
  if (conflict === "newer" && wanted.mtimeNs <= stat.mtimeNs) return { kind: "skip" };
  const place = { path: replacementPath(wanted.path), finalPath: wanted.path };
  return { kind: "replace", place, old: stat };
}

type Look =
  | Exclude<Decision, { kind: "replace" | "skip" | "problem" }>
  | { kind: "taken"; stat: BigIntStats };

function look(wanted: WantedEntry, path: RawPath): Look {
  const stat = lstatSync(rawPathForFs(path), { bigint: true, throwIfNoEntry: false });
  const place = { path, finalPath: path };
  if (stat === undefined) return { kind: "create", place };
  if (wanted.isFile && stat.isFile() && isUnfinished(stat)) return { kind: "continue", place };
  if (wanted.isSame(stat, path)) return { kind: "right", path, stat };
  return { kind: "taken", stat };
}

/** What an earlier run restored under such a name is found again. */
function chooseFreeName(wanted: WantedEntry, snapshotTime: string): Decision {
  for (const path of freeNames(wanted.path, snapshotTime)) {
    if (wanted.isReserved(path)) continue;
    const found = look(wanted, path);
    if (found.kind !== "taken") return found;
  }
  return { kind: "problem", problem: problemFor("in-the-way") };
}
