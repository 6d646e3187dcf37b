import { statfs } from "node:fs/promises";
import { BackstayError, type FileKind } from "../../../shared/errors.ts";
import { errorName } from "../../platform/posix-error.ts";
import { isNotThere, isRepositoryThere } from "./presence.ts";

/** What was being done when it failed. */
export type Attempt = {
  readonly operation: "create" | "list" | "size" | "read" | "write" | "remove";
  readonly kind: FileKind;
  readonly name: string;
  /** Bytes that had to fit; 0 unless writing. */
  readonly needBytes: number;
};

/** What a share, a USB disk or a FUSE mount that has gone away answers. */
const GONE: ReadonlySet<string> = new Set([
  "ESTALE",
  "ENOTCONN",
  "ENODEV",
  "ENXIO",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/**
 * Says in our words what the file system said.
 *
 * @returns the error to throw: `cause` itself unless it came from the system
 */
export async function translateError(cause: unknown, root: string, attempt: Attempt): Promise<unknown> {
  const code = systemCode(cause);
  if (code === undefined) return cause;
  try {
    return await translateCode(code, cause, root, attempt);
  } catch (second) {
    // Finding out more met an error too: the place is in a bad way, and both are worth keeping.
    const both = new AggregateError([cause, second]);
    const details = { location: root, operation: attempt.operation, reason: code };
    return new BackstayError("STORE_FAILED", details, { cause: both });
  }
}

async function translateCode(
  code: string,
  cause: unknown,
  root: string,
  attempt: Attempt,
): Promise<BackstayError> {
  const { operation, kind, name, needBytes } = attempt;
  const location = root;
  if (isNotThere(cause) && (await isRepositoryThere(root, kind))) {
    return new BackstayError("OBJECT_MISSING", { kind, name }, { cause });
  }
  // on the way to a repository that is to be made there is a file, or something like /proc
  const isMaking = operation === "create" && isNotThere(cause);
  if (isMaking) return new BackstayError("STORE_FAILED", { location, operation, reason: code }, { cause });
  if (isNotThere(cause) || GONE.has(code))
    return new BackstayError("STORE_VANISHED", { location }, { cause });
  if (code === "ENOSPC" || code === "EDQUOT") {
    const freeBytes = code === "ENOSPC" ? await freeBytesAt(root) : 0; // free space on the disk says nothing about a quota
    return new BackstayError("STORE_FULL", { location, needBytes, freeBytes }, { cause });
  }
  if (code === "EROFS") return new BackstayError("STORE_READ_ONLY", { location }, { cause });
  if (code === "EACCES" || code === "EPERM")
    return new BackstayError("STORE_DENIED", { location, operation }, { cause });
  return new BackstayError("STORE_FAILED", { location, operation, reason: code }, { cause });
}

/** @returns a name like `ENOSPC`, or undefined for what is no error of the system */
function systemCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error && "code" in cause && "errno" in cause)) return undefined;
  const { code, errno } = cause;
  if (typeof code !== "string" || typeof errno !== "number") return undefined;
  // Node names only the numbers that libuv knows: EDQUOT and ESTALE come as "Unknown system error -122".
  return code.startsWith("Unknown system error") ? errorName(-errno) : code;
}

async function freeBytesAt(root: string): Promise<number> {
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}
