import { createHash } from "node:crypto";
import type { BlobId } from "../../../shared/ids.ts";
import type { NotedFile, ResumeNote } from "../../catalog/resume-notes.ts";
import type { IndexedRepository } from "../../repository/repository.ts";

/** Of a file, what an earlier backup that was cut off has read and stored. */
export type ReadBefore = {
  readonly ids: readonly BlobId[];
  /** Where reading has to go on. */
  readonly position: number;
  readonly parts: number;
  readonly isWhole: boolean;
};

/** Lets a backup that was cut off go on where it was: reading over a line takes longer than anything else. */
export type Resume = {
  before(file: NotedFile): ReadBefore;
  /** The blobs of a part are on their way. Whether they get there is asked when somebody wants to go on from here. */
  note(file: NotedFile, part: number, note: ResumeNote): void;
  /** Writes down what was noted. */
  flush(): void;
  /** The backup came to its end. */
  forget(): void;
};

const NOTES_AT_ONCE = 256;
const FLUSH_MS = 2_000;

/** @param about what makes two backups the same: the machine and the paths */
export function createResume({ cache }: IndexedRepository, about: readonly string[]): Resume {
  const series = createHash("sha256").update(JSON.stringify(about)).digest("hex");
  let waiting: (NotedFile & ResumeNote & { readonly part: number })[] = [];
  let flushedMs = performance.now();

  function flush(): void {
    if (waiting.length > 0) cache.resumeNotes.put(series, waiting);
    waiting = [];
    flushedMs = performance.now();
  }

  return {
    before(file) {
      const ids: BlobId[] = [];
      let [position, parts, isWhole] = [0, 0, false];
      for (const part of cache.resumeNotes.partsOf(series, file)) {
        if (!part.ids.every((id) => cache.index.has("data", id))) break;
        ids.push(...part.ids);
        ({ position, isLast: isWhole } = part);
        parts += 1;
      }
      return { ids, position, parts, isWhole };
    },
    note(file, part, note) {
      waiting.push({ ...file, ...note, part });
      if (waiting.length >= NOTES_AT_ONCE || performance.now() - flushedMs > FLUSH_MS) flush();
    },
    flush,
    forget() {
      waiting = [];
      cache.resumeNotes.forget(series);
    },
  };
}

/** Of a backup that writes nothing. */
export const NO_RESUME: Resume = {
  before: () => ({ ids: [], position: 0, parts: 0, isWhole: false }),
  note: () => undefined,
  flush: () => undefined,
  forget: () => undefined,
};
