import { closeSync, constants, fstatSync, ftruncateSync, openSync } from "node:fs";
import { hasSystemCode } from "../../../shared/errors.ts";
import { writeUsually } from "../../platform/direct-writer.ts";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";
import type { ChunkList, PrepareAnswer, PrepareItem } from "../messages.ts";
import { problemOf } from "../problem.ts";
import { isUnfinished, UNFINISHED_FILE_MODE } from "../unfinished.ts";
import { compareChunks, openToCompare } from "./file-chunks.ts";
import type { WriteContent } from "./write-content.ts";

const NOFOLLOW = constants.O_NOFOLLOW ?? 0;
/** Fails when anything at all stands there, a dangling link included. */
const CREATE_FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NOFOLLOW;

/** @throws the system's errors; EEXIST when anything at all stands there */
export function createUnfinished(path: RawPath): number {
  return openSync(rawPathForFs(path), CREATE_FLAGS, UNFINISHED_FILE_MODE);
}

/**
 * Makes an unfinished file of its final size, with those chunks in it that the file to reuse has already.
 * @param write how chunks of another file are copied into this one
 */
export function prepareFile(item: PrepareItem, write: WriteContent): PrepareAnswer {
  try {
    const opened = openUnfinished(item.path);
    if (opened === undefined) return { problem: { reason: "in-the-way", systemCode: "EEXIST" } };
    try {
      const kept = keepRightChunks(item, opened, write);
      ftruncateSync(opened.descriptor, item.sizeBytes);
      return { kept };
    } finally {
      closeSync(opened.descriptor);
    }
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

type Opened = { readonly descriptor: number; readonly isNew: boolean };

/** Makes a new file, or goes on with what an earlier run left half done. */
function openUnfinished(path: RawPath): Opened | undefined {
  try {
    return { descriptor: createUnfinished(path), isNew: true };
  } catch (error) {
    if (!hasSystemCode(error, "EEXIST")) throw error;
  }
  const descriptor = openSync(rawPathForFs(path), constants.O_RDWR | NOFOLLOW);
  if (isUnfinished(fstatSync(descriptor, { bigint: true }))) return { descriptor, isNew: false };
  closeSync(descriptor);
  return undefined;
}

function keepRightChunks(
  { path, reuse, chunks }: PrepareItem,
  { descriptor, isNew }: Opened,
  write: WriteContent,
): Uint8Array<ArrayBuffer> | undefined {
  if (chunks === undefined) return undefined;
  if (!isNew) return compareChunks(descriptor, chunks);
  if (reuse === undefined || reuse === path) return undefined;
  return copyRightChunks(reuse, chunks, (bytes, position) => {
    write((part, at) => writeUsually(descriptor, part, at), bytes, position);
  });
}

/** What the old file has in the right place is not fetched again; it stays as it is until the new one is complete. */
function copyRightChunks(
  old: RawPath,
  chunks: ChunkList,
  copy: (bytes: Uint8Array, position: number) => void,
): Uint8Array<ArrayBuffer> | undefined {
  const descriptor = openOld(old);
  if (descriptor === undefined) return undefined;
  try {
    return fstatSync(descriptor).isFile() ? compareChunks(descriptor, chunks, copy) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** @returns undefined when there is nothing to be had from it: everything then comes from the repository */
function openOld(path: RawPath): number | undefined {
  try {
    return openToCompare(path);
  } catch (error) {
    if (hasSystemCode(error, "EACCES", "ENOENT", "ELOOP", "ENXIO")) return undefined;
    throw error;
  }
}
