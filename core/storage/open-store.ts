import { BackstayError } from "../../shared/errors.ts";
import { openLocalStore } from "./local.ts";
import { parseRcloneLocation } from "./rclone/place.ts";
import { openRcloneStore } from "./rclone.ts";
import { parseRestLocation } from "./rest/place.ts";
import { openRestStore } from "./rest.ts";
import { retrying } from "./retrying-store.ts";
import { parseSftpLocation } from "./sftp/place.ts";
import { openSftpStore } from "./sftp.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

/** Places restic knows (and WebDAV) that this version does not reach yet. */
const NOT_YET: ReadonlySet<string> = new Set(["s3", "webdav", "b2", "azure", "gs", "swift"]);

/**
 * Opens the store at a location written as restic writes it: a path, or a scheme and what it needs, like
 * `local:/srv/backup`. A path with a colon in it that does not start with `/`, `./`, `../` or a drive letter needs `local:`
 * in front.
 *
 * @param variables what other machines want besides: names of users, passwords, keys
 * @param onOutage told when such a machine went away, and is waited for
 * @throws {BackstayError} STORE_LOCATION_INVALID. Its `location` is cut behind the scheme, as passwords may follow it
 */
export function openStore(
  location: string,
  variables: StoreVariables = {},
  onOutage: (error: BackstayError) => void = () => undefined,
): Store {
  const scheme = schemeOf(location);
  const rest = scheme === undefined ? location : location.slice(scheme.length + 1);
  if (rest === "") throw new BackstayError("STORE_LOCATION_INVALID", { location, reason: "empty" });
  if (scheme === undefined || scheme === "local") return openLocalStore(rest);
  if (scheme === "sftp") return retrying(openSftpStore(parseSftpLocation(location), variables), { onOutage });
  if (scheme === "rest") return retrying(openRestStore(parseRestLocation(location), variables), { onOutage });
  if (scheme === "rclone")
    return retrying(openRcloneStore(parseRcloneLocation(location), variables), { onOutage });
  const reason = NOT_YET.has(scheme) ? "backend-not-yet" : "backend-unknown";
  throw new BackstayError("STORE_LOCATION_INVALID", { location: `${scheme}:…`, reason });
}

/** Whether a location is a folder of this computer, or of a share that is mounted here. */
export function isLocal(location: string): boolean {
  const scheme = schemeOf(location);
  return scheme === undefined || scheme === "local";
}

/** @returns undefined for a plain path */
function schemeOf(location: string): string | undefined {
  if (/^(\/|\\|\.{1,2}[/\\]|[A-Za-z]:[/\\])/.test(location)) return undefined;
  const colon = location.indexOf(":");
  return colon < 0 ? undefined : location.slice(0, colon);
}
