import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { withContent } from "./folder-state.ts";
import type { EntryProblem, FileIdentity, FromBackupThread, SegmentRequest } from "./messages.ts";

type Cut = Extract<FromBackupThread, { kind: "cut" }>;

/**
 * A file that is read in segments, each by whichever thread is free. Only where the next segment begins passes from one
 * to the next; hashing and compressing overlap.
 */
export type LargeFile = {
  /** The request for the next segment, when it may be sent now. */
  next(batch: number): SegmentRequest | undefined;
  /** The thread has found where the segment's last whole chunk ends. */
  cut(message: Cut): void;
  /** The segment's chunks are hashed. */
  hashed(batch: number, ids: readonly BlobId[], sizeBytes: number): void;
  /** The finished file, once all of its segments are hashed. */
  result(): { node: string | undefined; problem: EntryProblem | undefined } | undefined;
};

export function createLargeFile(path: RawPath): LargeFile {
  const segments = new Map<number, readonly BlobId[] | undefined>();
  let position: number | undefined = 0;
  let first: FileIdentity | undefined;
  let head: string | undefined;
  let sizeBytes = 0;
  let problem: EntryProblem | undefined;
  let atEnd = false;
  let isLost = false;
  return {
    next(batch) {
      if (position === undefined) return undefined;
      const request = { batch, path, position, first };
      segments.set(batch, undefined);
      position = undefined;
      return request;
    },
    cut(message) {
      first ??= message.identity;
      head ??= message.node;
      problem ??= message.problem;
      atEnd = message.atEnd;
      // a file that went away half way has no content that could be vouched for
      isLost ||=
        message.problem !== undefined &&
        message.problem.reason !== "changed" &&
        message.problem.reason !== "attributes";
      position = atEnd ? undefined : message.position;
    },
    hashed(batch, ids, bytes) {
      segments.set(batch, ids);
      sizeBytes += bytes;
    },
    result() {
      if (!atEnd) return undefined;
      const ids: BlobId[] = [];
      for (const segment of segments.values()) {
        if (segment === undefined) return undefined;
        ids.push(...segment);
      }
      const node = isLost || head === undefined ? undefined : withContent(head, ids, sizeBytes);
      return { node, problem };
    },
  };
}
