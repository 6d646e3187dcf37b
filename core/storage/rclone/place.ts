import { BackstayError } from "../../../shared/errors.ts";

/** A folder on what rclone calls a remote. */
export type RclonePlace = {
  /** As rclone takes it, like `office-drive:backup`. */
  readonly remote: string;
  readonly location: string;
};

/** A remote that is described on the spot may hold keys and passwords; one of rclone's own settings has a name. */
const NAMED = /^[\p{L}\p{N}_][\p{L}\p{N}_ .+@-]*:/u;

/**
 * Reads `rclone:remote:folder`, as restic writes it.
 * @throws {BackstayError} STORE_LOCATION_INVALID
 */
export function parseRcloneLocation(location: string): RclonePlace {
  const remote = location.slice("rclone:".length);
  const isNamed = NAMED.test(remote) && !/\p{Cc}/u.test(remote);
  if (!isNamed)
    throw new BackstayError("STORE_LOCATION_INVALID", { location: "rclone:…", reason: "rclone-form" });
  return { remote, location };
}
