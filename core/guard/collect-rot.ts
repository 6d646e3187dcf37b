import { rawPathToText } from "../platform/raw-path.ts";
import type { DiffChange } from "../restore/browse/diff-snapshots.ts";
import { type BackupSpan, contentKey, rotOf } from "./judge-rot.ts";
import { type FoundRot, MAX_ROTTEN_NAMED, type RotGuard } from "./rot-guard.ts";

export type RotCollector = {
  /** To be given every change between two snapshots. */
  note(change: Pick<DiffChange, "path" | "before" | "after">): void;
  /** @returns undefined when there is nothing to tell */
  result(before: FoundRot["before"]): FoundRot | undefined;
};

/**
 * Counts files whose content changed without a new date, and names some. Needs no more memory for a thousand of them than for two
 * hundred.
 *
 * @param saved when the older snapshot was made
 */
export function collectRot({ known, meant }: RotGuard, saved: BackupSpan): RotCollector {
  const goodOf = new Map(known.map(({ path, good }) => [path, good]));
  const isMeant = new Set(meant);
  const files: FoundRot["files"] = [];
  const mended: string[] = [];
  const count = { silent: 0, undated: 0, again: 0 };

  /** Whether the file has its good content again, whatever became of it meanwhile. */
  const isMended = (path: string, after: DiffChange["after"]) =>
    after?.type === "file" && goodOf.has(path) && goodOf.get(path) === contentKey(after);

  return {
    note({ path: raw, before, after }) {
      const isKnownAny = goodOf.size > 0 && after?.type === "file";
      const kind = before === undefined || after === undefined ? undefined : rotOf(before, after, saved);
      if (!isKnownAny && kind === undefined) return;
      const path = rawPathToText(raw);
      if (isMended(path, after)) mended.push(path);
      else if (kind === undefined || before === undefined) return;
      else if (kind === "undated" && isMeant.has(path)) return;
      else if (goodOf.has(path)) count.again += 1;
      else {
        count[kind] += 1;
        if (files.length < MAX_ROTTEN_NAMED) files.push({ path, kind, good: contentKey(before) });
      }
    },
    result(before) {
      const isNothing = count.silent + count.undated + count.again + mended.length === 0;
      return isNothing ? undefined : { before, ...count, files, mended };
    },
  };
}
