import type { CorruptReason } from "../../shared/errors.ts";
import type { RawPath } from "../platform/raw-path.ts";
import type { ExtendedAttribute } from "../repository/node.ts";
import type { MasterKey } from "../repository/types.ts";
import type { EntryProblem } from "./problem.ts";

/** What a restore thread is started with. */
export type RestoreThreadData = {
  readonly masterKey: MasterKey;
  /** Leave runs of zeros out, so that the file system stores nothing for them. */
  readonly isSparse: boolean;
};

/** What an entry gets besides its content. */
export type Metadata = {
  /** Permission bits with setuid, setgid and sticky, as `chmod` takes them. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since 1970. */
  readonly atimeNs: bigint;
  readonly mtimeNs: bigint;
  readonly attributes: readonly ExtendedAttribute[];
};

/** Where an entry is made. */
export type Place = {
  /** Where it stands while it is made. */
  readonly path: RawPath;
  /** The name it gets when it is finished, replacing what stands there; often the same as `path`. */
  readonly finalPath: RawPath;
};

/** The content of a file: 32 bytes of `ids` and one of `lengths` (plain bytes) for each chunk, in file order. */
export type ChunkList = { readonly ids: Uint8Array<ArrayBuffer>; readonly lengths: Uint32Array<ArrayBuffer> };

/** A file to be made before several messages write to it. */
export type PrepareItem = {
  /** Drawn anew for every try, so that a descriptor of an earlier one is never taken for it. */
  readonly key: number;
  readonly path: RawPath;
  readonly sizeBytes: number;
  /** A file whose chunks may be right already: `path` itself, or the file it is to replace. */
  readonly reuse: RawPath | undefined;
  /** There when `reuse` is. */
  readonly chunks: ChunkList | undefined;
};

export type PrepareAnswer =
  /** `kept[i]` is 1 when chunk i is in place already. */
  { readonly kept: Uint8Array<ArrayBuffer> | undefined } | { readonly problem: EntryProblem };

export type WriteFile = {
  readonly key: number;
  readonly path: RawPath;
  readonly sizeBytes: number;
  /** There when all of the file is in this message: it is made, written and finished in one go. */
  readonly whole: Metadata | undefined;
};

/** Sealed blobs and where their bytes belong. */
export type WriteJob = {
  readonly files: readonly WriteFile[];
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
  /** 32 bytes per blob. */
  readonly ids: Uint8Array<ArrayBuffer>;
  /** Five numbers per blob: buffer, offset in it, sealed length, uncompressed length (0: not compressed), count of targets. */
  readonly blobs: Float64Array<ArrayBuffer>;
  /** Two numbers per target, in the order of the blobs: file, offset in it. */
  readonly targets: Float64Array<ArrayBuffer>;
};

export type WriteAnswer = {
  readonly broken: readonly { readonly blob: number; readonly reason: CorruptReason }[];
  /** `isMade` when only its attributes are incomplete. */
  readonly problems: readonly {
    readonly file: number;
    readonly problem: EntryProblem;
    readonly isMade: boolean;
  }[];
};

export type FinishItem = { readonly place: Place; readonly metadata: Metadata };

export type LinkItem = { readonly place: Place; readonly first: RawPath };

/** An entry that is neither file nor folder. */
export type SpecialItem = {
  readonly place: Place;
  readonly metadata: Metadata;
  readonly what:
    | { readonly type: "symlink"; readonly target: Uint8Array }
    | { readonly type: "fifo" }
    | { readonly type: "block" | "character"; readonly device: bigint };
};

export type VerifyItem = { readonly path: RawPath; readonly chunks: ChunkList };

/** Whether the file holds exactly these chunks, or what the system said instead of letting it be read. */
export type VerifyAnswer = "right" | "wrong" | { readonly systemCode: string };

export type FinishedItem = { readonly isMade: boolean; readonly problem: EntryProblem | undefined };

/** What threads are asked, and what they answer: one answer per item, in order. */
export type Questions = {
  prepare: { ask: readonly PrepareItem[]; answer: readonly PrepareAnswer[] };
  write: { ask: WriteJob; answer: WriteAnswer };
  finishFiles: { ask: readonly FinishItem[]; answer: readonly FinishedItem[] };
  finishFolders: { ask: readonly FinishItem[]; answer: readonly FinishedItem[] };
  link: { ask: readonly LinkItem[]; answer: readonly FinishedItem[] };
  special: { ask: readonly SpecialItem[]; answer: readonly FinishedItem[] };
  verify: { ask: readonly VerifyItem[]; answer: readonly VerifyAnswer[] };
};

export type QuestionKind = keyof Questions;

export type ToRestoreThread = {
  readonly [K in QuestionKind]: {
    readonly number: number;
    readonly kind: K;
    readonly ask: Questions[K]["ask"];
  };
}[QuestionKind];

export type FromRestoreThread = {
  readonly number: number;
  readonly answer: Questions[QuestionKind]["answer"];
};
