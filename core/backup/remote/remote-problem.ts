import { STATUS } from "../../remote/sftp/packets.ts";
import { SftpRefusal } from "../../remote/sftp/session.ts";
import type { EntryProblem } from "../messages.ts";
import { FileReplaced, TooManyEntries } from "./machine-files.ts";

/** With the codes that this system has for what servers say. */
const PROBLEMS: Readonly<Record<number, EntryProblem>> = {
  [STATUS.noSuchFile]: { reason: "vanished", systemCode: "ENOENT" },
  [STATUS.denied]: { reason: "denied", systemCode: "EACCES" },
};

/**
 * Turns what a server said about one entry into a problem of the job's result.
 * @throws what is not about the entry: the machine is gone, or the mistake is ours
 */
export function remoteProblemOf(error: unknown): EntryProblem {
  if (error instanceof SftpRefusal)
    return PROBLEMS[error.status] ?? { reason: "unreadable", systemCode: "EIO" };
  if (error instanceof FileReplaced) return { reason: "replaced", systemCode: "ESTALE" };
  if (error instanceof TooManyEntries) return { reason: "unreadable", systemCode: "EOVERFLOW" };
  throw error;
}
