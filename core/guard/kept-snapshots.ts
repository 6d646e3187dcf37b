/** What a data folder says must not be removed from repositories by hand without a thought. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { RepositoryId, SnapshotId } from "../../shared/ids.ts";
import type { AlertSubject } from "../../shared/model/alert.ts";
import { sourceTag } from "../backup/source-tag.ts";
import { openStoresToRead } from "../catalog/open-stores.ts";

export type KeptSnapshots = {
  /** Of all repositories: an id occurs once. */
  readonly pinned: ReadonlySet<SnapshotId>;
  /** Sources in which something looked suspicious, and nobody has said that it was meant. */
  readonly held: readonly HeldSource[];
};
export type HeldSource = { readonly repositoryId: RepositoryId; readonly tag: string; readonly name: string };

export const NOTHING_KEPT: KeptSnapshots = { pinned: new Set(), held: [] };

/** @param pins of any repositories; @param subjects of alerts whose cause lasts */
export function keptSnapshots(
  pins: readonly { readonly snapshotId: SnapshotId }[],
  subjects: readonly AlertSubject[],
): KeptSnapshots {
  return {
    pinned: new Set(pins.map(({ snapshotId }) => snapshotId)),
    held: subjects.flatMap((subject) =>
      subject.code === "CHANGE_SUSPICIOUS"
        ? [{ repositoryId: subject.repositoryId, tag: sourceTag(subject.sourceId), name: subject.about }]
        : [],
    ),
  };
}

const MAX_LASTING = 100_000;

/**
 * The same of a data folder with which no host works. Changes nothing.
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function readKeptSnapshots(folder: string): KeptSnapshots {
  if (!existsSync(path.join(folder, "catalog.db"))) return NOTHING_KEPT;
  const stores = openStoresToRead(folder);
  if (stores === undefined) return NOTHING_KEPT; // of an older Backstay, which pinned nothing
  try {
    const lasting = stores.alerts.list("open", MAX_LASTING);
    return keptSnapshots(
      stores.pins.list(),
      lasting.map(({ subject }) => subject),
    );
  } finally {
    stores.close();
  }
}
