/** Finds the dump of a database that the command line means, in what the host knows. */

import type { BackstayApi } from "../../shared/api/client.ts";
import { BackstayError } from "../../shared/errors.ts";
import { databasePath } from "../../shared/format/database-path.ts";
import { textToRaw } from "../../shared/format/raw-to-text.ts";
import type { RepositoryId, SnapshotId } from "../../shared/ids.ts";
import type { TreeEntry } from "../../shared/model/browse.ts";
import type { TreePath } from "../../shared/model/primitives.ts";
import type { SnapshotSeries } from "../../shared/model/snapshot.ts";
import { type DatabaseSource, isDatabase } from "../../shared/model/source.ts";
import { findDatabaseSource } from "./named-source.ts";

type Host = Pick<BackstayApi, "call">;

export type DumpedDatabase = {
  readonly snapshotId: SnapshotId;
  /** Where its dump stands. */
  readonly path: TreePath;
  /** Whose server it goes to. */
  readonly source: DatabaseSource;
};

export type WantedDump = {
  readonly repositoryId: RepositoryId;
  /** The beginning of an id, or `latest` for the newest of the source. */
  readonly snapshot: string;
  readonly database: string;
  /** Its name or its id; the one that the snapshot is of when nothing is said. */
  readonly source: string | undefined;
};

const PAGE = 1000;

/** @throws {BackstayError} SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS, SOURCE_NOT_NAMED, PATH_NOT_IN_SNAPSHOT, USAGE */
export async function findDump(host: Host, wanted: WantedDump): Promise<DumpedDatabase> {
  const { repositoryId, database } = wanted;
  const { snapshotId, source } = await findSnapshot(host, wanted);
  const top = `/${source.kind}`;
  const folders = await entriesOf(host, { repositoryId, snapshotId, path: top });
  for (const { path: folder } of folders.filter(({ type }) => type === "dir")) {
    const whole = databasePath(source.kind, "", database);
    const at = `${folder}${textToRaw(whole)}`;
    const parts = await entriesOf(host, { repositoryId, snapshotId, path: folder });
    const dumps = parts.find(({ name, type }) => name === "databases" && type === "dir");
    if (dumps === undefined) continue;
    const files = await entriesOf(host, { repositoryId, snapshotId, path: dumps.path });
    // of one that was cut off the engine says so
    const found = [at, `${at}.incomplete`].find((path) => files.some((file) => file.path === path));
    if (found !== undefined) return { snapshotId, path: found, source };
  }
  throw new BackstayError("PATH_NOT_IN_SNAPSHOT", { path: `${top}: ${database}`, snapshotId });
}

async function findSnapshot(
  host: Host,
  { repositoryId, snapshot: wanted, source: named }: WantedDump,
): Promise<Omit<DumpedDatabase, "path">> {
  const source = named === undefined ? undefined : await findDatabaseSource(host, named);
  const { sources } = await host.call("sources.list", {});
  const databases = sources.filter((source) => isDatabase(source));
  const { series } = await host.call("snapshots.series", { repositoryId });
  const sourceOf = ({ sourceId }: SnapshotSeries) => databases.find(({ id }) => id === sourceId);
  const listOf = async ({ id: seriesId }: SnapshotSeries) =>
    (await host.call("snapshots.list", { repositoryId, seriesId })).snapshots;

  if (wanted === "latest") {
    const fitting = series.filter((one) =>
      source === undefined ? sourceOf(one) !== undefined : one.sourceId === source.id,
    );
    if (source === undefined && fitting.length > 1) throw unnamed();
    const [only] = fitting;
    const newest = only === undefined ? undefined : (await listOf(only)).at(-1);
    const owner = source ?? (only === undefined ? undefined : sourceOf(only));
    if (newest === undefined || owner === undefined)
      throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted });
    return { snapshotId: newest.id, source: owner };
  }
  const matches: { readonly id: SnapshotId; readonly owner: DatabaseSource | undefined }[] = [];
  for (const one of series)
    for (const { id } of await listOf(one))
      if (wanted !== "" && id.startsWith(wanted)) matches.push({ id, owner: sourceOf(one) });
  const [found] = matches;
  if (found === undefined) throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted });
  if (matches.length > 1) throw new BackstayError("SNAPSHOT_AMBIGUOUS", { wanted, matches: matches.length });
  const owner = source ?? found.owner;
  if (owner === undefined) throw unnamed();
  return { snapshotId: found.id, source: owner };
}

async function entriesOf(
  host: Host,
  at: { readonly repositoryId: RepositoryId; readonly snapshotId: SnapshotId; readonly path: TreePath },
): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (;;) {
    const page = await host.call("restore.folder", {
      ...{ ...at, sort: { by: "name", descending: false }, onlyDifferent: false },
      ...{ offset: entries.length, limit: PAGE },
    });
    entries.push(...page.entries);
    if (page.entries.length === 0 || entries.length >= page.total) return entries;
  }
}

function unnamed(): BackstayError {
  return new BackstayError("USAGE", { problem: "argument-missing", about: ["--source"] });
}
