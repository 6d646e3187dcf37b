import { filterSnapshots, type SnapshotFilter } from "../../core/repository/snapshots/filter-snapshots.ts";
import { type FoundSnapshot, findSnapshot } from "../../core/repository/snapshots/find-snapshot.ts";
import { loadSnapshots, type StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { type BackstayError, isBackstayError } from "../../shared/errors.ts";
import { type SnapshotId, shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { OpenedRepository } from "./open-for-command.ts";

/** Loads all snapshots that can be read, oldest first, and names on standard error those that are damaged. */
async function loadReadable(
  repository: OpenedRepository,
  context: CommandContext,
): Promise<{ readonly all: readonly StoredSnapshot[]; readonly damaged: readonly SnapshotId[] }> {
  const { snapshots, broken } = await loadSnapshots(repository, repository.cache, context.signal);
  nameBroken(broken, context);
  return { all: snapshots, damaged: broken.map(({ id }) => id) };
}

type Broken = readonly { readonly id: SnapshotId; readonly error: BackstayError }[];

function nameBroken(broken: Broken, { output, words }: CommandContext): void {
  for (const { id } of broken) {
    const message = words.snapshots.broken(shortId(id));
    output.complain(message, { message_type: "error", error: { message }, during: "load", item: id });
  }
}

export type ChosenSnapshots = {
  /** Oldest first, each once. */
  readonly chosen: readonly StoredSnapshot[];
  /** Those of the damaged ones that were named, or all of them when none was. */
  readonly damaged: readonly SnapshotId[];
  /** Names that no snapshot has. */
  readonly missing: number;
  /** Whether there is nothing damaged or missing. */
  readonly isComplete: boolean;
};

/**
 * The snapshots that were named, or all that fit the filter when none was. A name without a snapshot is said on standard
 * error and passed over, as restic does.
 */
export async function chooseSnapshots(
  repository: OpenedRepository,
  wanted: readonly string[],
  filter: SnapshotFilter,
  context: CommandContext,
): Promise<ChosenSnapshots> {
  const loaded = await loadReadable(repository, context);
  const { all } = loaded;
  if (wanted.length === 0) {
    const { damaged } = loaded;
    return { chosen: filterSnapshots(all, filter), damaged, missing: 0, isComplete: damaged.length === 0 };
  }
  const chosen = new Set<StoredSnapshot>();
  const damaged = new Set<SnapshotId>();
  let missing = 0;
  for (const name of wanted) {
    const found = findOrUndefined(all, name, filter);
    const broken = loaded.damaged.filter((id) => name !== "" && id.startsWith(name));
    if (found !== undefined) chosen.add(found);
    else if (broken.length === 1 && broken[0] !== undefined) damaged.add(broken[0]);
    else {
      missing += 1;
      sayMissing(name, context);
    }
  }
  return {
    chosen: all.filter((snapshot) => chosen.has(snapshot)),
    damaged: [...damaged],
    missing,
    isComplete: missing === 0 && damaged.size === 0,
  };
}

function findOrUndefined(
  all: readonly StoredSnapshot[],
  name: string,
  filter: SnapshotFilter,
): StoredSnapshot | undefined {
  try {
    return findSnapshot(all, name, filter).snapshot;
  } catch (error) {
    if (isBackstayError(error, "SNAPSHOT_NOT_FOUND") || isBackstayError(error, "SNAPSHOT_AMBIGUOUS"))
      return undefined;
    throw error;
  }
}

function sayMissing(name: string, { output, words }: CommandContext): void {
  const message = words.snapshots.notFound(name);
  output.complain(message, { message_type: "error", error: { message }, during: "load", item: name });
}

/**
 * The one snapshot that is meant: the beginning of its id, or `latest`; `:FOLDER` behind it picks a folder.
 * @throws {BackstayError} SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS; OBJECT_CORRUPT when it is damaged
 */
export async function chooseSnapshot(
  repository: OpenedRepository,
  wanted: string,
  filter: SnapshotFilter,
  context: CommandContext,
): Promise<FoundSnapshot<StoredSnapshot>> {
  const choose = await createChooser(repository, [wanted], context);
  return choose(wanted, filter);
}

/**
 * The same for several: what it returns finds each of them.
 * @param wanted all that will be asked for
 * @throws {BackstayError} OBJECT_CORRUPT when one of them is damaged
 */
export async function createChooser(
  repository: OpenedRepository,
  wanted: readonly string[],
  context: CommandContext,
): Promise<(wanted: string, filter?: SnapshotFilter) => FoundSnapshot<StoredSnapshot>> {
  const { snapshots, broken } = await loadSnapshots(repository, repository.cache, context.signal);
  const meant = wanted.map((one) => damagedOne(snapshots, broken, one)).find((one) => one !== undefined);
  nameBroken(
    broken.filter((one) => one !== meant), // that one is named by the error
    context,
  );
  if (meant !== undefined) throw meant.error;
  return (one, filter) => findSnapshot(snapshots, one, filter);
}

/** @returns the damaged snapshot that is meant, if no whole one can be */
function damagedOne(
  whole: readonly StoredSnapshot[],
  broken: Broken,
  wanted: string,
): Broken[number] | undefined {
  const [name = ""] = wanted.split(":");
  if (name === "" || whole.some(({ id }) => id.startsWith(name))) return undefined;
  const meant = broken.filter(({ id }) => id.startsWith(name));
  return meant.length === 1 ? meant[0] : undefined;
}
