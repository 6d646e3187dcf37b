import { BackstayError } from "../../shared/errors.ts";
import {
  type FtpPlaceSetup,
  type PlaceKind,
  REMOTE_PLACE_KINDS,
  type RemotePlace,
  type SftpPlaceSetup,
} from "../../shared/model/remote-place.ts";
import { parseFtpLocation } from "../storage/ftp/place.ts";
import { isLocal } from "../storage/open-store.ts";
import { parseRcloneLocation } from "../storage/rclone/place.ts";
import { parseRestLocation } from "../storage/rest/place.ts";
import { parseS3Location } from "../storage/s3/place.ts";
import { formatSftpLocation, parseSftpLocation, type SftpPlace } from "../storage/sftp/place.ts";
import { parseWebdavLocation } from "../storage/webdav/place.ts";

/**
 * The location of a place, in the one form the catalog knows it by, and as restic takes it. It holds no secret.
 * @throws {BackstayError} STORE_LOCATION_INVALID
 */
export function locationOfPlace(place: RemotePlace): string {
  switch (place.kind) {
    case "sftp":
      return sftpLocation(place);
    case "s3": {
      const parts = [place.bucket, ...place.folder.split("/")].filter((part) => part !== "");
      const service = place.endpoint.replace(/\/$/, "");
      return parseS3Location(`s3:${service}/${parts.map(encodeURIComponent).join("/")}`).location;
    }
    case "ftp":
      return ftpLocation(place);
    case "webdav":
      return parseWebdavLocation(`webdav:${withUser(place)}`).location;
    case "rest":
      return parseRestLocation(`rest:${withUser(place)}`).location;
    case "rclone":
      return parseRcloneLocation(`rclone:${place.remote}:${place.folder}`).location;
  }
}

/** The address of a web server with the user in it. @throws {BackstayError} STORE_LOCATION_INVALID */
function withUser({ kind, url: text, user }: Extract<RemotePlace, { kind: "rest" | "webdav" }>): string {
  if (!URL.canParse(text)) {
    const reason = `${kind}-form` as const;
    throw new BackstayError("STORE_LOCATION_INVALID", { location: `${kind}:…`, reason });
  }
  const url = new URL(text);
  url.username = user ?? "";
  return url.href;
}

/** What kind of place a location of the catalog is. */
export function placeKindOf(location: string): PlaceKind {
  if (isLocal(location)) return "folder";
  if (location.startsWith("ftps:")) return "ftp";
  return REMOTE_PLACE_KINDS.find((kind) => location.startsWith(`${kind}:`)) ?? "folder";
}

function ftpLocation({ address, port, user, folder, isEncrypted }: FtpPlaceSetup): string {
  const host = address.includes(":") ? `[${address}]` : address;
  const path = folder.split("/").map(encodeURIComponent).join("/");
  const at = `${encodeURIComponent(user)}@${host}${port === USUAL_FTP_PORT ? "" : `:${port}`}`;
  return parseFtpLocation(`${isEncrypted ? "ftps" : "ftp"}://${at}/${path}`).location;
}

const USUAL_FTP_PORT = 21;
const USUAL_PORT = 22;

/** The short form, which people know, where it says everything. */
function sftpLocation({ address, port, user, folder }: SftpPlaceSetup): string {
  const place: SftpPlace = { host: address, port: port === USUAL_PORT ? undefined : port, user, folder };
  const forms = [formatSftpLocation(place), formatSftpLocation({ ...place, port })];
  const form = forms.find((text) => isSame(parseSftpLocation(text), place));
  if (form === undefined)
    throw new BackstayError("STORE_LOCATION_INVALID", { location: "sftp:…", reason: "sftp-form" });
  return formatSftpLocation(parseSftpLocation(form));
}

/** Names with colons in them would be read as something else. */
function isSame(a: SftpPlace, b: SftpPlace): boolean {
  return a.host === b.host && a.user === b.user;
}
