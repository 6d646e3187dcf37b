import { parseFtpLocation } from "./ftp/place.ts";
import { parseRestLocation } from "./rest/place.ts";
import { parseWebdavLocation } from "./webdav/place.ts";

/**
 * Whether a location holds a password.
 * @param location of any kind
 */
export function holdsPassword(location: string): boolean {
  if (location.startsWith("rest:")) return parseRestLocation(location).password !== undefined;
  if (/^ftps?:/.test(location)) return parseFtpLocation(location).password !== undefined;
  return location.startsWith("webdav:") && parseWebdavLocation(location).password !== undefined;
}
