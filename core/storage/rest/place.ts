import { type HttpPlace, parseHttpLocation } from "../http/place.ts";

/**
 * Reads `rest:https://user@host:8000/folder/`, as restic writes it: a repository on a server of restic's REST protocol.
 * @throws {BackstayError} STORE_LOCATION_INVALID, without the location, which may hold a password
 */
export function parseRestLocation(location: string): HttpPlace {
  return parseHttpLocation("rest", location, "rest-form");
}
