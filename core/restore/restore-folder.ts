import { lstatSync, mkdirSync, unlinkSync } from "node:fs";
import { hasSystemCode } from "../../shared/errors.ts";
import { joinRawPath, type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import type { TreeNode } from "../repository/node.ts";
import type { Conflict } from "./decide-place.ts";
import { problemFor, problemOf } from "./problem.ts";
import type { Report } from "./report.ts";
import type { Target } from "./target.ts";
import { isUnfinished, UNFINISHED_FOLDER_MODE } from "./unfinished.ts";
import type { WalkEntry } from "./walk-snapshot.ts";

/** A folder of the snapshot and what it is in the target. */
export type RestoreFolder = {
  /** In the snapshot. */
  readonly path: RawPath;
  /** In the target. */
  readonly place: RawPath;
  /** Absent for the target itself. */
  readonly parent: RestoreFolder | undefined;
  readonly node: TreeNode | undefined;
  /**
   * Made only when something in it is wanted. In a `new` folder nothing stands in anybody's way; an `existing` one is merged; a
   * `refused` one was reported, and nothing may be written below it.
   */
  state: "unmade" | "new" | "existing" | "refused";
  /** Whether owner, mode and times are to become those of the snapshot. */
  isToBeFinished: boolean;
};

export type FolderMaker = {
  /** @returns whether the folder is there, and is a folder and not a link to one */
  make(folder: RestoreFolder): boolean;
};

export function rootFolder(target: Target): RestoreFolder {
  const place = target.root;
  const path = "/" as RawPath;
  return { path, place, parent: undefined, node: undefined, state: "existing", isToBeFinished: false };
}

export function folderIn(parent: RestoreFolder, { node, name, path }: WalkEntry): RestoreFolder {
  return {
    path,
    place: joinRawPath(parent.place, name),
    parent,
    node,
    state: "unmade",
    isToBeFinished: false,
  };
}

/**
 * Makes folders from the target downwards, so that none is ever made or used behind a link: what is no folder itself is replaced (with the
 * policy `overwrite`) or refused. As nothing here removes a folder, one that was checked stays what it is.
 */
export function createFolderMaker(
  target: Target,
  conflict: Conflict,
  dryRun: boolean,
  report: Report,
): FolderMaker {
  function make(folder: RestoreFolder): boolean {
    if (folder.state === "unmade") {
      try {
        makeOne(folder);
      } catch (error) {
        folder.state = "refused";
        report.problem(folder.path, problemOf(error));
      }
    }
    return folder.state !== "refused";
  }

  function makeOne(folder: RestoreFolder): void {
    const { parent, place } = folder;
    if (parent !== undefined && !make(parent)) {
      folder.state = "refused";
      return;
    }
    target.confirm();
    if (parent?.state === "new" && dryRun) {
      folder.state = "new";
      return;
    }
    if (!dryRun && tryMake(place)) {
      folder.state = "new";
      folder.isToBeFinished = true;
      return;
    }
    meet(folder);
  }

  /** Decides about what stands there. */
  function meet(folder: RestoreFolder): void {
    const where = rawPathForFs(folder.place);
    const stat = lstatSync(where, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) {
      folder.state = "new";
      return;
    }
    if (stat.isDirectory()) {
      const isNewer = folder.node !== undefined && folder.node.mtimeNs > stat.mtimeNs;
      folder.state = "existing";
      folder.isToBeFinished =
        isUnfinished(stat) || conflict === "overwrite" || (conflict === "newer" && isNewer);
      return;
    }
    if (conflict !== "overwrite") {
      folder.state = "refused";
      report.problem(folder.path, problemFor("folder-in-the-way"));
      return;
    }
    folder.state = "new";
    if (dryRun) return;
    unlinkSync(where);
    mkdirSync(where, UNFINISHED_FOLDER_MODE);
    folder.isToBeFinished = true;
  }

  return { make };
}

function tryMake(place: RawPath): boolean {
  try {
    mkdirSync(rawPathForFs(place), UNFINISHED_FOLDER_MODE);
    return true;
  } catch (error) {
    if (hasSystemCode(error, "EEXIST")) return false;
    throw error;
  }
}
