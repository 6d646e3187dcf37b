import { posix } from "node:path";
import { BackstayError } from "../../../shared/errors.ts";

/** A folder on a server that speaks FTP. */
export type FtpPlace = {
  readonly host: string;
  readonly port: number;
  /** `explicit` begins in the clear and switches to TLS before anything is said; `implicit` is TLS from the first byte. */
  readonly security: "none" | "explicit" | "implicit";
  readonly user: string | undefined;
  /** Of the location itself; never shown. */
  readonly password: string | undefined;
  /** Without a slash in front it lies in the folder that signing in leads to. */
  readonly folder: string;
  /** For people. */
  readonly location: string;
};

const USUAL_PORT = 21;
const IMPLICIT_PORT = 990;

/**
 * Reads `ftps://user@host/folder`, with TLS, or `ftp://user@host/folder`, without; a second slash begins the folder at the top.
 * @throws {BackstayError} STORE_LOCATION_INVALID, without the location, which may hold a password
 */
export function parseFtpLocation(location: string): FtpPlace {
  const [scheme = ""] = location.split(":", 1);
  const refused = () =>
    new BackstayError("STORE_LOCATION_INVALID", { location: `${scheme}:…`, reason: "ftp-form" });
  const url = URL.parse(location);
  if (url === null || !location.startsWith(`${scheme}://`) || url.hostname === "") throw refused();
  if (url.search !== "" || url.hash !== "" || url.port === "0") throw refused();
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw refused();
    }
  };
  const path = decoded(url.pathname.slice(1));
  const user = decoded(url.username) || undefined;
  if (/\p{Cc}/u.test(`${path}${user ?? ""}`) || path.split("/").includes("..")) throw refused();
  const isSecure = scheme === "ftps";
  const port = url.port === "" ? USUAL_PORT : Number(url.port);
  const shown = new URL(url);
  shown.password = "";
  const folder = posix.normalize(path === "" ? "." : path);
  return {
    host: decoded(url.hostname).replace(/^\[(.*)\]$/, "$1"),
    port,
    security: isSecure ? (port === IMPLICIT_PORT ? "implicit" : "explicit") : "none",
    user,
    password: decoded(url.password) || undefined,
    folder: folder.length > 1 ? folder.replace(/\/$/, "") : folder,
    location: shown.href,
  };
}
