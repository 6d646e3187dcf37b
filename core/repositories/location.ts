import { isAbsolute } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import { isLocal, openStore } from "../storage/open-store.ts";

const LOCAL = "local:";

/**
 * Brings the location of a folder, as a person writes it, into the one form the catalog knows it by.
 *
 * @throws {BackstayError} STORE_LOCATION_INVALID, also for a place on another machine, as nobody has said how to sign in there; and
 * for a path that depends on the folder a program was started in: a host runs anywhere
 */
export function normaliseLocation(text: string): string {
  const location = text.trim();
  const { location: known } = openStore(location);
  if (!isLocal(location))
    throw new BackstayError("STORE_LOCATION_INVALID", { location: known, reason: "not-a-folder" });
  const path = location.startsWith(LOCAL) ? location.slice(LOCAL.length) : location;
  if (!isAbsolute(path)) throw new BackstayError("STORE_LOCATION_INVALID", { location, reason: "relative" });
  return known;
}
