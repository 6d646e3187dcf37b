import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import { isLocal } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import { findingOfNames, lookAtFolder } from "./look-at-folder.ts";

/**
 * Refuses to make a repository where something else lies. A folder that the system does not let us list is left to the store, whose
 * error says more.
 *
 * @throws {BackstayError} LOCATION_NOT_EMPTY; what the store throws
 */
export async function requireRoomFor(store: Store, signal: AbortSignal): Promise<void> {
  const { location } = store;
  if (await holdsOthers(store, signal)) throw new BackstayError("LOCATION_NOT_EMPTY", { location });
}

async function holdsOthers(store: Store, signal: AbortSignal): Promise<boolean> {
  if (!isLocal(store.location)) {
    const entries = await store.entries?.(signal);
    if (entries === undefined || entries === "nothing-there") return false;
    return entries === "file" || findingOfNames(entries) === "other-files";
  }
  try {
    return (await lookAtFolder(store.location)) === "other-files";
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return false;
  }
}
