import type { WireError } from "../../../shared/errors.ts";
import { rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import { openSftpSession, type SftpSession } from "../../remote/sftp/session.ts";
import type { SshConnection } from "../../remote/ssh-connection.ts";
import { typeFromStMode } from "../../repository/format/node-mode.ts";
import { cleanMachinePath } from "../source-paths.ts";
import { remoteProblemOf } from "./remote-problem.ts";

/** What was found at one path of another machine. */
export type LookedAt = {
  readonly path: string;
  /** Directly in it, up to {@link MAX_COUNTED_ENTRIES}; null for what is no folder. */
  readonly entries: number | null;
  /** SOURCE_NOT_READ, SOURCE_IS_LINK */
  readonly error: WireError | null;
};

/** More would take too long to look at, and tell no more. */
export const MAX_COUNTED_ENTRIES = 100_000;

/**
 * Looks whether paths are there and can be read, as a backup would; ends the connection.
 * @throws {BackstayError} REMOTE_NO_SFTP, REMOTE_SILENT
 */
export async function lookAtPaths(
  connection: SshConnection,
  address: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly LookedAt[]> {
  const session = await openSftpSession(connection, address, signal);
  const onAbort = () => session.end(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.all(paths.map((path) => lookAt(session, cleanMachinePath(path), signal)));
  } finally {
    signal.removeEventListener("abort", onAbort);
    session.end(new Error("all was looked at"));
  }
}

async function lookAt(session: SftpSession, path: string, signal: AbortSignal): Promise<LookedAt> {
  const where = rawPathFromText(path);
  try {
    const { stMode = 0 } = await session.lstat(where);
    const type = typeFromStMode(stMode);
    if (type === "symlink") {
      const details = { path, target: rawPathToText(await session.readLink(where)) };
      return { path, entries: null, error: { code: "SOURCE_IS_LINK", details } };
    }
    if (type === "file") {
      session.close(await session.open(where));
      return { path, entries: null, error: null };
    }
    // to open a pipe would wait for its other end
    if (type !== "dir") return { path, entries: null, error: unread(path, "EINVAL") };
    let entries = 0;
    for await (const part of session.list(where)) {
      signal.throwIfAborted();
      entries += part.filter(({ name }) => name !== "." && name !== "..").length;
      if (entries >= MAX_COUNTED_ENTRIES) break;
    }
    return { path, entries, error: null };
  } catch (error) {
    return { path, entries: null, error: unread(path, remoteProblemOf(error).systemCode) };
  }
}

function unread(path: string, systemCode: string): WireError {
  return { code: "SOURCE_NOT_READ", details: { path, systemCode } };
}
