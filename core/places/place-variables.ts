import { BackstayError } from "../../shared/errors.ts";
import {
  isSameAccount,
  type RemotePlace,
  type RemotePlaceDraft,
  type RemotePlaceSecret,
  type RemotePlaceSecrets,
  secretsOfPlace,
} from "../../shared/model/remote-place.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { locationOfPlace } from "./place-location.ts";

/**
 * What a store of this place is opened with, by the names that the environment of the command line has for it. The one table of
 * that.
 */
export function variablesOfPlace({ place, secrets }: RemotePlaceDraft): StoreVariables {
  switch (place.kind) {
    case "sftp":
      return {
        BACKSTAY_SFTP_HOST_KEY: place.hostKey ?? undefined,
        ...(place.signIn === "agent" ? { SSH_AUTH_SOCK: process.env.SSH_AUTH_SOCK } : {}),
        BACKSTAY_SFTP_PRIVATE_KEY: secrets.privateKey,
        BACKSTAY_SFTP_PASSPHRASE: secrets.passphrase,
        BACKSTAY_SFTP_PASSWORD: secrets.password,
      };
    case "rest":
      return {
        BACKSTAY_REST_PASSWORD: secrets.password,
        BACKSTAY_CACERT: place.caFile ?? undefined,
      };
    case "ftp":
      return {
        BACKSTAY_FTP_PASSWORD: secrets.password,
        BACKSTAY_CACERT: place.caFile ?? undefined,
      };
    case "webdav":
      return {
        BACKSTAY_WEBDAV_PASSWORD: secrets.password,
        BACKSTAY_CACERT: place.caFile ?? undefined,
      };
    case "s3":
      return {
        BACKSTAY_S3_ACCESS_KEY_ID: place.keyId,
        BACKSTAY_S3_SECRET_ACCESS_KEY: secrets.password,
        BACKSTAY_S3_REGION: place.region ?? undefined,
        BACKSTAY_CACERT: place.caFile ?? undefined,
      };
    case "rclone":
      return {
        RCLONE_CONFIG: place.configFile ?? undefined,
        RCLONE_CONFIG_PASS: secrets.password,
      };
  }
}

/**
 * Takes what was given, and for the rest what is kept of the same account.
 *
 * @param kept undefined for a place that is new
 * @throws {BackstayError} STORE_SIGN_IN_MISSING
 */
export function completeDraft(
  { place, secrets: given }: RemotePlaceDraft,
  kept: RemotePlaceDraft | undefined,
): RemotePlaceDraft {
  const before = kept !== undefined && isSameAccount(kept.place, place) ? kept.secrets : {};
  const secrets: RemotePlaceSecrets = {};
  for (const name of secretsOfPlace(place)) {
    const isOfOtherKey = name === "passphrase" && given.privateKey !== undefined;
    const value = given[name] ?? (isOfOtherKey ? undefined : before[name]);
    if (value !== undefined) secrets[name] = value;
  }
  const missing = neededSecrets(place).find((name) => secrets[name] === undefined);
  if (missing === undefined) return { place, secrets };
  throw new BackstayError("STORE_SIGN_IN_MISSING", { location: locationOfPlace(place), variables: [] });
}

/** Without which there is no use in asking. A web server, or rclone, may want no password. */
function neededSecrets(place: RemotePlace): readonly RemotePlaceSecret[] {
  if (place.kind !== "sftp" && place.kind !== "s3" && place.kind !== "ftp") return [];
  return secretsOfPlace(place).filter((name) => name !== "passphrase");
}
