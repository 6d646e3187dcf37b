import { type HttpPlace, parseHttpLocation } from "../http/place.ts";

/**
 * Reads `webdav:https://user@host/folder/`: a repository in a folder of a server that speaks WebDAV.
 * @throws {BackstayError} STORE_LOCATION_INVALID, without the location, which may hold a password
 */
export function parseWebdavLocation(location: string): HttpPlace {
  return parseHttpLocation("webdav", location, "webdav-form");
}
