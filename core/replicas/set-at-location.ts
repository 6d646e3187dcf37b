/** The replicas of a repository for a program beside the host: looked up in the catalog, which stays as it is. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import type { ReadStrategy } from "../../shared/model/read-strategy.ts";
import { openCatalogToRead } from "../catalog/open-catalog.ts";
import { createReplicaSetStore } from "../catalog/replica-set-store.ts";
import { createRepositoryStore, type ReplicaRecord } from "../catalog/repository-store.ts";
import { createSettingsStore } from "../catalog/settings-store.ts";
import { createPlaces } from "../places/places.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { createSettingsService } from "../settings/settings-service.ts";
import { isLocal, openStore } from "../storage/open-store.ts";
import type { StoreVariables } from "../storage/variables.ts";

export type SetAtLocation = {
  readonly repositoryId: RepositoryId;
  /** What people call the replica at the location. */
  readonly name: string;
  readonly strategy: ReadStrategy;
  /** The other replicas that can be signed in to: the active one, then the rest in the order in which they would take over. */
  readonly others: readonly {
    readonly name: string;
    readonly location: string;
    readonly variables: StoreVariables;
  }[];
  /** Those that nobody here can sign in to, and why. */
  readonly leftOut: readonly { readonly name: string; readonly error: BackstayError }[];
};

/** Whether a data folder has a catalog to look into. */
export function hasCatalog(folder: string): boolean {
  return existsSync(join(folder, "catalog.db"));
}

/**
 * @param folder a data folder with a catalog; a host may be using it
 * @param location as a person writes it
 * @returns undefined when no replica stands there, or it is the only one of its repository; also when the catalog is of an older Backstay
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN, STORE_LOCATION_INVALID
 */
export async function findSetAtLocation(
  folder: string,
  location: string,
  secrets: SecretStore,
): Promise<SetAtLocation | undefined> {
  const catalog = openCatalogToRead(folder);
  if (catalog === undefined) return undefined;
  try {
    const { database } = catalog;
    const wanted = asKnown(location);
    const known = createRepositoryStore(database).list();
    const repository = known.find(({ replicas }) => replicas.some((one) => one.location === wanted));
    const own = repository?.replicas.find((one) => one.location === wanted);
    if (repository === undefined || own === undefined || repository.replicas.length < 2) return undefined;
    const order = createReplicaSetStore(database)
      .members(repository.id)
      .map(({ replicaId }) => replicaId);
    const rank = ({ id, role }: ReplicaRecord) => (role === "active" ? -1 : order.indexOf(id));
    const others = repository.replicas.filter((one) => one !== own).toSorted((a, b) => rank(a) - rank(b));
    const strategy = createSettingsService(createSettingsStore(database), () => undefined).get().readFrom;
    return { repositoryId: repository.id, name: own.name, strategy, ...(await signIns(others, secrets)) };
  } finally {
    catalog.close();
  }
}

/** The one form in which the catalog knows a location. */
function asKnown(location: string): string {
  const { location: known } = openStore(location);
  return isLocal(location) ? resolve(known) : known;
}

async function signIns(
  replicas: readonly ReplicaRecord[],
  secrets: SecretStore,
): Promise<Pick<SetAtLocation, "others" | "leftOut">> {
  const places = createPlaces(secrets);
  const others: SetAtLocation["others"][number][] = [];
  const leftOut: SetAtLocation["leftOut"][number][] = [];
  for (const replica of replicas) {
    const { name, location } = replica;
    try {
      others.push({ name, location, variables: await places.variablesOf(replica) });
    } catch (error) {
      if (!isBackstayError(error)) throw error;
      leftOut.push({ name, error });
    }
  }
  return { others, leftOut };
}
