import { constants, openSync } from "node:fs";
import { hasSystemCode } from "../../shared/errors.ts";
import type { EntryStat } from "../platform/entry-stat.ts";
import { type RawPath, rawPathForFs } from "../platform/raw-path.ts";
import type { FileIdentity } from "./messages.ts";

/**
 * Never follows a link and never waits for the other end of a FIFO: what was a file when it was listed may be something else
 * by now. Where the system has O_NOATIME, reading leaves no trace.
 */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const QUIET_FLAGS = FLAGS | (constants.O_NOATIME ?? 0);

/** Opens a file of the source for reading. */
export function openSource(path: RawPath): number {
  const where = rawPathForFs(path);
  try {
    return openSync(where, QUIET_FLAGS);
  } catch (error) {
    // O_NOATIME is for the owner and root only
    if (QUIET_FLAGS !== FLAGS && hasSystemCode(error, "EPERM")) return openSync(where, FLAGS);
    throw error;
  }
}

/** What must not change while a file is read, kept for when the stat it was taken from is overwritten. */
export function identityOf({ deviceId, inode, sizeBytes, mtimeNs, ctimeNs }: EntryStat): FileIdentity {
  return { deviceId, inode, sizeBytes, mtimeNs, ctimeNs };
}

/** True when the file is the one seen before and nothing was written to it since. */
export function isUnchanged(before: FileIdentity, now: FileIdentity): boolean {
  return (
    before.deviceId === now.deviceId &&
    before.inode === now.inode &&
    before.sizeBytes === now.sizeBytes &&
    before.mtimeNs === now.mtimeNs &&
    before.ctimeNs === now.ctimeNs
  );
}
