/**
 * Every error a person can meet, by code, with the facts its words are made from. The words themselves are in
 * `words/`, once per language; a code without words there does not compile.
 */
import type { DatabaseErrorDetails } from "./database-errors.ts";
import type { DrillErrorDetails } from "./drill-errors.ts";
import type { EntryFault } from "./entry-faults.ts";
import type { HostErrorDetails } from "./host-errors.ts";
import type { PackHeaderFault, TreeFault } from "./listing-faults.ts";
import type { ReplicaErrorDetails } from "./replica-errors.ts";
import type { StorageErrorDetails } from "./storage-errors.ts";
import type { TransitionErrorDetails } from "./transition-errors.ts";

/**
 * One of the things a repository stores, each in a folder (or file) of its own. A `manifest` is a document of Backstay itself, of which
 * restic knows nothing.
 */
export type FileKind = "config" | "key" | "lock" | "snapshot" | "index" | "pack" | "manifest";

export type CancelReason = "person" | "shutdown" | "fenced" | "lock-lost" | "disk-failing";

type OtherErrorDetails = HostErrorDetails &
  StorageErrorDetails &
  TransitionErrorDetails &
  ReplicaErrorDetails &
  DrillErrorDetails &
  DatabaseErrorDetails;

export type ErrorDetails = OtherErrorDetails & {
  /** There is no repository (no `config`) at the location. */
  REPOSITORY_MISSING: { location: string };
  REPOSITORY_EXISTS: { location: string };
  REPOSITORY_LOCKED: {
    location: string;
    lockId: string;
    hostname: string;
    username: string;
    pid: number;
    /** RFC 3339 */
    since: string;
    exclusive: boolean;
    /** The lock cannot be read: whose it is and since when is empty. */
    isDamaged?: boolean;
  };
  /** Our own lock could not be refreshed in time, so others may think we are dead. */
  LOCK_LOST: { location: string; reason: string };
  WRONG_PASSWORD: { location: string };
  PASSWORD_MISSING: { where: string };
  /** What was given holds bytes that are no text in UTF-8. */
  PASSWORD_NOT_TEXT: Record<string, never>;
  /** There is a repository, but no key file in it. */
  KEYS_MISSING: { location: string };
  /** There are a repository's data, but not its config. */
  CONFIG_MISSING: { location: string };
  /** A key file asks for an absurd amount of memory or work. `otherKeys`: how many others are whole, as in `OBJECT_CORRUPT`. */
  KEY_PARAMETERS_ABSURD: { keyId: string; n: number; r: number; p: number; otherKeys?: number };
  KEY_NOT_FOUND: { wanted: string };
  /** The key in use may not be removed. */
  KEY_IN_USE: { keyId: string };
  VERSION_UNSUPPORTED: { version: number };
  /** The chunker polynomial in `config` is not irreducible or not of degree 53. */
  POLYNOMIAL_UNUSABLE: { polynomial: string };
  OBJECT_MISSING: { kind: FileKind; name: string };
  /** `otherKeys`: of a key that was to open the repository, how many others are whole, so that their passwords may open it. */
  OBJECT_CORRUPT: { kind: FileKind; name: string; reason: CorruptReason; otherKeys?: number };
  /** A file's name in the repository's own folders is not one it may have. */
  PACK_HEADER_BROKEN: { packId: string; reason: PackHeaderFault };
  BLOB_MISSING: { blobId: string; blobType: "data" | "tree" };
  BLOB_CORRUPT: { blobId: string; packId: string; reason: CorruptReason };
  TREE_BROKEN: { treeId: string; reason: TreeFault };
  /** One entry of a folder's listing cannot be believed; those beside it can. `path` is its folder's when it has no name. */
  ENTRY_BROKEN: { path: string; fault: EntryFault };
  /** A name from the repository that could write outside the target. */
  NAME_UNSAFE: { name: string; folder: string; reason: UnsafeName };
  /** Snapshots that are kept until a person lets go of them; short ids. */
  SNAPSHOT_PINNED: { snapshots: string[] };
  /** Sources in which something looked suspicious: none of their snapshots goes until a person has looked. */
  SNAPSHOTS_HELD: { sources: string[] };
  SNAPSHOT_NOT_FOUND: { wanted: string };
  SNAPSHOT_AMBIGUOUS: { wanted: string; matches: number };
  /** No file's name starts so; or several do. */
  ID_NOT_FOUND: { kind: FileKind | "blob"; wanted: string };
  ID_AMBIGUOUS: { kind: FileKind | "blob"; wanted: string; matches: number };
  PATH_NOT_IN_SNAPSHOT: { path: string; snapshotId: string };
  /** An entry of a snapshot is of another type than the work needs. `type` is restic's word for what it is. */
  ENTRY_TYPE_WRONG: { path: string; type: string; expected: "file" | "folder" | "archive-entry" };
  NO_SOURCE: { paths: readonly string[] };
  /** All that was named to be backed up is left out by the excludes. */
  SOURCE_EXCLUDED: { paths: readonly string[] };
  /** What held a source's path at its last good backup is not mounted at `point` any more. `type` is its file system, like `cifs`. */
  SOURCE_NOT_MOUNTED: { path: string; point: string; type: string };
  /** A snapshot of a file system that a backup read from was lost meanwhile. */
  FS_SNAPSHOT_LOST: { paths: readonly string[] };
  PATTERN_INVALID: { pattern: string; reason: PatternProblem };
  /** A file named on the command line (a password, patterns, a list of files) cannot be read; `systemCode` like `ENOENT`. */
  FILE_UNREADABLE: { path: string; systemCode: string };
  /** A list of files or a password file that holds bytes which are no text in UTF-8. */
  FILE_NOT_TEXT: { path: string };
  /** What a command prints cannot be written: to the file it named, or to standard output, for which `path` is empty. */
  OUTPUT_FAILED: { path: string; systemCode: string };
  TARGET_UNUSABLE: { path: string; reason: string };
  /** The disk that is restored to has no space left, or the user's quota is used up. */
  TARGET_FULL: { path: string };
  /** The folder that is restored to has gone, or cannot be written any more. `systemCode` is empty when it is another folder now. */
  TARGET_LOST: { path: string; systemCode: string };
  /** A program whose output is backed up ended badly. `status` is its exit status or what killed it, `said` the end of its standard error. */
  COMMAND_FAILED: { program: string; status: string; said: string };
  /** A program whose output was to be backed up could not be started. */
  COMMAND_NOT_RUN: { program: string; systemCode: string };
  /** `location` ends behind its scheme, because a password may follow. */
  STORE_LOCATION_INVALID: {
    location: string;
    reason: LocationProblem;
  };
  STORE_VANISHED: { location: string };
  STORE_FULL: { location: string; needBytes: number; freeBytes: number };
  STORE_READ_ONLY: { location: string };
  STORE_DENIED: { location: string; operation: string };
  STORE_FAILED: { location: string; operation: string; reason: string };
  /** The last worker thread or job process ended in a way nobody asked for. */
  JOB_CRASHED: { exit: string };
  JOB_NOT_FOUND: { jobId: string };
  /** Retention rules that would delete every snapshot of a group. */
  NOTHING_KEPT: { group: string };
  PRUNE_UNSAFE: { reason: PruneObstacle; missing: number };
  CATALOG_NEWER: { path: string; version: number; supported: number };
  CATALOG_BROKEN: { path: string; reason: string };
  /** No room for what is kept on this machine about a repository. */
  CACHE_FULL: { path: string };
  /** `reason` is a code of SQLite's or of the system's, like `SQLITE_IOERR` or `EACCES`. */
  CACHE_FAILED: { path: string; reason: string };
  /** A value on a command line or in a setting that has not the form it must have. */
  VALUE_INVALID: { value: string; expected: ExpectedValue };
  /** A command line that makes no sense; `about` is what its words name, in the order of each sentence. */
  USAGE: { problem: UsageProblem; about: readonly string[] };
  PLATFORM_UNSUPPORTED: { what: string; platform: string };
  CANCELLED: { reason: CancelReason };
  /** Our mistake. The text of the cause stays in the log under the reference. */
  INTERNAL: { logReference: string };
};

/** `sftp-tilde`: servers know no `~`. `password`: there is one in it. `not-a-folder`: a page asks for more than a location. */
export type LocationProblem =
  | "empty"
  | "backend-not-yet"
  | "backend-unknown"
  | "relative"
  | "sftp-form"
  | "sftp-tilde"
  | "rest-form"
  | "rclone-form"
  | "password"
  | "s3-form"
  | "webdav-form"
  | "ftp-form"
  | "not-a-folder";

/** How bytes that should be right are wrong. */
export type CorruptReason =
  | "too-short"
  | "mac"
  | "hash"
  | "size"
  | "compression"
  | "json"
  | "schema"
  | "name"
  | "unreadable";

/** What is wrong with a command line. */
export type UsageProblem =
  | "quote-open"
  | "command-empty"
  | "gone-unsaid"
  | "flag-of-other-kind"
  | "nothing-to-back-up"
  | "zero-byte-missing"
  | "repository-unnamed"
  | "both-given"
  | "one-missing"
  | "target-missing"
  | "key-unnamed"
  | "id-missing"
  | "id-needless"
  | "alert-not-of-changes"
  | "program-unnamed"
  | "folder-relative"
  | "full-with-parent"
  | "terminal-as-source"
  | "password-beside-stdin"
  | "replica-with-parameters"
  | "from-without-parameters"
  | "archive-on-terminal"
  | "argument-not-text"
  | "folder-not-text"
  | "option-unknown"
  | "command-unknown"
  | "argument-missing"
  | "value-missing"
  | "too-many"
  | "value-invalid"
  | "other";

/** Why it cannot be told what may be deleted. */
export type PruneObstacle = "snapshot-unreadable" | "folder-unreadable" | "blobs-missing";

/** What is wrong with a pattern's bracket class or backslash. */
export type PatternProblem = "class-not-closed" | "class-malformed" | "nothing-to-escape";

/**
 * `size` like 10M, `duration` like 1y5m7d2h, `keep-count` a number or unlimited, `group-by` like host,paths, `marker` like
 * FILE:HEADER, `time` like 2026-01-31 18:00:00, `count` a whole number from 1, `subset` like 2/10, 5% or
 * 500M, `unused-limit` like 5%, 500M or unlimited, `listen-address` like 127.0.0.1:7411, `host-key` like
 * `ssh-ed25519 SHA256:…`.
 */
export type ExpectedValue =
  | "size"
  | "duration"
  | "keep-count"
  | "group-by"
  | "marker"
  | "time"
  | "count"
  | "subset"
  | "unused-limit"
  | "listen-address"
  | "host-key";

/** Why a name from a repository may not become a file's name here. */
export type UnsafeName =
  | "empty"
  | "dot"
  | "dot-dot"
  | "slash"
  | "nul"
  | "too-long"
  | "not-utf-8"
  | "forbidden-character"
  | "trailing-dot-or-space"
  | "device-name";

export type { KeptKind, ReplicaDifference } from "./replica-errors.ts";

export type ErrorCode = keyof ErrorDetails;

/** Whether trying again helps: at once, after a while, or not before somebody did something. */
export type Retry = "now" | "later" | "not-by-itself";

const RETRY: Partial<Record<ErrorCode, Retry>> = {
  REPOSITORY_LOCKED: "later",
  LOCK_LOST: "now",
  STORE_VANISHED: "later",
  FS_SNAPSHOT_LOST: "later",
  STORE_FAILED: "later",
  STORE_UNREACHABLE: "later",
  JOB_CRASHED: "now",
  CACHE_FAILED: "now",
  READER_CRASHED: "now",
  READER_SLOW: "later",
  HOST_UNREACHABLE: "later",
  REMOTE_SILENT: "later",
  SNMP_SILENT: "later",
  SIGN_IN_TOO_OFTEN: "later",
};

/** See {@link Retry}; what is not listed needs a person. */
export function retryOf(code: ErrorCode): Retry {
  return RETRY[code] ?? "not-by-itself";
}

/** The one error class that crosses layers. Anything else that is thrown is a mistake of ours. */
export class BackstayError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "BackstayError";
  readonly code: C;
  readonly details: ErrorDetails[C];

  constructor(code: C, details: ErrorDetails[C], options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.code = code;
    this.details = details;
  }
}

/** An error as it crosses a process or the contract. */
export type WireError = {
  readonly [C in ErrorCode]: { readonly code: C; readonly details: ErrorDetails[C] };
}[ErrorCode];

export function isBackstayError<C extends ErrorCode>(error: unknown, code?: C): error is BackstayError<C> {
  return error instanceof BackstayError && (code === undefined || error.code === code);
}

/** @returns the error as plain data; what is not a BackstayError becomes INTERNAL without its text */
export function toWire(error: unknown, logReference: string): WireError {
  if (error instanceof BackstayError) return { code: error.code, details: error.details } as WireError;
  return { code: "INTERNAL", details: { logReference } };
}

export function fromWire(wire: WireError): BackstayError {
  return new BackstayError(wire.code, wire.details);
}

/** @returns the code of an error of the system's, like `ENOENT`; undefined for any other error */
export function systemCodeOf(error: unknown): string | undefined {
  const isOfSystem = error instanceof Error && "errno" in error && "code" in error;
  return isOfSystem && typeof error.code === "string" ? error.code : undefined;
}

/** True when `error` is an error of Node's with this system code, like `ENOENT`. */
export function hasSystemCode(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code)
  );
}
