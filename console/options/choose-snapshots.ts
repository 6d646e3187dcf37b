import { filterSnapshots, type SnapshotFilter } from "../../core/repository/snapshots/filter-snapshots.ts";
import { type FoundSnapshot, findSnapshot } from "../../core/repository/snapshots/find-snapshot.ts";
import { loadSnapshots, type StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { isBackstayError } from "../../shared/errors.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { OpenedRepository } from "./open-for-command.ts";

/** Loads all snapshots that can be read, oldest first, and names on standard error those that are damaged. */
export async function loadReadable(
  repository: OpenedRepository,
  { output, words, signal }: CommandContext,
): Promise<{ readonly all: readonly StoredSnapshot[]; readonly areAllReadable: boolean }> {
  const { snapshots, broken } = await loadSnapshots(repository, repository.cache, signal);
  for (const { id } of broken) {
    const message = words.snapshots.broken(shortId(id));
    output.complain(message, { message_type: "error", error: { message }, during: "load", item: id });
  }
  return { all: snapshots, areAllReadable: broken.length === 0 };
}

/**
 * The snapshots that were named, or all that fit the filter when none was. A name without a snapshot is said on standard
 * error and passed over, as restic does.
 *
 * @returns oldest first, each once; `isComplete` unless a name has no snapshot, or none was named and one is damaged
 */
export async function chooseSnapshots(
  repository: OpenedRepository,
  wanted: readonly string[],
  filter: SnapshotFilter,
  context: CommandContext,
): Promise<{ readonly chosen: readonly StoredSnapshot[]; readonly isComplete: boolean }> {
  const { all, areAllReadable } = await loadReadable(repository, context);
  if (wanted.length === 0) return { chosen: filterSnapshots(all, filter), isComplete: areAllReadable };
  const chosen = new Set<StoredSnapshot>();
  let isComplete = true;
  for (const name of wanted) {
    try {
      chosen.add(findSnapshot(all, name, filter).snapshot);
    } catch (error) {
      if (!isBackstayError(error, "SNAPSHOT_NOT_FOUND") && !isBackstayError(error, "SNAPSHOT_AMBIGUOUS"))
        throw error;
      isComplete = false;
      const message = context.words.snapshots.notFound(name);
      context.output.complain(message, {
        message_type: "error",
        error: { message },
        during: "load",
        item: name,
      });
    }
  }
  return { chosen: all.filter((snapshot) => chosen.has(snapshot)), isComplete };
}

/**
 * The one snapshot that is meant: the beginning of its id, or `latest`; `:FOLDER` behind it picks a folder.
 * @throws {BackstayError} SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS
 */
export async function chooseSnapshot(
  repository: OpenedRepository,
  wanted: string,
  filter: SnapshotFilter,
  context: CommandContext,
): Promise<FoundSnapshot<StoredSnapshot>> {
  const { all } = await loadReadable(repository, context);
  return findSnapshot(all, wanted, filter);
}
