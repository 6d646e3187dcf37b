import type { FileKind } from "../../shared/errors.ts";

export type { FileKind };

/** A file in a store. `name` is 64 hex digits for every kind but `config`, whose name is `config`. */
export type StoredFile = {
  readonly name: string;
  readonly sizeBytes: number;
  /**
   * When it was written, in ms since 1970 by the clock of the place. Of locks only, whose age says whether their owner can be alive;
   * absent where the place does not say.
   */
  readonly modifiedMs?: number;
};

/**
 * A place that holds one repository's files. Objects are written once and never changed.
 *
 * Every method throws a {@link BackstayError}: `OBJECT_MISSING` for a file that is not there, `STORE_VANISHED` when the
 * place itself has gone (unmounted, removed), `STORE_FULL`, `STORE_READ_ONLY`, `STORE_DENIED`, or `STORE_FAILED`
 * with the reason. An aborted signal rejects with the signal's reason.
 */
export type Store = {
  /** Where it is, for people: never holds a secret. */
  readonly location: string;
  /** True when reading many small ranges costs about the same as one long one (a local disk). */
  readonly cheapSeeks: boolean;
  /**
   * Whether files of the kind `manifest` can be kept. Where they cannot, there are none, and writing one throws
   * STORE_WITHOUT_MANIFESTS.
   */
  readonly keepsManifests: boolean;
  /** Makes the folders of a new repository. Does nothing to those that exist. */
  create(signal?: AbortSignal): Promise<void>;
  /** Files of one kind, in no order. Names that no repository file may have are skipped. */
  list(kind: FileKind, signal?: AbortSignal): AsyncIterable<StoredFile>;
  /** Size in bytes of one file. */
  size(kind: FileKind, name: string, signal?: AbortSignal): Promise<number>;
  /**
   * @param range bytes to read; without it the whole file
   * @returns exactly the bytes asked for, in memory of their own that the caller may transfer to a thread
   * @throws {BackstayError} OBJECT_CORRUPT with reason `too-short` when the file ends inside the range
   */
  read(
    kind: FileKind,
    name: string,
    range?: ByteRange,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Stores a file. When it resolves, the file is complete, visible under its name and survives a power cut; until
   * then nothing is visible. Writing a name that exists replaces it in one step.
   */
  write(kind: FileKind, name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /**
   * Removes one file. A file that is not there counts as removed. When it resolves, the removal survives a power cut if
   * {@link isRemovalDurable} says so for the kind.
   */
  remove(kind: FileKind, name: string, signal?: AbortSignal): Promise<void>;
  /** What lies where the repository is, or would be made, whoever put it there. Absent where the place cannot tell. */
  entries?(signal?: AbortSignal): Promise<PlaceEntries>;
  /** Room where the repository is, or would be made; undefined when the place does not tell. Absent where none of its kind does. */
  space?(signal?: AbortSignal): Promise<Space | undefined>;
  /**
   * What can be done about bytes that came from `read` and turn out to be damaged when they are opened; undefined for bytes that came
   * from somewhere else. Absent where files lie in one place only.
   */
  doubtOf?(bytes: Uint8Array): Doubt | undefined;
  /** May be called twice. */
  close(): Promise<void>;
};

/**
 * To be told that a file is damaged within this range, as the bytes showed it. The place they came from is not asked for these any more.
 * @returns whether they can be had from another place, by reading them once more
 */
export type Doubt = (range: ByteRange) => boolean;

/** Names of files and folders: of all there are, or of many; or why there are none. */
export type PlaceEntries = "nothing-there" | "file" | readonly string[];

export type Space = { readonly freeBytes: number; readonly totalBytes: number };

export type ByteRange = { readonly offset: number; readonly length: number };

/**
 * Whether a removed file of this kind must not come back after a power cut. An index that came back would point into packs
 * removed after it, a key would open what its owner was locked out of, a manifest would tell of replicas that are none. A pack nobody refers to and the lock of a dead
 * process do no harm, and there can be thousands, each of which would wait for the disk.
 */
export function isRemovalDurable(kind: FileKind): boolean {
  return kind !== "pack" && kind !== "lock";
}
