import { isBackstayError } from "../../shared/errors.ts";
import { isLocal } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import { type Space, spaceAt } from "./free-space.ts";

const UNKNOWN: Space = { freeBytes: null, totalBytes: null };

/** Room at a place, where it tells. Never throws for what the place does: null is not known. */
export async function spaceAtStore(store: Store, signal: AbortSignal): Promise<Space> {
  if (isLocal(store.location)) return await spaceAt(store.location);
  try {
    return (await store.space?.(signal)) ?? UNKNOWN;
  } catch (error) {
    signal.throwIfAborted();
    if (!isBackstayError(error)) throw error;
    return UNKNOWN;
  }
}
