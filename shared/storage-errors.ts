/** Errors of repositories that are reached over a network. No `location` here holds a password. */
export type StorageErrorDetails = {
  /** The place does not answer, or stopped to. */
  STORE_UNREACHABLE: { location: string; reason: StoreSilence };
  /** A server did not store a file and does not say why; `said` is all it says. */
  STORE_WRITE_REFUSED: { location: string; said: string };
  /** A server does not let in whoever signs in so; `user` is null where no name was given. */
  STORE_SIGN_IN_REFUSED: { location: string; user: string | null };
  /** The server takes new files, and lets none be removed or replaced. */
  STORE_APPEND_ONLY: { location: string };
  STORE_CERTIFICATE_REFUSED: { location: string; reason: CertificateProblem };
  /** A program that reaches the place is missing, for which `said` is empty, or ended. */
  STORE_PROGRAM_FAILED: { location: string; program: string; said: string };
  /** A service that speaks S3 has no such bucket, or not for this account. */
  STORE_BUCKET_MISSING: { location: string; bucket: string };
  /** A service refuses what this computer signs, because its clock is wrong. */
  STORE_CLOCK_WRONG: { location: string };
  /** The bucket is not in the region it was looked for in; `wanted` is null where the service does not say which. */
  STORE_REGION_WRONG: { location: string; region: string; wanted: string | null };
  /** The place keeps only what restic knows, so nothing of Backstay's own. */
  STORE_WITHOUT_MANIFESTS: { location: string };
  /** The caller may not say which settings of rclone count: these may name programs to run. */
  PLACE_SETTINGS_REFUSED: { path: string };
  /**
   * There is nothing to sign in with; `variables` are the names under which it is looked for. None for a place of plans and pages, of
   * which the key store knows.
   */
  STORE_SIGN_IN_MISSING: { location: string; variables: readonly string[] };
  /** Nobody said yet that this is the key of the right host. */
  REMOTE_KEY_UNKNOWN: { address: string; shown: string };
  /** The settings of SSH on this machine, for this host; `said` is what `ssh` says of them. */
  SSH_SETTINGS_UNUSABLE: { host: string; reason: "broken" | "needs-proxy"; said: string };
};
export type StorageErrorCode = keyof StorageErrorDetails;

export type StoreSilence =
  | "refused"
  | "not-found"
  | "timed-out"
  | "no-route"
  | "closed"
  | "no-ssh"
  | "no-sftp"
  | "busy"
  | "no-http"
  | "no-webdav"
  | "no-tls";

/** `name`: it is for another name. `unknown`: nobody who is trusted here vouches for it. */
export type CertificateProblem = "expired" | "not-yet" | "name" | "unknown";
