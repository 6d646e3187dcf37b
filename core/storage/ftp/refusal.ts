import { FTPError } from "basic-ftp";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { httpError } from "../http/request.ts";

export type FtpOperation = "create" | "list" | "size" | "read" | "write" | "remove";

const SAID_CHARACTERS = 200;
/** Servers have one number for nearly everything, and say the rest in words. */
const FULL = /no space|disk full|quota|insufficient|storage alloc/i;
const ABSENT = /no such file|not found|does not exist/i;
const DENIED = /denied|permission|not allowed|not permitted|read.?only|forbidden/i;

/** Whether a server says that something is not there, or that it cannot be opened, which it says alike. */
export function isAbsence(error: unknown): error is FTPError {
  if (!(error instanceof FTPError)) return false;
  if (error.code === 553) return ABSENT.test(error.message);
  const mayBe = error.code === 550 || error.code === 450;
  return mayBe && !FULL.test(error.message) && !DENIED.test(error.message);
}

/** Whether a server lets nobody in besides those who are there. */
export function isCrowded(error: unknown): boolean {
  return (
    error instanceof FTPError &&
    (error.code === 421 || (error.code === 530 && /too many|maximum|connections|limit/i.test(error.message)))
  );
}

/** Says in our words what a server said, or how its connection ended. */
export function translateFtp(
  error: unknown,
  operation: FtpOperation,
  needBytes: number,
  location: string,
  user: string | null,
): unknown {
  if (isBackstayError(error)) return error;
  if (!(error instanceof FTPError)) {
    if (error instanceof Error && /^Timeout/.test(error.message))
      return new BackstayError("STORE_UNREACHABLE", { location, reason: "timed-out" }, { cause: error });
    return httpError(error, location);
  }
  const { code, message } = error;
  const said = message.replaceAll(/[\s\p{Cc}]+/gu, " ").slice(0, SAID_CHARACTERS);
  if (isCrowded(error) || code === 450 || code === 451)
    return new BackstayError("STORE_UNREACHABLE", { location, reason: "busy" }, { cause: error });
  if (code === 425 || code === 426)
    return new BackstayError("STORE_UNREACHABLE", { location, reason: "closed" }, { cause: error });
  if (code === 530 || code === 430 || code === 332)
    return new BackstayError("STORE_SIGN_IN_REFUSED", { location, user });
  if (code === 452 || code === 552 || (code >= 500 && FULL.test(message)))
    return new BackstayError("STORE_FULL", { location, needBytes, freeBytes: 0 });
  if (code === 532 || DENIED.test(message)) return new BackstayError("STORE_DENIED", { location, operation });
  return operation === "write"
    ? new BackstayError("STORE_WRITE_REFUSED", { location, said })
    : new BackstayError("STORE_FAILED", { location, operation, reason: said });
}
