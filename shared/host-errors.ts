/** Errors of the application around the engine: its catalog of plans, its hosts, its pages. */
export type HostErrorDetails = {
  /** A call of the contract that does not exist, or whose input has not the form it must have. `where` names the field. */
  CALL_INVALID: { method: string; where: string };
  /** The session may look, and not change anything. */
  NOT_ALLOWED: { method: string };
  SIGN_IN_NEEDED: Record<string, never>;
  SIGN_IN_REFUSED: Record<string, never>;
  SIGN_IN_TOO_OFTEN: { retrySeconds: number };
  /** The page cannot reach the engine. */
  HOST_UNREACHABLE: Record<string, never>;
  /** Another Backstay uses this data folder. */
  HOST_RUNNING: { pid: number; folder: string };
  /** The console may not listen like that. */
  LISTEN_REFUSED: {
    address: string;
    reason: "password-missing" | "tls-missing" | "in-use" | "not-permitted";
  };
  SOURCE_NOT_FOUND: Record<string, never>;
  SOURCE_IN_USE: { name: string; plans: readonly string[] };
  SOURCE_PATH_INVALID: { path: string };
  PLAN_NOT_FOUND: Record<string, never>;
  RUN_NOT_FOUND: Record<string, never>;
  ALERT_NOT_FOUND: Record<string, never>;
  REPOSITORY_NOT_FOUND: Record<string, never>;
  REPOSITORY_IN_USE: { name: string; plans: readonly string[] };
  /** A repository may only be made in a folder without anything in it. */
  LOCATION_NOT_EMPTY: { location: string };
  /** Another repository stands where this one was. */
  REPOSITORY_CHANGED: { location: string; expected: string; found: string };
  NAME_TAKEN: { name: string };
  SCHEDULE_INVALID: { expression: string; reason: string };
  FOLDER_NOT_LISTED: { path: string; systemCode: string };
  /** The password of a repository is not in the key store, or the store cannot be read. */
  SECRET_MISSING: { name: string };
  SECRETS_UNREADABLE: { path: string; reason: string };
  /** The process that reads a repository for the pages ended in a way nobody asked for. */
  READER_CRASHED: { exit: string };
  JOB_NOT_RESTARTABLE: Record<string, never>;
};
export type HostErrorCode = keyof HostErrorDetails;
