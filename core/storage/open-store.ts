import { BackstayError } from "../../shared/errors.ts";
import { parseFtpLocation } from "./ftp/place.ts";
import { openFtpStore } from "./ftp.ts";
import { USUAL_HTTP_LIMITS } from "./http/request.ts";
import { openLocalStore } from "./local.ts";
import { type Pace, paced } from "./pace.ts";
import { parseRcloneLocation } from "./rclone/place.ts";
import { openRcloneStore, RCLONE_LIMITS } from "./rclone.ts";
import { parseRestLocation } from "./rest/place.ts";
import { openRestStore } from "./rest.ts";
import { retrying } from "./retrying-store.ts";
import { parseS3Location } from "./s3/place.ts";
import { openS3Store } from "./s3.ts";
import { parseSftpLocation } from "./sftp/place.ts";
import { USUAL_LIMITS } from "./sftp/protocol.ts";
import { openSftpStore } from "./sftp.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";
import { parseWebdavLocation } from "./webdav/place.ts";
import { openWebdavStore } from "./webdav.ts";
import { type AddressOptions, withAddresses } from "./with-addresses.ts";

/** Places restic knows that this version does not reach; most of them rclone does. */
const NOT_YET: ReadonlySet<string> = new Set(["b2", "azure", "gs", "swift"]);

/**
 * Opens the store at a location written as restic writes it: a path, or a scheme and what it needs, like
 * `local:/srv/backup`. A path with a colon in it that does not start with `/`, `./`, `../` or a drive letter needs `local:`
 * in front.
 *
 * @param variables what other machines want besides: names of users, passwords, keys
 * @param onOutage told when such a machine went away, and is waited for
 * @param pace holds back what is sent there and comes from there; may be shared by several stores
 * @throws {BackstayError} STORE_LOCATION_INVALID. Its `location` is cut behind the scheme, as passwords may follow it
 */
export function openStore(
  location: string,
  variables: StoreVariables = {},
  onOutage: (error: BackstayError) => void = () => undefined,
  pace?: Pace,
): Store {
  const store = openOnce(location, variables, pace);
  return isLocal(location) ? store : retrying(store, { onOutage });
}

/** One of the addresses of a replica. */
export type StoreAddress = { readonly location: string; readonly variables?: StoreVariables };

/**
 * Opens the store of a replica at the first of its addresses that answers, see {@link withAddresses}.
 * @throws {BackstayError} STORE_LOCATION_INVALID
 */
export function openStoreAtAny(
  [first, ...others]: readonly [StoreAddress, ...StoreAddress[]],
  options: AddressOptions & { readonly onOutage?: (error: BackstayError) => void; readonly pace?: Pace },
): Store {
  const open = ({ location, variables = {} }: StoreAddress) => openOnce(location, variables, options.pace);
  const store = withAddresses([open(first), ...others.map(open)], options);
  return retrying(store, options.onOutage === undefined ? {} : { onOutage: options.onOutage });
}

/** A store that does not try again by itself. */
function openOnce(location: string, variables: StoreVariables, pace: Pace | undefined): Store {
  const scheme = schemeOf(location);
  const rest = scheme === undefined ? location : location.slice(scheme.length + 1);
  if (rest === "") throw new BackstayError("STORE_LOCATION_INVALID", { location, reason: "empty" });
  if (scheme === undefined || scheme === "local") {
    const store = openLocalStore(rest);
    return pace === undefined ? store : paced(store, pace);
  }
  const remote = openRemoteStore(scheme, location, variables, pace);
  if (remote !== undefined) return remote;
  const reason = NOT_YET.has(scheme) ? "backend-not-yet" : "backend-unknown";
  throw new BackstayError("STORE_LOCATION_INVALID", { location: `${scheme}:…`, reason });
}

/** @returns undefined for a scheme that is not known */
function openRemoteStore(
  scheme: string,
  location: string,
  variables: StoreVariables,
  pace: Pace | undefined,
): Store | undefined {
  const http = { ...USUAL_HTTP_LIMITS, pace };
  switch (scheme) {
    case "sftp":
      return openSftpStore(parseSftpLocation(location), variables, { ...USUAL_LIMITS, pace });
    case "s3":
      return openS3Store(parseS3Location(location), variables, http);
    case "webdav":
      return openWebdavStore(parseWebdavLocation(location), variables, http);
    case "ftp":
    case "ftps":
      return openFtpStore(parseFtpLocation(location), variables, http);
    case "rest":
      return openRestStore(parseRestLocation(location), variables, http);
    case "rclone":
      return openRcloneStore(parseRcloneLocation(location), variables, { ...RCLONE_LIMITS, pace });
    default:
      return undefined;
  }
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
