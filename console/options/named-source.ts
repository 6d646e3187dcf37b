import type { BackstayApi } from "../../shared/api/client.ts";
import { BackstayError } from "../../shared/errors.ts";
import { type DatabaseSource, isDatabase, type Source } from "../../shared/model/source.ts";

/** @param wanted its name, in whatever case, or its id. @throws {BackstayError} SOURCE_NOT_NAMED */
export async function findSource(host: Pick<BackstayApi, "call">, wanted: string): Promise<Source> {
  const { sources } = await host.call("sources.list", {});
  return namedAmong(sources, wanted, false);
}

/** The same among those with databases. @throws {BackstayError} SOURCE_NOT_NAMED */
export async function findDatabaseSource(
  host: Pick<BackstayApi, "call">,
  wanted: string,
): Promise<DatabaseSource> {
  const { sources } = await host.call("sources.list", {});
  return namedAmong(
    sources.filter((source) => isDatabase(source)),
    wanted,
    true,
  );
}

function namedAmong<S extends Source>(sources: readonly S[], wanted: string, isOfDatabases: boolean): S {
  const folded = wanted.trim().toLowerCase(); // no two names differ by case alone
  const found = sources.find(({ id, name }) => id === wanted || name.toLowerCase() === folded);
  if (found !== undefined) return found;
  const names = sources.map(({ name }) => name);
  throw new BackstayError("SOURCE_NOT_NAMED", { wanted, sources: names, isDatabase: isOfDatabases });
}
