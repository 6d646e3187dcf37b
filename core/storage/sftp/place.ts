import { posix } from "node:path";
import { BackstayError, type LocationProblem } from "../../../shared/errors.ts";

/** A folder on a machine that speaks SFTP. */
export type SftpPlace = {
  /** A name, an address, or what the settings of SSH call it. */
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** Without a slash in front it lies in the user's own folder. */
  readonly folder: string;
};

/** What could be taken for an option, or for several words. */
const NO_HOST = /^-|[\s/\\@]|\p{Cc}/u;
const CONTROL = /\p{Cc}/u;
const MAX_PORT = 65_535;

/**
 * Reads a location as restic writes it: `sftp:user@host:/folder`, `sftp:host:folder-in-own-folder` or
 * `sftp://user@host:port//folder`, in which the second slash begins the folder.
 *
 * @throws {BackstayError} STORE_LOCATION_INVALID
 */
export function parseSftpLocation(location: string): SftpPlace {
  const place = location.startsWith("sftp://")
    ? parseUrl(location)
    : parseShort(location.slice("sftp:".length));
  if (place.host === "" || NO_HOST.test(place.host) || CONTROL.test(place.user ?? ""))
    throw refused("sftp-form");
  if (place.folder.startsWith("~")) throw refused("sftp-tilde");
  if (place.folder.includes("\0")) throw refused("sftp-form");
  const folder = posix.normalize(place.folder);
  return { ...place, folder: folder.length > 1 ? folder.replace(/\/$/, "") : folder };
}

/** The location in the one form it is shown and known by. */
export function formatSftpLocation({ host, port, user, folder }: SftpPlace): string {
  const name = host.includes(":") ? `[${host}]` : host;
  if (port === undefined) return `sftp:${user === undefined ? "" : `${user}@`}${name}:${folder}`;
  const escapedUser = user === undefined ? "" : `${encodeURIComponent(user)}@`;
  return `sftp://${escapedUser}${name}:${port}/${encodeURI(folder).replaceAll(/[?#]/g, encodeURIComponent)}`;
}

function parseShort(text: string): SftpPlace {
  // an address in brackets has colons of its own
  const [, who = "", folder] = /^((?:[^:]*@)?\[[^\]]*\]|[^:]*):(.*)$/s.exec(text) ?? [];
  if (folder === undefined) throw refused("sftp-form");
  const at = who.lastIndexOf("@");
  const user = at > 0 ? who.slice(0, at) : undefined;
  return { host: bare(who.slice(at + 1)), port: undefined, user, folder };
}

function parseUrl(location: string): SftpPlace {
  let url: URL;
  try {
    url = new URL(location);
  } catch {
    throw refused("sftp-form"); // without the cause, which quotes the whole
  }
  if (url.password !== "") throw refused("password");
  if (url.search !== "" || url.hash !== "") throw refused("sftp-form");
  const port = url.port === "" ? undefined : Number(url.port);
  if (port === 0 || (port ?? 1) > MAX_PORT) throw refused("sftp-form");
  return {
    host: bare(decoded(url.hostname)),
    port,
    user: decoded(url.username) || undefined,
    folder: decoded(url.pathname.slice(1)),
  };
}

function bare(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused("sftp-form");
  }
}

function refused(reason: LocationProblem): BackstayError<"STORE_LOCATION_INVALID"> {
  return new BackstayError("STORE_LOCATION_INVALID", { location: "sftp:…", reason });
}
