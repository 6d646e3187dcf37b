import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { withContent } from "./folder-state.ts";
import type { EntryProblem, FileIdentity, FromBackupThread, SegmentRequest } from "./messages.ts";

type Cut = Extract<FromBackupThread, { kind: "cut" }>;

/**
 * A file that is read in segments, each by whichever thread is free. Only where the next segment begins passes from one
 * to the next; hashing and compressing overlap.
 */
export type LargeFile<Holder> = {
  /** Whether a next segment may be asked for now, and of whom: undefined is anybody. */
  isReadyFor(): { readonly holder: Holder | undefined } | undefined;
  /** The request for the next segment, to be sent to this thread. */
  next(batch: number, thread: Holder): SegmentRequest;
  /**
   * The thread has found where the segment's last whole chunk ends.
   * @returns how many bytes that were hashed before count no more
   */
  cut(message: Cut): number;
  /** The segment's chunks are hashed. @returns how many bytes count of it */
  hashed(batch: number, ids: readonly BlobId[], sizeBytes: number): number;
  /** The finished file, once all of its segments are hashed. */
  result(): FinishedFile | undefined;
};

export type FinishedFile = {
  readonly node: string | undefined;
  readonly problem: EntryProblem | undefined;
  readonly isDatabase: boolean;
};

/** With these the file is in the snapshot all the same. */
const HARMLESS: ReadonlySet<EntryProblem["reason"]> = new Set([
  "changed",
  "attributes",
  "database-busy",
  "database-unclear",
]);

/** @param Holder whoever is asked for segments: a database has to be read to its end by the one who began */
export function createLargeFile<Holder>(path: RawPath): LargeFile<Holder> {
  const segments = new Map<number, readonly BlobId[] | undefined>();
  let position: number | undefined = 0;
  let first: FileIdentity | undefined;
  let head: string | undefined;
  let sizeBytes = 0;
  let problem: EntryProblem | undefined;
  let atEnd = false;
  let isLost = false;
  let isDatabase = false;
  let last: Holder | undefined;

  /** All segments but the one that begins the file anew. */
  function forget(batch: number): number {
    const forgotten = sizeBytes;
    segments.clear();
    segments.set(batch, undefined);
    [first, head, problem, sizeBytes] = [undefined, undefined, undefined, 0];
    return forgotten;
  }

  return {
    isReadyFor: () => (position === undefined ? undefined : { holder: isDatabase ? last : undefined }),
    next(batch, thread) {
      if (position === undefined) throw new Error("where the next segment begins is not known yet");
      const request = { batch, path, position, first };
      segments.set(batch, undefined);
      position = undefined;
      last = thread;
      return request;
    },
    cut(message) {
      const forgotten = message.isRestart ? forget(message.batch) : 0;
      ({ isDatabase } = message);
      first ??= message.identity;
      head ??= message.node;
      problem ??= message.problem;
      atEnd = message.atEnd;
      // a file that went away half way has no content that could be vouched for
      isLost ||= message.problem !== undefined && !HARMLESS.has(message.problem.reason);
      position = atEnd ? undefined : message.position;
      return forgotten;
    },
    hashed(batch, ids, bytes) {
      if (!segments.has(batch)) return 0;
      segments.set(batch, ids);
      sizeBytes += bytes;
      return bytes;
    },
    result() {
      if (!atEnd) return undefined;
      const ids: BlobId[] = [];
      for (const segment of segments.values()) {
        if (segment === undefined) return undefined;
        ids.push(...segment);
      }
      const node = isLost || head === undefined ? undefined : withContent(head, ids, sizeBytes);
      return { node, problem, isDatabase };
    },
  };
}
