import { closeSync, constants, openSync, statfsSync, writeSync } from "node:fs";
import { hasSystemCode } from "../../shared/errors.ts";
import { DIRECT_UNIT, directBytes, isDirectGoodFor } from "./direct-io.ts";
import { createDiskPace } from "./disk-pace.ts";

/** Gathered before it is written: long writes cost the disk less than many short ones. */
const STAGE_BYTES = 4 * 1024 * 1024;

/** A file open for writing twice: the usual way, and past the page cache. */
export type DirectFile = { readonly descriptor: number; readonly direct: number };

/**
 * Writes large files past the page cache piece by piece. Pieces that follow each other are gathered; what of them does not
 * fill whole units of the disk goes the usual way.
 *
 * All functions throw the system's error when writing fails; what was gathered is forgotten then.
 */
export type DirectWriter = {
  write(file: DirectFile, bytes: Uint8Array, position: number): void;
  /** Writes what is gathered. Until then the file may lack what was given. */
  flush(): void;
  /** Forgets what is gathered. */
  discard(): void;
};

/**
 * Opens a file a second time, to write past the page cache.
 *
 * @param descriptor of the file, open for writing
 * @returns undefined where that is not possible or does not pay, or where the system refuses it for whatever reason: the
 * usual way is open already, and says what is wrong when something is
 */
export function openDirectly(descriptor: number): DirectFile | undefined {
  if (process.platform !== "linux") return undefined;
  const same = `/proc/self/fd/${descriptor}`; // not by its path, where something else may stand by now
  try {
    if (!isDirectGoodFor(statfsSync(same).type)) return undefined;
    return { descriptor, direct: openSync(same, constants.O_WRONLY | constants.O_DIRECT) };
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return undefined;
    throw error;
  }
}

/** Closes both ways. */
export function closeDirect({ descriptor, direct }: DirectFile): void {
  closeSync(direct);
  closeSync(descriptor);
}

export function createDirectWriter(stageBytes = STAGE_BYTES): DirectWriter {
  const pace = createDiskPace();
  let stage: Uint8Array | undefined;
  let file: DirectFile | undefined;
  /** Where in the file the stage begins: whole units from its start. */
  let start = 0;
  /** What of the stage is to be written. */
  let from = 0;
  let end = 0;

  function writeOut(target: DirectFile, bytes: Uint8Array): void {
    const first = Math.min(end, Math.ceil(from / DIRECT_UNIT) * DIRECT_UNIT);
    const last = Math.max(first, end - (end % DIRECT_UNIT));
    writeUsually(target.descriptor, bytes.subarray(from, first), start + from);
    const done = first + writeInPace(target.direct, bytes.subarray(first, last), start + first);
    writeUsually(target.descriptor, bytes.subarray(done, end), start + done);
  }

  /** @returns how many bytes were written */
  function writeInPace(direct: number, units: Uint8Array, position: number): number {
    if (units.length === 0 || !pace.isNextDirect()) return 0;
    const began = performance.now();
    const done = writeUnits(direct, units, position);
    pace.took(done, performance.now() - began);
    return done;
  }

  function flush(): void {
    const target = file;
    file = undefined;
    if (target !== undefined && stage !== undefined && from < end) writeOut(target, stage);
  }

  function begin(target: DirectFile, position: number): void {
    file = target;
    from = position % DIRECT_UNIT;
    start = position - from;
    end = from;
  }

  return {
    write(target, bytes, position) {
      stage ??= directBytes(stageBytes);
      if (file !== target || start + end !== position) {
        flush();
        begin(target, position);
      }
      for (let done = 0; done < bytes.length; ) {
        const count = Math.min(bytes.length - done, stage.length - end);
        stage.set(bytes.subarray(done, done + count), end);
        done += count;
        end += count;
        if (end < stage.length) continue;
        flush();
        begin(target, position + done);
      }
    },
    flush,
    discard() {
      file = undefined;
    },
  };
}

/** Writes all of `bytes` at `position`; a short write is continued. */
export function writeUsually(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
}

/** @returns how many bytes were written: not all where the disk does not take them from here, or is full */
function writeUnits(direct: number, bytes: Uint8Array, position: number): number {
  let done = 0;
  try {
    while (done < bytes.length && done % DIRECT_UNIT === 0) {
      const count = writeSync(direct, bytes, done, bytes.length - done, position + done);
      if (count === 0) break;
      done += count;
    }
  } catch (error) {
    if (!hasSystemCode(error, "EINVAL")) throw error;
  }
  return done;
}
