/** A repository on anything rclone reaches: it serves restic's REST protocol to us alone. */
import type { HttpLimits } from "./http/request.ts";
import { createRcloneLine } from "./rclone/line.ts";
import type { RclonePlace } from "./rclone/place.ts";
import { restStoreOver } from "./rest.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

/** rclone tries again by itself what its remote refuses, which takes a while. */
export const RCLONE_LIMITS: HttpLimits = { silenceMs: 300_000 };

/**
 * Opens the store, which starts nothing yet.
 * @param variables see {@link createRcloneLine}
 */
export function openRcloneStore(
  place: RclonePlace,
  variables: StoreVariables,
  limits: HttpLimits = RCLONE_LIMITS,
): Store {
  return restStoreOver(createRcloneLine(place, variables, limits), place.location, null);
}
