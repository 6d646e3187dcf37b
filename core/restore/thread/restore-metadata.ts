/**
 * Owner, attributes, times and mode of entries, in the order that keeps each: a change of owner takes setuid and capabilities away,
 * and the mode comes last because until then it says that the entry is unfinished (see `unfinished.ts`).
 */
import { chmodSync, fchmodSync, fchownSync, lchownSync, lutimesSync, renameSync } from "node:fs";
import { hasSystemCode } from "../../../shared/errors.ts";
import { setTimesNs } from "../../platform/posix-calls.ts";
import { hasPosixLibrary } from "../../platform/posix-library.ts";
import { type RawPath, rawPathForFs, rawPathToBytes } from "../../platform/raw-path.ts";
import { listXattrs, removeXattr, setXattr } from "../../platform/xattrs.ts";
import type { ExtendedAttribute } from "../../repository/node.ts";
import type { Metadata, Place } from "../messages.ts";
import { attributesProblemOf, type EntryProblem } from "../problem.ts";

const SETUID_AND_SETGID = 0o6000;
/** Given to every file by the system, whatever was asked for. */
const SYSTEMS_OWN: ReadonlySet<string> = new Set(["security.selinux", "com.apple.provenance"]);

/**
 * Finishes an open file or folder. A file that replaces another takes its place just before it gets its mode, so that after a
 * crash nothing complete stands under the other name.
 *
 * @param mayHaveAttributes true for what is not new: attributes the snapshot does not know are then removed
 * @returns the first thing that could not be restored; the rest is
 * @throws the system's error when it cannot take its place
 */
export function finishOpened(
  descriptor: number,
  { path, finalPath }: Place,
  metadata: Metadata,
  mayHaveAttributes: boolean,
): EntryProblem | undefined {
  const problems = collectProblems();
  const { uid, gid, mode } = metadata;
  const isOwned = problems.during(() => changeOwner(() => fchownSync(descriptor, uid, gid)));
  restoreAttributes(path, metadata.attributes, mayHaveAttributes, problems);
  problems.during(() => restoreTimes(path, metadata));
  if (path !== finalPath) renameSync(rawPathForFs(path), rawPathForFs(finalPath));
  problems.during(() => fchmodSync(descriptor, allowedMode(mode, isOwned === true)));
  return problems.first();
}

/** Finishes a FIFO or device that was just made at `path`; opening one would wait, or act on the device. */
export function finishSpecial(path: RawPath, metadata: Metadata): EntryProblem | undefined {
  const problems = collectProblems();
  const isOwned = problems.during(() => ownByPath(path, metadata));
  restoreAttributes(path, metadata.attributes, false, problems);
  problems.during(() => chmodSync(rawPathForFs(path), allowedMode(metadata.mode, isOwned === true)));
  problems.during(() => restoreTimes(path, metadata));
  return problems.first();
}

/** Finishes a symbolic link that was just made. It has no mode of its own. */
export function finishSymlink(path: RawPath, metadata: Metadata): EntryProblem | undefined {
  const problems = collectProblems();
  problems.during(() => ownByPath(path, metadata));
  restoreAttributes(path, metadata.attributes, false, problems);
  problems.during(() => restoreTimes(path, metadata));
  return problems.first();
}

/** Without the right owner, setuid would let everybody act as whoever runs this. */
function allowedMode(mode: number, isOwned: boolean): number {
  return isOwned ? mode : mode & ~SETUID_AND_SETGID;
}

function ownByPath(path: RawPath, { uid, gid }: Metadata): boolean {
  return changeOwner(() => lchownSync(rawPathForFs(path), uid, gid));
}

/** @returns false when the system does not let an ordinary user give files away, which is as it should be */
function changeOwner(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if (process.geteuid?.() !== 0 && hasSystemCode(error, "EPERM", "EINVAL")) return false;
    throw error;
  }
}

function restoreAttributes(
  path: RawPath,
  wanted: readonly ExtendedAttribute[],
  mayHaveOthers: boolean,
  problems: Problems,
): void {
  if (wanted.length === 0 && !mayHaveOthers) return;
  const bytes = rawPathToBytes(path);
  if (mayHaveOthers && hasPosixLibrary()) problems.during(() => removeOthers(bytes, wanted));
  for (const attribute of wanted) problems.during(() => setXattr(bytes, attribute));
}

function removeOthers(path: Uint8Array, wanted: readonly ExtendedAttribute[]): void {
  const names = new Set(wanted.map(({ name }) => name));
  const isOther = ({ name }: ExtendedAttribute) => !names.has(name) && !SYSTEMS_OWN.has(name);
  // what may not even be read is not ours to remove
  for (const { name } of listXattrs(path, () => undefined).filter(isOther)) removeXattr(path, name);
}

function restoreTimes(path: RawPath, { atimeNs, mtimeNs }: Metadata): void {
  if (hasPosixLibrary()) setTimesNs(rawPathToBytes(path), { atimeNs, mtimeNs });
  else lutimesSync(rawPathForFs(path), Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9);
}

type Problems = {
  during<T>(work: () => T): T | undefined;
  first(): EntryProblem | undefined;
};

/** One thing that cannot be restored does not keep the others from it. */
function collectProblems(): Problems {
  let first: EntryProblem | undefined;
  return {
    during(work) {
      try {
        return work();
      } catch (error) {
        const problem = attributesProblemOf(error);
        first ??= problem;
        return undefined;
      }
    },
    first: () => first,
  };
}
