import { constants, ftruncateSync, openSync, unlinkSync } from "node:fs";
import type { CorruptReason } from "../../../shared/errors.ts";
import { LEAST_DIRECT_BYTES } from "../../platform/direct-io.ts";
import { type DirectWriter, writeUsually } from "../../platform/direct-writer.ts";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import type { Metadata, WriteAnswer, WriteFile, WriteJob } from "../messages.ts";
import type { EntryProblem } from "../problem.ts";
import { problemOf } from "../problem.ts";
import type { BlobOpener } from "./blob-opener.ts";
import type { OpenFile, OpenFiles } from "./open-files.ts";
import { createUnfinished } from "./prepare-file.ts";
import { finishOpened } from "./restore-metadata.ts";
import type { WriteContent } from "./write-content.ts";

const ID_LENGTH = 32;
const BLOB_NUMBERS = 5;
const WRITE_FLAGS = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/** A file while the job is at work on it. */
type FileState = {
  readonly file: WriteFile;
  targetsLeft: number;
  isCreated: boolean;
  hasHole: boolean;
  /** Nothing further is written to it. */
  isGivenUp: boolean;
  problem: EntryProblem | undefined;
};

/** What one thread works with, from job to job. */
export type WriteTools = {
  readonly opener: BlobOpener;
  readonly openFiles: OpenFiles;
  readonly directWriter: DirectWriter;
  readonly write: WriteContent;
};

/** Opens every blob of the job and writes it to where it belongs. */
export function runWriteJob(job: WriteJob, tools: WriteTools): WriteAnswer {
  const { opener, openFiles, directWriter, write } = tools;
  const states = job.files.map(newState);
  for (let n = 0; n < job.targets.length; n += 2) stateAt(states, job.targets[n]).targetsLeft += 1;
  const broken: { blob: number; reason: CorruptReason }[] = [];
  /** Whose content the writer may hold. */
  let gathered: FileState | undefined;

  function openFile(state: FileState): OpenFile {
    const { key, path, whole, sizeBytes } = state.file;
    return openFiles.take(key, sizeBytes >= LEAST_DIRECT_BYTES, () => {
      if (whole === undefined || state.isCreated) return openSync(rawPathForFs(path), WRITE_FLAGS);
      const descriptor = createUnfinished(path);
      state.isCreated = true;
      return descriptor;
    });
  }

  function attempt(state: FileState, work: () => void): void {
    if (state.isGivenUp) return;
    try {
      work();
    } catch (error) {
      state.problem = problemOf(error);
      giveUp(state);
    }
  }

  function flush(): void {
    const state = gathered;
    gathered = undefined;
    if (state !== undefined) attempt(state, directWriter.flush);
  }

  function put(state: FileState, bytes: Uint8Array, position: number): void {
    const { descriptor, direct } = openFile(state);
    if (direct === undefined) {
      writeUsually(descriptor, bytes, position);
      return;
    }
    gathered = state;
    directWriter.write(direct, bytes, position);
  }

  /** A file begun here is removed; one that was prepared is the coordinator's to remove. */
  function giveUp(state: FileState): void {
    state.isGivenUp = true;
    if (gathered === state) {
      gathered = undefined;
      directWriter.discard();
    }
    openFiles.close(state.file.key);
    if (state.isCreated) removeUnfinished(state.file.path);
  }

  function finishWhole(state: FileState, metadata: Metadata): void {
    const { key, path, sizeBytes } = state.file;
    const { descriptor } = openFile(state);
    if (state.hasHole) ftruncateSync(descriptor, sizeBytes);
    state.problem = finishOpened(descriptor, { path, finalPath: path }, metadata, false);
    openFiles.close(key);
  }

  let target = 0;
  for (let blob = 0; blob * BLOB_NUMBERS < job.blobs.length; blob += 1) {
    const opened = openFrom(job, blob, opener);
    if ("broken" in opened) broken.push({ blob, reason: opened.broken });
    const targetCount = job.blobs[blob * BLOB_NUMBERS + 4] ?? 0;
    for (const last = target + targetCount; target < last; target += 1) {
      const state = stateAt(states, job.targets[target * 2]);
      const position = job.targets[target * 2 + 1] ?? 0;
      if (gathered !== state) flush(); // what fails is its own file's fault
      if ("broken" in opened) {
        if (state.file.whole !== undefined && !state.isGivenUp) giveUp(state);
      } else {
        attempt(state, () => {
          if (write((bytes, at) => put(state, bytes, at), opened.plain, position)) state.hasHole = true;
        });
      }
      state.targetsLeft -= 1;
      const { whole } = state.file;
      if (state.targetsLeft > 0 || whole === undefined) continue;
      flush();
      attempt(state, () => finishWhole(state, whole));
    }
  }
  flush();
  for (const buffer of job.buffers) freeBytes(buffer);
  // empty files have no target that would have made them
  for (const state of states) {
    const { whole, sizeBytes } = state.file;
    if (whole !== undefined && sizeBytes === 0) attempt(state, () => finishWhole(state, whole));
  }
  return { broken, problems: problemsOf(states) };
}

/** What cannot be removed still has the mode of an unfinished file, and its problem is told in any case. */
function removeUnfinished(path: RawPath): void {
  try {
    unlinkSync(rawPathForFs(path));
  } catch (error) {
    problemOf(error); // throws what is a mistake of ours
  }
}

function newState(file: WriteFile): FileState {
  return { file, targetsLeft: 0, isCreated: false, hasHole: false, isGivenUp: false, problem: undefined };
}

function stateAt(states: readonly FileState[], index: number | undefined): FileState {
  const state = states[index ?? -1];
  if (state === undefined) throw new Error(`the job has no file ${index}`);
  return state;
}

function openFrom(job: WriteJob, blob: number, opener: BlobOpener) {
  const [buffer = -1, offset = 0, length = 0, uncompressedLength = 0] = job.blobs.subarray(
    blob * BLOB_NUMBERS,
    (blob + 1) * BLOB_NUMBERS,
  );
  const sealed = job.buffers[buffer]?.subarray(offset, offset + length);
  if (sealed === undefined) throw new Error(`the job has no buffer ${buffer}`);
  return opener.open(sealed, uncompressedLength, job.ids.subarray(blob * ID_LENGTH, (blob + 1) * ID_LENGTH));
}

function problemsOf(states: readonly FileState[]): WriteAnswer["problems"] {
  return states.flatMap(({ problem, isGivenUp }, file) =>
    problem === undefined ? [] : [{ file, problem, isMade: !isGivenUp }],
  );
}
