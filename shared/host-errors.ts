import type { HealthErrorDetails } from "./health-errors.ts";
import type { SelfTestErrorDetails } from "./self-test-errors.ts";

/** Errors of the application around the engine: its catalog of plans, its hosts, its pages. */
export type HostErrorDetails = HealthErrorDetails & {
  /** A disk does not test itself. */
  SELF_TEST_REFUSED: SelfTestErrorDetails["SELF_TEST_REFUSED"];
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
  /** No Backstay uses this data folder. */
  HOST_NOT_RUNNING: { folder: string };
  /** The Backstay that runs is one without a web console. */
  CONSOLE_NOT_SERVED: Record<string, never>;
  CONSOLE_PASSWORD_SHORT: { minimum: number };
  /** What was given as the console's present password is not it. */
  CONSOLE_PASSWORD_WRONG: Record<string, never>;
  /** It was given to change one, and there is none yet. */
  CONSOLE_PASSWORD_UNSET: Record<string, never>;
  /** A certificate or its key cannot be used; `reason` is what the library says. */
  CERTIFICATE_UNUSABLE: { path: string; reason: string };
  /** A program of the service manager failed; `output` is what it said. */
  SERVICE_FAILED: { command: string; output: string };
  /** The console may not listen like that. */
  LISTEN_REFUSED: {
    address: string;
    reason: "password-missing" | "tls-missing" | "in-use" | "not-permitted";
  };
  SOURCE_NOT_FOUND: Record<string, never>;
  /** A command line names a source, or a database that is one, by a name that none has. */
  SOURCE_NOT_NAMED: { wanted: string; sources: readonly string[]; isDatabase: boolean };
  SOURCE_IN_USE: { name: string; plans: readonly string[] };
  SOURCE_PATH_INVALID: { path: string };
  PLAN_NOT_FOUND: Record<string, never>;
  PLAN_CHANGED: { name: string };
  /** No plan is called like that, or several are; `plans` are the names there are. */
  PLAN_NOT_NAMED: { wanted: string; plans: readonly string[] };
  RUN_NOT_FOUND: Record<string, never>;
  ALERT_NOT_FOUND: Record<string, never>;
  CHANNEL_NOT_FOUND: Record<string, never>;
  /** A channel lacks a secret that it cannot work without. */
  CHANNEL_INCOMPLETE: { name: string; secret: "address" | "password" | "key" };
  /** An address a channel may not use; never the address itself, which may hold a key. */
  CHANNEL_ADDRESS_INVALID: { reason: "form" | "scheme" | "credentials" };
  /** Mail with a password, and no encryption, to another computer. */
  CHANNEL_IN_CLEAR: { host: string };
  /** A program is named by its whole path. */
  CHANNEL_PROGRAM_RELATIVE: { program: string };
  /** The caller may not say which program Backstay runs, or with which arguments. */
  CHANNEL_PROGRAM_REFUSED: { program: string };
  REPOSITORY_NOT_FOUND: Record<string, never>;
  REPOSITORY_IN_USE: { name: string; plans: readonly string[] };
  /** A repository may only be made in a folder without anything in it. */
  LOCATION_NOT_EMPTY: { location: string };
  /** Nor inside of another one, or of Backstay's own folder; `outer` is which. */
  LOCATION_INSIDE: { location: string; outer: string; isRepository: boolean };
  /** Backstay's own folder cannot be made or used. */
  DATA_FOLDER_UNUSABLE: { path: string; systemCode: string };
  /** The disk with Backstay's own folder has no room left. */
  DATA_FOLDER_FULL: { path: string };
  /** The data folder, and the Backstay that may use it, belong to another user. */
  HOST_OF_OTHER_USER: { folder: string; systemCode: string };
  /** Another repository stands where this one was. */
  REPOSITORY_CHANGED: { location: string; expected: string; found: string };
  NAME_TAKEN: { name: string };
  SCHEDULE_INVALID: { expression: string; reason: ScheduleProblem };
  FOLDER_NOT_LISTED: { path: string; systemCode: string };
  FOLDER_NAME_INVALID: { name: string };
  FOLDER_NOT_MADE: { path: string; systemCode: string };
  /** The password of a repository is not in the key store, or the store cannot be read. */
  SECRET_MISSING: { name: string };
  SECRETS_UNREADABLE: { path: string; reason: string };
  /** The process that reads a repository for the pages ended in a way nobody asked for. */
  READER_CRASHED: { exit: string };
  /** The same process, or the place it reads from, did not answer in time. */
  READER_SLOW: { seconds: number };
  JOB_NOT_RESTARTABLE: Record<string, never>;
  /** The program the engine runs in lacks what the engine needs, or does it wrong: names like `zstd` and `better-sqlite3`. */
  RUNTIME_LACKS: { pieces: readonly string[] };
  /** Another machine cannot be reached over SSH. */
  REMOTE_SILENT: { address: string; reason: RemoteSilence };
  /** A machine shows another host key than the one that was pinned; `shown` is empty when it has none of that type. */
  REMOTE_KEY_CHANGED: { address: string; pinned: string; shown: string };
  /** A machine lets us in and gives no files over SFTP, or sends what is none. */
  REMOTE_NO_SFTP: { address: string };
  REMOTE_SIGN_IN_REFUSED: { address: string; user: string };
  /** The private key cannot be read: it needs another passphrase, or is no key; or there is `none` at all. */
  REMOTE_SIGN_IN_UNUSABLE: { address: string; reason: "passphrase" | "format" | "none" };
  /**
   * A machine does not lead on to what lies behind it. `socket`: it does not say why, as with sockets. `said`: by it, short.
   */
  REMOTE_NOT_FORWARDED: {
    address: string;
    target: string;
    reason: "forbidden" | "refused" | "socket" | "no-answer";
    said: string;
  };
};
export type HostErrorCode = keyof HostErrorDetails;

export type RemoteSilence = "refused" | "not-found" | "timed-out" | "no-route" | "closed" | "no-ssh";

/** What is wrong with a cron expression: one of its fields, how many there are, or that it has no time, like 31 February. */
export type ScheduleProblem = "fields" | "minute" | "hour" | "day" | "month" | "weekday" | "never";
