import type { WireError } from "../../shared/errors.ts";
import type { RawPath } from "../platform/raw-path.ts";
import type { Compression } from "../repository/pack/blob-codec.ts";
import type { BlobType, MasterKey } from "../repository/types.ts";
import type { SourceFilterOptions } from "./exclude/source-filter.ts";
import type { FolderRecord, IgnoredFacts } from "./folder-record.ts";
import type { ReadMap } from "./moment/read-places.ts";

/** What a backup thread is started with. */
export type BackupThreadData = {
  readonly masterKey: MasterKey;
  readonly version: 1 | 2;
  readonly polynomial: bigint;
  readonly compression: Compression;
  readonly filter: SourceFilterOptions;
  readonly ignored: IgnoredFacts;
  /** Where files are read, when not where they are. */
  readonly reading?: ReadMap | undefined;
};

/** A folder to list. `key` comes back with the answer. */
export type ScanRequest = {
  readonly key: number;
  readonly path: RawPath;
  /** `st_dev` the folder must be on, when other file systems are left out. */
  readonly device: bigint | undefined;
  /** The record of the last backup, to answer "the same" without sending the list. */
  readonly known: FolderRecord | undefined;
  /** In a folder above the sources: take these, sorted by name, and leave the rest of it alone. */
  readonly only: readonly GivenEntry[] | undefined;
};

/** An entry that leads to a source (`isAbove`) or is one. */
export type GivenEntry = { readonly name: RawPath; readonly path: RawPath; readonly isAbove: boolean };

export type EntryCounts = { readonly files: number; readonly others: number; readonly bytes: number };

export type ScanAnswer =
  | { readonly key: number; readonly problem: EntryProblem }
  /** Unchanged: only the folders in it need a look. */
  | {
      readonly key: number;
      readonly same: true;
      readonly folders: readonly RawPath[];
      readonly counts: EntryCounts;
      /** Names of the record's entries that hold transactions of a database beside them. They are not in the counts. */
      readonly sidecars: readonly RawPath[];
    }
  | {
      readonly key: number;
      readonly same: false;
      readonly record: FolderRecord;
      readonly sidecars: readonly RawPath[];
      /** Databases beside which lies such a thing that is no entry of this list. */
      readonly accompanied: readonly RawPath[];
      /** Entries that could not even be listed; the folder's record is then not kept. */
      readonly problems: readonly NamedProblem[];
    };

/** Why an entry is not (or not fully) in the snapshot. */
export type ProblemReason =
  | "vanished"
  | "denied"
  | "changed"
  | "unreadable"
  | "attributes"
  | "replaced"
  | "not-mounted"
  | "dump-failed"
  /** A database that was not to be had as of one moment, and was read as any file is: see `sqlite/`. */
  | "database-busy"
  | "database-unclear";
export type EntryProblem = {
  readonly reason: ProblemReason;
  /** The system's code, like `EIO`; empty when there is none. */
  readonly systemCode: string;
  /** What a program said, where it was one that failed. */
  readonly error?: WireError;
};
/** How an entry compares with the parent snapshot; a folder is `same` when all in it is. */
export type EntryAction = "new" | "changed" | "same";

/** An entry that is in the snapshot being made. */
export type SavedEntry = {
  readonly path: RawPath;
  readonly type: "file" | "folder" | "other";
  readonly action: EntryAction;
  /** Zero unless it is a file. */
  readonly sizeBytes: number;
  /** What of a file's content, or of a folder's tree, the repository did not have yet; before compression. */
  readonly addedBytes: number;
  /** The same as it is in the repository: compressed and sealed. */
  readonly storedBytes: number;
  /** From when it was found until all of it was packed; zero for what is the same. */
  readonly seconds: number;
};

export type NamedProblem = EntryProblem & { readonly path: RawPath };

/** What a scan took an entry for. A folder `above` the sources may be reached through a link. */
export type EntryKind = "file" | "folder" | "above" | "other";

/** An entry to describe, and to read when it is a file. */
export type ReadItem = { readonly key: number; readonly path: RawPath; readonly kind: EntryKind };

export type ItemAnswer = {
  readonly key: number;
  /** JSON of the node, content included; absent when the entry cannot be in the snapshot. */
  readonly node: string | undefined;
  readonly sizeBytes: number;
  readonly problem: EntryProblem | undefined;
  /** The file is larger than a batch can hold and has to be read in segments. */
  readonly isLarge: boolean;
  /** It is a database, and was read as of one moment: nothing that lies beside it belongs to that. */
  readonly isDatabase?: boolean;
};

/** A large file being read in turns, so that several threads work on it. */
export type SegmentRequest = {
  readonly batch: number;
  readonly path: RawPath;
  /** Where the next chunk begins. */
  readonly position: number;
  /** What the first segment saw; absent for the first one. */
  readonly first: FileIdentity | undefined;
};

/** A file that changes while it is read shows in one of these. */
export type FileIdentity = {
  readonly deviceId: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
};

export type ToBackupThread =
  | { readonly kind: "scan"; readonly requests: readonly ScanRequest[] }
  | { readonly kind: "read"; readonly batch: number; readonly items: readonly ReadItem[] }
  | { readonly kind: "segment"; readonly request: SegmentRequest }
  /** A part of a stream: `length` of `bytes`, which come back with the answer. */
  | {
      readonly kind: "piece";
      readonly batch: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly length: number;
      readonly atEnd: boolean;
    }
  /** Whole files, one behind the other in `bytes`, which come back with the answer. */
  | {
      readonly kind: "files";
      readonly batch: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly lengths: readonly number[];
    }
  /** `wanted[i]` is 1 when blob i of the batch is to be stored. */
  | { readonly kind: "store"; readonly batch: number; readonly wanted: Uint8Array }
  | {
      readonly kind: "trees";
      readonly trees: readonly { readonly id: Uint8Array; readonly json: Uint8Array }[];
    }
  /** A pack of this thread is stored; here is its memory again. */
  | { readonly kind: "memory"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "flush" };

/** What came of one segment of a large file. */
export type SegmentCut = {
  readonly position: number;
  readonly atEnd: boolean;
  readonly identity: FileIdentity | undefined;
  /** Node of the first segment's file, without content. */
  readonly node: string | undefined;
  readonly problem: EntryProblem | undefined;
  /** What was cut of this file before is not of the moment that the rest is of, and does not count. */
  readonly isRestart: boolean;
  /** A database as of one moment. This thread has it open until its end: no other one can go on with it. */
  readonly isDatabase: boolean;
};

export type FromBackupThread =
  | { readonly kind: "scanned"; readonly answers: readonly ScanAnswer[] }
  /** The segment's cuts are known; another thread may go on at `position` while this one hashes. */
  | ({ readonly kind: "cut"; readonly batch: number } & SegmentCut)
  /** The piece's whole chunks end at `rest`; what follows belongs before the stream's next bytes. */
  | {
      readonly kind: "piece-cut";
      readonly batch: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly rest: number;
    }
  /** `ids` holds 32 bytes per blob, in file order. */
  | {
      readonly kind: "hashed";
      readonly batch: number;
      readonly ids: Uint8Array<ArrayBuffer>;
      readonly lengths: Uint32Array<ArrayBuffer>;
      readonly items: readonly ItemAnswer[];
    }
  /** Length in the repository of each blob of the batch, zero of those not wanted. */
  | { readonly kind: "stored"; readonly batch: number; readonly lengths: Uint32Array<ArrayBuffer> }
  /** Length in the repository of each tree, in the order they came in. */
  | { readonly kind: "trees-stored"; readonly lengths: Uint32Array<ArrayBuffer> }
  | {
      readonly kind: "pack";
      readonly type: BlobType;
      readonly id: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly header: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "flushed" };
