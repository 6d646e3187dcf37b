import { BackstayError } from "../../shared/errors.ts";
import {
  type PlaceKind,
  REMOTE_PLACE_KINDS,
  type RemotePlace,
  type SftpPlaceSetup,
} from "../../shared/model/remote-place.ts";
import { isLocal } from "../storage/open-store.ts";
import { parseRcloneLocation } from "../storage/rclone/place.ts";
import { parseRestLocation } from "../storage/rest/place.ts";
import { formatSftpLocation, parseSftpLocation, type SftpPlace } from "../storage/sftp/place.ts";

/**
 * The location of a place, in the one form the catalog knows it by, and as restic takes it. It holds no secret.
 * @throws {BackstayError} STORE_LOCATION_INVALID
 */
export function locationOfPlace(place: RemotePlace): string {
  switch (place.kind) {
    case "sftp":
      return sftpLocation(place);
    case "rest": {
      const { url } = parseRestLocation(`rest:${place.url}`);
      url.username = place.user ?? "";
      return parseRestLocation(`rest:${url}`).location;
    }
    case "rclone":
      return parseRcloneLocation(`rclone:${place.remote}:${place.folder}`).location;
  }
}

/** What kind of place a location of the catalog is. */
export function placeKindOf(location: string): PlaceKind {
  if (isLocal(location)) return "folder";
  return REMOTE_PLACE_KINDS.find((kind) => location.startsWith(`${kind}:`)) ?? "folder";
}

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
