/** What all parts of the SFTP store share. The library behind it is loaded by `channel.ts` alone. */
import type { SFTPWrapper } from "ssh2";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { Pace } from "../pace.ts";

export type Answer<T> = (error: Error | undefined | null, value?: T) => void;

export type SftpChannel = {
  /** The most a request for reading or writing may carry. */
  readonly chunkBytes: number;
  /** Holds such requests back. */
  readonly pace: Pace | undefined;
  /** What the server can do beyond the protocol. */
  readonly knows: { readonly fsync: boolean; readonly posixRename: boolean; readonly statvfs: boolean };
  readonly isOver: boolean;
  /**
   * Sends a request and waits for its answer.
   * @throws the server's status, see {@link statusOf}; STORE_UNREACHABLE once the connection is over
   */
  ask<T = void>(send: (sftp: SFTPWrapper, answer: Answer<T>) => void): Promise<T>;
  /** Ends the connection, also when the server says nothing any more. */
  close(): void;
};

export type SftpLimits = {
  /** How long the server may leave all requests unanswered. Also a disk that has to wake up first, or is busy, must come to an end. */
  readonly silenceMs: number;
  readonly pace?: Pace | undefined;
};

export const USUAL_LIMITS: SftpLimits = { silenceMs: 90_000 };

/** The status a server answered with; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  const isStatus = error instanceof Error && !(error instanceof BackstayError) && "code" in error;
  return isStatus && typeof error.code === "number" ? error.code : undefined;
}

/** @source draft-ietf-secsh-filexfer-02, section 7 */
export const STATUS = { endOfFile: 1, noSuchFile: 2, denied: 3, failure: 4, unsupported: 8 } as const;

/** Of a connection that could not be made, or ended. */
export function unreachableOf(error: unknown, location: string): unknown {
  if (!isBackstayError(error, "REMOTE_SILENT")) return error;
  const { reason } = error.details;
  return new BackstayError("STORE_UNREACHABLE", { location, reason }, { cause: error });
}
