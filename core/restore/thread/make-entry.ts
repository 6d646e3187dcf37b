import {
  closeSync,
  constants,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { hasSystemCode } from "../../../shared/errors.ts";
import { makeDevice, makeFifo } from "../../platform/posix-calls.ts";
import { type RawPath, rawPathForFs, rawPathToBytes } from "../../platform/raw-path.ts";
import type { FinishedItem, FinishItem, LinkItem, Place, SpecialItem } from "../messages.ts";
import { type EntryProblem, problemOf } from "../problem.ts";
import { finishOpened, finishSpecial, finishSymlink } from "./restore-metadata.ts";

const FILE_FLAGS = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
const FOLDER_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_DIRECTORY ?? 0);
const ONLY_OWNER = 0o600;

/** Finishes a file whose content is in place. */
export function finishFile({ place, metadata }: FinishItem): FinishedItem {
  return finish(place, FILE_FLAGS, metadata);
}

/** Finishes a folder when everything in it is. */
export function finishFolder({ place, metadata }: FinishItem): FinishedItem {
  return finish(place, FOLDER_FLAGS, metadata);
}

function finish(place: Place, flags: number, metadata: FinishItem["metadata"]): FinishedItem {
  return attempt(() => {
    const descriptor = openSync(rawPathForFs(place.path), flags);
    try {
      return finishOpened(descriptor, place, metadata, true);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Makes another name for a file that was restored before. */
export function makeLink({ place, first }: LinkItem): FinishedItem {
  return attempt(() => {
    makeAt(place, (path) => linkSync(rawPathForFs(first), rawPathForFs(path)));
    return undefined;
  });
}

/** Makes a symbolic link, FIFO or device. */
export function makeSpecial({ place, metadata, what }: SpecialItem): FinishedItem {
  return attempt(() => {
    let problem: EntryProblem | undefined;
    makeAt(place, (path) => {
      const bytes = rawPathToBytes(path);
      if (what.type === "symlink") symlinkSync(Buffer.from(what.target), bytes);
      else if (what.type === "fifo") makeFifo(bytes, ONLY_OWNER);
      else makeDevice(bytes, what.type, ONLY_OWNER, what.device);
      problem = what.type === "symlink" ? finishSymlink(path, metadata) : finishSpecial(path, metadata);
    });
    return problem;
  });
}

function makeAt({ path, finalPath }: Place, make: (path: RawPath) => void): void {
  try {
    make(path);
  } catch (error) {
    // under the other name only an earlier run can have left something
    if (path === finalPath || !hasSystemCode(error, "EEXIST")) throw error;
    unlinkSync(rawPathForFs(path));
    make(path);
  }
  if (path === finalPath) return;
  renameSync(rawPathForFs(path), rawPathForFs(finalPath));
  // renaming one name of a file over another name of the same file does nothing and says nothing
  if (lstatSync(rawPathForFs(path), { throwIfNoEntry: false }) !== undefined) unlinkSync(rawPathForFs(path));
}

function attempt(make: () => EntryProblem | undefined): FinishedItem {
  try {
    return { isMade: true, problem: make() };
  } catch (error) {
    return { isMade: false, problem: problemOf(error) };
  }
}
