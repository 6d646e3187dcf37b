import { describe, expect, test } from "vitest";
import { BackstayError, type ErrorCode, type ErrorDetails, type WireError } from "../errors.ts";
import { describeError } from "./describe-error.ts";
import { enTerms } from "./en-terms.ts";
import { LANGUAGES } from "./language.ts";
import { zhTerms } from "./zh-terms.ts";

const id = "0123456789abcdef".repeat(4);
const location = "/mnt/nas/repo";

/** Each code with details as they really come; a code that is missing here does not compile. */
const SAMPLES: { readonly [C in ErrorCode]: ErrorDetails[C] } = {
  DATABASE_CLIENT_MISSING: { kind: "postgresql", program: "pg_dump", folder: null },
  DATABASE_CLIENT_OLDER: { kind: "postgresql", client: "15.18", server: "17.2" },
  DATABASE_NOT_REACHED: { kind: "mariadb", server: "db.example:3306", said: "Access denied" },
  DATABASE_NOT_ENCRYPTED: { kind: "mariadb", server: "db.example:3306" },
  DATABASE_NOT_CHECKABLE: { kind: "mariadb", server: "db.example:3306 (backup@nas.office)" },
  DATABASE_NOT_THERE: { server: "db.example:5432", names: ["orders"] },
  DUMP_CUT_OFF: { database: "orders" },
  COMMAND_SILENT: { program: "/usr/bin/pg_dump", seconds: 600 },
  DUMP_NOT_USABLE: { path: "/postgresql/local/databases/orders.dump.incomplete", reason: "incomplete" },
  DATABASE_EXISTS: { name: "orders", server: "db.example:5432" },
  DATABASE_NOT_RESTORED: { name: "orders", server: "db.example:5432", said: "disk full" },
  SOURCE_PROGRAM_REFUSED: { program: "/usr/local/bin/dump", reason: "not-allowed" },
  SOURCE_IS_LINK: { path: "/home/office", target: "/volume1/office" },
  SOURCE_NOT_READ: { path: "/srv/files", systemCode: "EACCES" },
  REPLICA_DIFFERS: { location: "/mnt/second/repo", original: location, reason: "keys" },
  REPLICA_UNRELIABLE: { location: "/mnt/second/repo", kind: "pack", name: id },
  REPLICA_NOT_FOUND: {},
  REPLICA_ACTIVE: { name: "NAS" },
  REPLICA_KNOWN: { location: "/mnt/second/repo" },
  LOCATION_NOT_MOUNTED: { location: "/mnt/nas/repo", mountPoint: "/mnt/nas" },
  FAILOVER_REFUSED: { reason: "not-well" },
  STAND_IN_REFUSED: { reason: "sources", paths: ["/mnt/office/documents"] },
  HOOK_NOT_FOUND: {},
  HOOK_REFUSED: { name: "Tell the phone", reason: "program-relative" },
  BACKUP_HOOK_FAILED: {
    ...{ name: "Stop the database", problem: "program-failed", status: "3", answer: "still busy" },
  },
  HOOK_FAILED: { name: "Tell the phone", problem: "timed-out" },
  GATEWAY_NOT_FOUND: {},
  GATEWAY_REFUSED: { name: "Files", reason: "open-to-network" },
  PRUNE_WAITS: { name: "NAS", reason: "differ" },
  CALL_INVALID: { method: "plans.run", where: "planId" },
  NOT_ALLOWED: { method: "plans.run" },
  SIGN_IN_NEEDED: {},
  SIGN_IN_REFUSED: {},
  SIGN_IN_TOO_OFTEN: { retrySeconds: 30 },
  HOST_UNREACHABLE: {},
  HOST_RUNNING: { pid: 42, folder: "/home/office/backstay" },
  HOST_NOT_RUNNING: { folder: "/home/office/backstay" },
  CONSOLE_NOT_SERVED: {},
  CONSOLE_PASSWORD_SHORT: { minimum: 10 },
  CERTIFICATE_UNUSABLE: { path: "/etc/ssl/office.pem", reason: "no start line" },
  SERVICE_FAILED: { command: "systemctl enable backstay", output: "Access denied" },
  LISTEN_REFUSED: { address: "0.0.0.0:8443", reason: "tls-missing" },
  SOURCE_NOT_FOUND: {},
  SOURCE_IN_USE: { name: "Documents", plans: ["Office hours", "Nightly"] },
  SOURCE_PATH_INVALID: { path: "documents" },
  PLAN_NOT_FOUND: {},
  PLAN_CHANGED: { name: "Office hours" },
  SOURCE_NOT_NAMED: { wanted: "Books", sources: ["Documents"], isDatabase: false },
  PLAN_NOT_NAMED: { wanted: "Nightly", plans: ["Office hours", "Weekend"] },
  RUN_NOT_FOUND: {},
  ALERT_NOT_FOUND: {},
  CHANNEL_NOT_FOUND: {},
  CHANNEL_INCOMPLETE: { name: "Office mail", secret: "password" },
  CHANNEL_ADDRESS_INVALID: { reason: "scheme" },
  CHANNEL_IN_CLEAR: { host: "mail.example.net" },
  CONSOLE_PASSWORD_WRONG: {},
  CONSOLE_PASSWORD_UNSET: {},
  CHANNEL_PROGRAM_REFUSED: { program: "/usr/local/bin/tell-us" },
  CHANNEL_PROGRAM_RELATIVE: { program: "tell-us" },
  REPOSITORY_NOT_FOUND: {},
  REPOSITORY_IN_USE: { name: "NAS", plans: ["Office hours"] },
  LOCATION_NOT_EMPTY: { location: "/srv/nas" },
  LOCATION_INSIDE: { location: "/srv/nas/data/x", outer: "/srv/nas", isRepository: true },
  DATA_FOLDER_UNUSABLE: { path: "/home/office/backstay", systemCode: "EACCES" },
  DATA_FOLDER_FULL: { path: "/home/office/backstay" },
  HOST_OF_OTHER_USER: { folder: "/root/backstay", systemCode: "EACCES" },
  REPOSITORY_CHANGED: { location: "/srv/nas", expected: "1", found: "2" },
  NAME_TAKEN: { name: "Documents" },
  SCHEDULE_INVALID: { expression: "61 * * * *", reason: "minute" },
  FOLDER_NOT_LISTED: { path: "/root", systemCode: "EACCES" },
  FOLDER_NAME_INVALID: { name: ".." },
  FOLDER_NOT_MADE: { path: "/root/new", systemCode: "EACCES" },
  SECRET_MISSING: { name: "NAS" },
  SECRETS_UNREADABLE: { path: "/home/office/secrets.json", reason: "EACCES" },
  READER_CRASHED: { exit: "SIGKILL" },
  READER_SLOW: { seconds: 300 },
  JOB_NOT_RESTARTABLE: {},
  RUNTIME_LACKS: { pieces: ["zstd", "better-sqlite3"] },
  REMOTE_NO_SFTP: { address: "nas.office:2222" },
  REMOTE_SILENT: { address: "nas.office:2222", reason: "refused" },
  REMOTE_KEY_CHANGED: {
    address: "nas.office",
    pinned: "ssh-ed25519 SHA256:abc",
    shown: "ssh-ed25519 SHA256:def",
  },
  REMOTE_SIGN_IN_REFUSED: { address: "nas.office", user: "backstay" },
  REMOTE_NOT_FORWARDED: { address: "nas.office", target: "localhost:5432", reason: "refused", said: "no" },
  REMOTE_SIGN_IN_UNUSABLE: { address: "nas.office", reason: "passphrase" },
  SNMP_SILENT: { address: "nas.office:1161", version: "v2c", reason: "timed-out" },
  SNMP_REFUSED: { address: "nas.office", user: "backstay", reason: "password" },
  SNMP_NOTHING_SHOWN: { address: "nas.office", user: "backstay", box: null },
  WATCHED_HOST_NOT_FOUND: {},
  WATCHED_HOST_FIXED: { name: "office-pc" },
  WATCHED_HOST_INCOMPLETE: { name: "NAS", secret: "privateKey" },
  HEALTH_SUBJECT_NOT_FOUND: {},
  HEALTH_SUBJECT_PRESENT: { name: "WD-123" },
  DISK_TYPE_NOT_TAKEN: { name: "WD-123" },
  STANDING_SUBJECT_NOT_FOUND: {},
  STANDING_FIXED: { name: "office-pc" },
  SELF_TEST_REFUSED: { name: "WD-123", reason: "already-running", message: "It is at 40%" },
  REPOSITORY_MISSING: { location },
  REPOSITORY_EXISTS: { location },
  REPOSITORY_LOCKED: {
    location,
    lockId: id,
    hostname: "desk",
    username: "ann",
    pid: 4711,
    since: "2024-05-01T10:00:00+02:00",
    exclusive: true,
  },
  LOCK_LOST: { location, reason: "EIO" },
  WRONG_PASSWORD: { location },
  PASSWORD_MISSING: { where: "BACKSTAY_PASSWORD" },
  PASSWORD_NOT_TEXT: {},
  KEYS_MISSING: { location: "/mnt/nas" },
  CONFIG_MISSING: { location: "/mnt/nas" },
  KEY_PARAMETERS_ABSURD: { keyId: id, n: 2 ** 40, r: 8, p: 1 },
  KEY_NOT_FOUND: { wanted: "abc" },
  KEY_IN_USE: { keyId: id },
  VERSION_UNSUPPORTED: { version: 3 },
  POLYNOMIAL_UNUSABLE: { polynomial: "3" },
  OBJECT_MISSING: { kind: "pack", name: id },
  OBJECT_CORRUPT: { kind: "index", name: id, reason: "mac" },
  PACK_HEADER_BROKEN: { packId: id, reason: "entry" },
  BLOB_MISSING: { blobId: id, blobType: "tree" },
  BLOB_CORRUPT: { blobId: id, packId: id, reason: "hash" },
  TREE_BROKEN: { treeId: id, reason: "entry-size" },
  NAME_UNSAFE: { name: "..", folder: "/srv", reason: "dot-dot" },
  SNAPSHOT_PINNED: { snapshots: ["4fa731b4", "0c22d917"] },
  SNAPSHOTS_HELD: { sources: ["Documents"] },
  SNAPSHOT_NOT_FOUND: { wanted: "latest" },
  SNAPSHOT_AMBIGUOUS: { wanted: "0", matches: 1234 },
  ID_NOT_FOUND: { kind: "blob", wanted: "ff" },
  ID_AMBIGUOUS: { kind: "snapshot", wanted: "ff", matches: 2 },
  PATH_NOT_IN_SNAPSHOT: { path: "/srv/x", snapshotId: id },
  ENTRY_BROKEN: { path: "/srv/photos/odd", fault: "size" },
  ENTRY_TYPE_WRONG: { path: "/srv/x", type: "symlink", expected: "file" },
  NO_SOURCE: { paths: ["/srv", "/home"] },
  FS_SNAPSHOT_LOST: { paths: ["/srv"] },
  SOURCE_NOT_MOUNTED: { path: "/mnt/nas/Office", point: "/mnt/nas", type: "cifs" },
  SOURCE_EXCLUDED: { paths: ["/srv", "/home"] },
  PATTERN_INVALID: { pattern: "[a", reason: "class-not-closed" },
  FILE_UNREADABLE: { path: "/root/excludes", systemCode: "EACCES" },
  FILE_NOT_TEXT: { path: "/list" },
  OUTPUT_FAILED: { path: "/tmp/dump.tar", systemCode: "ENOSPC" },
  TARGET_UNUSABLE: { path: "/mnt", reason: "EROFS" },
  TARGET_FULL: { path: "/mnt" },
  TARGET_LOST: { path: "/mnt", systemCode: "EROFS" },
  COMMAND_FAILED: { program: "pg_dump", status: "1", said: "connection refused" },
  COMMAND_NOT_RUN: { program: "pg_dump", systemCode: "ENOENT" },
  STORE_LOCATION_INVALID: { location: "s3:", reason: "backend-not-yet" },
  STORE_VANISHED: { location },
  STORE_FULL: { location, needBytes: 3 * 1024 ** 3, freeBytes: 1024 ** 3 },
  STORE_READ_ONLY: { location },
  STORE_DENIED: { location, operation: "write" },
  STORE_UNREACHABLE: { location: "sftp:nas:/backup", reason: "refused" },
  STORE_WRITE_REFUSED: { location: "sftp:nas:/backup", said: "Failure" },
  STORE_SIGN_IN_REFUSED: { location: "rest:https://nas:8000/", user: "anna" },
  STORE_APPEND_ONLY: { location: "rest:https://nas:8000/" },
  STORE_CERTIFICATE_REFUSED: { location: "rest:https://nas:8000/", reason: "unknown" },
  STORE_PROGRAM_FAILED: { location: "rclone:drive:office", program: "rclone", said: "no such remote" },
  STORE_SIGN_IN_MISSING: { location: "sftp:nas:/backup", variables: ["BACKSTAY_SFTP_KEY_FILE"] },
  PLACE_SETTINGS_REFUSED: { path: "/tmp/rclone.conf" },
  REMOTE_KEY_UNKNOWN: { address: "nas.office", shown: `ssh-ed25519 SHA256:${"A".repeat(43)}` },
  STORE_BUCKET_MISSING: { location: "s3:https://s3.example.com/office", bucket: "office" },
  STORE_CLOCK_WRONG: { location: "s3:https://s3.example.com/office" },
  STORE_REGION_WRONG: { location: "s3:https://s3.example.com/office", region: "us-east-1", wanted: "eu-1" },
  STORE_WITHOUT_MANIFESTS: { location: "rest:https://nas:8000/" },
  SSH_SETTINGS_UNUSABLE: { host: "nas", reason: "broken", said: "line 3: Bad configuration option: prot" },
  STORE_FAILED: { location, operation: "read", reason: "EIO" },
  JOB_CRASHED: { exit: "SIGKILL" },
  JOB_NOT_FOUND: { jobId: "7" },
  DRILL_NOT_FOUND: {},
  DRILL_REFUSED: { reason: "no-standby" },
  VITAL_PATH_OUTSIDE: { path: "/srv/books", source: "Documents" },
  NOTHING_KEPT: { group: "host nas" },
  PRUNE_UNSAFE: { reason: "blobs-missing", missing: 1 },
  CATALOG_NEWER: { path: "/c.db", version: 9, supported: 2 },
  CACHE_FULL: { path: "/cache.sqlite" },
  CACHE_FAILED: { path: "/cache.sqlite", reason: "SQLITE_IOERR" },
  CATALOG_BROKEN: { path: "/c.db", reason: "not a database" },
  VALUE_INVALID: { value: "10X", expected: "size" },
  USAGE: { problem: "option-unknown", about: ["--x", "--y"] },
  PLATFORM_UNSUPPORTED: { what: "mkfifo", platform: "win32" },
  CANCELLED: { reason: "lock-lost" },
  INTERNAL: { logReference: "r42" },
};
/** What a page never meets, or what is still done at a terminal only. */
const NO_BUTTON: ReadonlySet<ErrorCode> = new Set([
  ...(["USAGE", "KEY_NOT_FOUND", "PASSWORD_NOT_TEXT", "CERTIFICATE_UNUSABLE", "SERVICE_FAILED"] as const),
  ...(["OBJECT_CORRUPT", "BLOB_MISSING", "BLOB_CORRUPT", "PACK_HEADER_BROKEN"] as const),
  ...(["KEYS_MISSING", "CONFIG_MISSING"] as const),
  ...(["SIGN_IN_NEEDED", "SIGN_IN_REFUSED", "HOST_RUNNING", "HOST_NOT_RUNNING"] as const),
  ...(["CONSOLE_NOT_SERVED", "LISTEN_REFUSED", "DATA_FOLDER_UNUSABLE", "HOST_OF_OTHER_USER"] as const),
]);
const CODES = Object.keys(SAMPLES) as ErrorCode[];

function sample(code: ErrorCode): WireError {
  return { code, details: SAMPLES[code] } as WireError;
}

/** The texts and numbers of the details that a person needs to see, ids as they are shown. */
function facts(code: ErrorCode): readonly string[] {
  return Object.entries(SAMPLES[code])
    .filter(
      ([key]) =>
        ![
          "reason",
          "kind",
          "blobType",
          "exclusive",
          "needBytes",
          "freeBytes",
          "expected",
          "fault",
          "problem",
          "secret",
          "version",
        ].includes(key),
    )
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .map((value) =>
      value === id ? id.slice(0, 8) : typeof value === "number" && value < 1e6 ? String(value) : value,
    )
    .filter((value): value is string => typeof value === "string" && value !== "1234");
}

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(CODES)("%s says what happened and what to do", (code) => {
    const { message, hint } = describeError(sample(code), language);
    for (const text of [message, hint]) {
      expect(text).toMatch(/\S[.。?？]$/u);
      expect(text).not.toMatch(/undefined|\[object|NaN|null| {2}/);
      expect(text.includes(id)).toBe(false);
    }
    for (const fact of facts(code)) {
      expect(`${message} ${hint}`).toContain(fact);
    }
  });

  test.each(CODES)("%s names no command on a page that has a button for it", (code) => {
    const { hint } = describeError(sample(code), language, "page");
    expect(hint).toMatch(/\S[.。]$/u);
    expect(hint).not.toMatch(/undefined|\[object|NaN|null| {2}/);
    if (!NO_BUTTON.has(code)) expect(hint).not.toMatch(/`|--\w|BACKSTAY_/);
  });

  test("no two codes say the same", () => {
    const messages = CODES.map((code) => describeError(sample(code), language).message);
    expect(new Set(messages).size).toBe(CODES.length);
  });
});

test("Chinese is Chinese, and English is not", () => {
  for (const code of CODES) {
    const [en, zh] = [describeError(sample(code), "en"), describeError(sample(code), "zh")];
    expect(`${zh.message}\n${zh.hint}`).toMatch(/\p{Script=Han}.*\n.*\p{Script=Han}/u);
    expect(en.message + en.hint).not.toMatch(/\p{Script=Han}/u);
  }
});

test("the two languages have a different word for everything", () => {
  for (const group of Object.keys(enTerms) as (keyof typeof enTerms)[]) {
    const zh = Object.values(zhTerms[group]);
    for (const word of Object.values(enTerms[group])) expect(zh).not.toContain(word);
    expect(new Set(zh).size).toBe(zh.length);
  }
});

test("an error that was thrown reads like the same one from another process", () => {
  const details = { location, needBytes: 2048, freeBytes: 4096 };
  const thrown = new BackstayError("STORE_FULL", details);
  expect(describeError(thrown, "en")).toEqual(describeError({ code: "STORE_FULL", details }, "en"));
  expect(describeError(thrown, "en").hint).toContain("Free some space there,"); // never a negative size
});

test("a full disk names the space it lacks", () => {
  expect(describeError(sample("STORE_FULL"), "en").hint).toContain("2.000 GiB");
  expect(describeError(sample("STORE_FULL"), "zh").hint).toContain("2.000 GiB");
});

test("a hostile name cannot play with the terminal", () => {
  const details = { name: "\u001b[2Jok\u202e", folder: "/", reason: "slash" } as const;
  const { message } = describeError({ code: "NAME_UNSAFE", details }, "en");
  expect(message).toContain('"\\u{1b}[2Jok\\u{202e}"');
});

test("a folder that cannot be listed is said to be gone, or closed, where that is known", () => {
  const say = (systemCode: string) =>
    describeError({ code: "FOLDER_NOT_LISTED", details: { path: "/mnt/box", systemCode } }, "en", "page")
      .message;
  expect(say("ENOENT")).toBe("There is no folder /mnt/box (ENOENT).");
  expect(say("ENOTDIR")).toBe("/mnt/box is not a folder (ENOTDIR).");
  expect(say("EACCES")).toBe("Backstay may not look into the folder /mnt/box (EACCES).");
  expect(say("EIO")).toContain("EIO");
});
