/** What a restore drill tries: of each source one backup, and of that the vital files and a random sample. */

import { type DatabasePath, databaseAt } from "../../../shared/format/database-path.ts";
import type { DrillProblem } from "../../../shared/model/drill.ts";
import { DUMP_TAG, INCOMPLETE_TAG } from "../../backup/source-tag.ts";
import { type RawPath, rawPathToText } from "../../platform/raw-path.ts";
import { seriesOfSnapshot, sourceOfSnapshot } from "../../reader/snapshot-series.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { isWithin } from "../../restore/browse/find-path.ts";
import { listFiles } from "./list-files.ts";
import { randomFrom } from "./random.ts";
import { allocate, choose, createSampler, type PopulationFile, type Stratum } from "./sample.ts";

/** A source as the host knows it. `vital`: paths as the snapshot has them. */
export type WantedSource = {
  readonly sourceId: string;
  readonly name: string;
  readonly vital: readonly RawPath[];
  /** Of a source of databases, where a person says that their programs lie. */
  readonly programFolder: string | null;
};

/** A backup that is tried on every replica. */
export type ChosenBackup = {
  readonly name: string;
  readonly snapshot: StoredSnapshot;
  /** Whether no replica has a newer one. */
  readonly isNewest: boolean;
  readonly vital: readonly RawPath[];
  readonly programFolder: string | null;
};

export type TriedFile = PopulationFile & { readonly isVital: boolean };

/** The dump of a database, or what came of one that was cut off. */
export type DumpedDatabase = DatabasePath & {
  readonly path: RawPath;
  readonly sizeBytes: number;
  readonly isCutOff: boolean;
};

export type BackupPlan = {
  readonly backup: ChosenBackup;
  /** All files there are, the vital ones among them. */
  readonly files: number;
  readonly bytes: number;
  readonly strata: readonly (Stratum & { readonly chosen: readonly PopulationFile[] })[];
  readonly vital: readonly TriedFile[];
  /** All there are. */
  readonly databases: readonly DumpedDatabase[];
};

export type DrillPlan = {
  readonly backups: readonly BackupPlan[];
  readonly problems: readonly DrillProblem[];
};

/** Repositories that other programs filled can have hundreds of them. */
const MAX_STRANGERS = 20;
/** What the name of a dump ends in that was cut off. */
const CUT_OFF = ".incomplete";
/** A folder that is vital may hold more than a drill can try. */
const MAX_VITAL_FILES = 20_000;

/**
 * Of each source the newest backup that all replicas in reach have, as they can be compared only by what they share; where they share
 * none, the newest of the first one that has any.
 *
 * @param lists of each replica in reach, the active one first; each the oldest first
 * @param wanted sources to try; without any, whatever series the repository has
 */
export function chooseBackups(
  lists: readonly (readonly StoredSnapshot[])[],
  wanted: readonly WantedSource[],
): { readonly backups: readonly ChosenBackup[]; readonly problems: readonly DrillProblem[] } {
  const bySeries = lists.map((list) => Map.groupBy(list, seriesOfSnapshot));
  const names = new Map(wanted.map((source) => [source.sourceId, source]));
  const all = new Set(bySeries.flatMap((map) => [...map.keys()]));
  const series =
    wanted.length > 0
      ? [...all].filter((id) => names.has(id))
      : newestFirst([...all], bySeries).slice(0, MAX_STRANGERS);
  const backups = series.flatMap((id): ChosenBackup[] => {
    const having = bySeries.map((map) => provable(map.get(id) ?? [])).filter((list) => list.length > 0);
    const [first = []] = having;
    const others = having.slice(1).map((list) => new Set(list.map((one) => one.id)));
    const shared = first.findLast((one) => others.every((ids) => ids.has(one.id)));
    const snapshot = shared ?? first.at(-1);
    if (snapshot === undefined) return [];
    const newestNs = having.flat().reduce((ns, { timeNs }) => (timeNs > ns ? timeNs : ns), snapshot.timeNs);
    const source = names.get(sourceOfSnapshot(snapshot.tags) ?? "");
    return [
      {
        name: source?.name ?? snapshot.paths.join(", "),
        snapshot,
        isNewest: snapshot.timeNs === newestNs,
        vital: source?.vital ?? [],
        programFolder: source?.programFolder ?? null,
      },
    ];
  });
  const without = wanted.filter(({ sourceId }) => !(series as readonly string[]).includes(sourceId));
  const problems = without.map(({ name }) => ({ code: "no-backup", detail: name, count: 1 }) as const);
  return { backups: backups.sort((a, b) => (a.name < b.name ? -1 : 1)), problems };
}

/** One that says itself that it is not complete proves nothing, as long as there is another. */
function provable(snapshots: readonly StoredSnapshot[]): readonly StoredSnapshot[] {
  const complete = snapshots.filter(({ tags }) => !tags.includes(INCOMPLETE_TAG));
  return complete.length > 0 ? complete : snapshots;
}

function newestFirst<Id>(
  ids: readonly Id[],
  bySeries: readonly ReadonlyMap<Id, readonly StoredSnapshot[]>[],
) {
  const newest = (id: Id) =>
    bySeries.reduce((ns, map) => {
      const found = map.get(id)?.at(-1)?.timeNs ?? 0n;
      return found > ns ? found : ns;
    }, 0n);
  return ids.toSorted((a, b) => (newest(a) > newest(b) ? -1 : 1));
}

/**
 * Lists the backups, and draws what is tried.
 *
 * @param repository the one that is listed; which one makes no difference, as all have the same
 * @param limits.bytes of the sample together, and of each vital file
 */
export async function planDrill(
  repository: IndexedRepository,
  backups: readonly ChosenBackup[],
  limits: { readonly seed: string; readonly files: number; readonly bytes: number; readonly room: number },
  signal: AbortSignal,
): Promise<DrillPlan> {
  const problems: DrillProblem[] = [];
  const listed = [];
  for (const backup of backups) {
    const one = await list(repository, backup, limits, signal);
    problems.push(...one.problems);
    listed.push({ backup, ...one });
  }
  const flat = listed.flatMap(({ strata }) => strata);
  const { chosen, leftOut } = choose(flat, allocate(flat, limits.files), Math.min(limits.bytes, limits.room));
  if (leftOut > 0) problems.push({ code: "sample-left-out", detail: "", count: leftOut });
  let at = 0;
  return {
    problems,
    backups: listed.map(({ backup, files, bytes, strata, vital, databases }) => ({
      ...{ backup, files, bytes, vital, databases },
      strata: strata.map((stratum) => ({ ...stratum, chosen: chosen[at++] ?? [] })),
    })),
  };
}

async function list(
  repository: IndexedRepository,
  { snapshot, vital: vitalPaths, name }: ChosenBackup,
  { seed, files: most, room }: { readonly seed: string; readonly files: number; readonly room: number },
  signal: AbortSignal,
) {
  const sampler = createSampler(randomFrom(`${seed}:${snapshot.id}`), snapshot.timeNs, most);
  const vital: TriedFile[] = [];
  const databases: DumpedDatabase[] = [];
  const isDump = snapshot.tags.includes(DUMP_TAG);
  const met = new Set<RawPath>();
  let leftOut = 0;
  const all = { files: 0, bytes: 0 };
  const unlisted = await listFiles(
    repository,
    snapshot.tree,
    ({ path, node: { sizeBytes, mtimeNs, ctimeNs } }) => {
      const file = { path, sizeBytes, mtimeNs, ctimeNs };
      all.files += 1;
      all.bytes += sizeBytes;
      const dumped = isDump ? dumpAt(path, sizeBytes) : undefined;
      if (dumped !== undefined) databases.push(dumped);
      const of = vitalPaths.find((one) => isWithin(one, path));
      if (of === undefined) {
        sampler.add(file);
        return;
      }
      met.add(of);
      if (sizeBytes <= room && vital.length < MAX_VITAL_FILES) vital.push({ ...file, isVital: true });
      else leftOut += 1;
    },
    signal,
  );
  const problems: DrillProblem[] = vitalPaths
    .filter((path) => !met.has(path))
    .map((path) => ({ code: "vital-missing", detail: rawPathToText(path), count: 1 }));
  if (leftOut > 0) problems.push({ code: "vital-left-out", detail: name, count: leftOut });
  if (unlisted.length > 0) problems.push({ code: "not-listed", detail: name, count: unlisted.length });
  return { ...all, strata: sampler.strata(), vital, databases, problems };
}

/** @returns undefined for what else is saved beside databases, and for what programs write */
function dumpAt(path: RawPath, sizeBytes: number): DumpedDatabase | undefined {
  const text = rawPathToText(path);
  const whole = databaseAt(text);
  if (whole !== undefined) return { ...whole, path, sizeBytes, isCutOff: false };
  const cutOff = text.endsWith(CUT_OFF) ? databaseAt(text.slice(0, -CUT_OFF.length)) : undefined;
  return cutOff === undefined ? undefined : { ...cutOff, path, sizeBytes, isCutOff: true };
}
