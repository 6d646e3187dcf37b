/** How replicas on other machines are signed in to: kept in the key store, and the one way from a replica to its store. */
import { z } from "zod";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { ReplicaId } from "../../shared/ids.ts";
import { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { isLocal, openStore } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { locationOfPlace } from "./place-location.ts";
import { variablesOfPlace } from "./place-variables.ts";

/** A replica, as far as it takes to open its store. */
export type ReplicaPlace = Pick<ReplicaRecord, "id" | "location">;

/** How a place is signed in to, its secrets included. Never logged, never sent anywhere. */
export type KeptPlace = RemotePlaceDraft;

export type Places = {
  /** @returns undefined for a folder of this machine, or when nothing is kept. @throws {BackstayError} SECRETS_UNREADABLE */
  kept(replica: ReplicaPlace): Promise<KeptPlace | undefined>;
  /** What its store is opened with besides its location. @throws {BackstayError} SECRETS_UNREADABLE, STORE_SIGN_IN_MISSING */
  variablesOf(replica: ReplicaPlace): Promise<StoreVariables>;
  /**
   * The store of a replica, which touches nothing yet; whoever opens it closes it.
   * @param onOutage told when its machine went away, and is waited for
   * @throws {BackstayError} SECRETS_UNREADABLE, STORE_SIGN_IN_MISSING
   */
  open(replica: ReplicaPlace, onOutage?: (error: BackstayError) => void): Promise<Store>;
  /** Keeps how a replica is signed in to; for a folder of this machine, that there is nothing to. */
  keep(id: ReplicaId, place: KeptPlace | undefined): Promise<void>;
};

const Entry = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.strictObject({ version: z.literal(1), ...RemotePlaceDraft.shape }));

export function createPlaces(secrets: SecretStore): Places {
  const kept: Places["kept"] = async ({ id, location }) => {
    if (isLocal(location)) return undefined;
    const text = await secrets.get(secretName(id));
    if (text === undefined) return undefined;
    const entry = parseEntry(text);
    // what is kept for one place is for that place alone
    return isOf(entry, location) ? entry : undefined;
  };
  const variablesOf: Places["variablesOf"] = async (replica) => {
    const { location } = replica;
    if (isLocal(location)) return {};
    const place = await kept(replica);
    if (place === undefined) throw new BackstayError("STORE_SIGN_IN_MISSING", { location, variables: [] });
    return variablesOfPlace(place);
  };
  return {
    kept,
    variablesOf,
    open: async (replica, onOutage) => openStore(replica.location, await variablesOf(replica), onOutage),
    keep: async (id, place) => {
      if (place === undefined) await secrets.remove(secretName(id));
      else await secrets.set(secretName(id), JSON.stringify({ version: 1, ...place }));
    },
  };
}

/** @throws {BackstayError} SECRETS_UNREADABLE, never with anything of the text */
function parseEntry(text: string): KeptPlace {
  try {
    const { place, secrets } = Entry.parse(text);
    return { place, secrets };
  } catch {
    throw new BackstayError("SECRETS_UNREADABLE", { path: "", reason: "not the form of a place" });
  }
}

function isOf({ place }: KeptPlace, location: string): boolean {
  try {
    return locationOfPlace(place) === location;
  } catch (error) {
    if (!isBackstayError(error)) throw error;
    return false;
  }
}

function secretName(id: ReplicaId): string {
  return `replica:${id}`;
}
