import { BackstayError } from "../../../shared/errors.ts";
import type { Attempt } from "../local/errors.ts";
import { diskOf, type ServerDisk } from "./disk.ts";
import { isRepositoryThere } from "./presence.ts";
import { type SftpChannel, STATUS, statusOf, unreachableOf } from "./protocol.ts";
import { UploadFailed } from "./transfer.ts";

/** Of what a server says, as much as belongs into a sentence. */
const SAID_CHARACTERS = 200;

/** Where an error comes from. */
export type SftpScene = {
  /** Undefined when there is no connection. */
  readonly channel: SftpChannel | undefined;
  readonly root: string;
  readonly location: string;
  readonly attempt: Attempt;
};

/**
 * Says in our words what the server said. It has few words itself: a full disk, a quota and a disk that is read-only are all a
 * "failure", so it is asked what its disk is like.
 *
 * @returns the error to throw: `cause` itself unless it came from the server
 */
export async function translateError(cause: unknown, scene: SftpScene): Promise<unknown> {
  const { channel, location } = scene;
  if (cause instanceof UploadFailed) return translateUpload(cause, scene);
  const status = statusOf(cause);
  if (status === undefined || channel === undefined) return unreachableOf(cause, location);
  try {
    return await translateStatus(status, cause as Error, channel, scene);
  } catch (second) {
    return unreachableOf(second, location); // the connection ended while finding out more
  }
}

async function translateStatus(
  status: number,
  cause: Error,
  channel: SftpChannel,
  { root, location, attempt }: SftpScene,
): Promise<BackstayError> {
  const { operation, kind, name, needBytes } = attempt;
  if (status === STATUS.noSuchFile && operation !== "create") {
    const isThere = await isRepositoryThere(channel, root, kind);
    return isThere
      ? new BackstayError("OBJECT_MISSING", { kind, name }, { cause })
      : new BackstayError("STORE_VANISHED", { location }, { cause });
  }
  if (status === STATUS.denied) return new BackstayError("STORE_DENIED", { location, operation }, { cause });
  const changes = operation === "create" || operation === "remove" || operation === "write";
  if (status === STATUS.failure && changes) {
    const known = diskTrouble(await diskOf(channel, root), location, needBytes, cause);
    if (known !== undefined) return known;
    if (operation === "write") return writeRefused(location, cause);
  }
  return new BackstayError("STORE_FAILED", { location, operation, reason: saidBy(cause) }, { cause });
}

function translateUpload(failed: UploadFailed, { location, attempt }: SftpScene): BackstayError {
  const { cause, disk } = failed;
  return diskTrouble(disk, location, attempt.needBytes, cause) ?? writeRefused(location, cause);
}

function writeRefused(location: string, cause: Error): BackstayError {
  return new BackstayError("STORE_WRITE_REFUSED", { location, said: saidBy(cause) }, { cause });
}

/** @returns undefined when the disk can do what was asked of it */
function diskTrouble(
  disk: ServerDisk | undefined,
  location: string,
  needBytes: number,
  cause: Error,
): BackstayError | undefined {
  if (disk === undefined) return undefined;
  const { freeBytes, isReadOnly, hasNoNames } = disk;
  if (isReadOnly) return new BackstayError("STORE_READ_ONLY", { location }, { cause });
  if (freeBytes >= needBytes && freeBytes > 0 && !hasNoNames) return undefined;
  return new BackstayError("STORE_FULL", { location, needBytes, freeBytes }, { cause });
}

function saidBy(cause: Error): string {
  return cause.message.slice(0, SAID_CHARACTERS);
}
