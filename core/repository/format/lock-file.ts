import { encodeJsonText } from "./go-json.ts";
import { MAX_UINT32, openJsonFields } from "./json-fields.ts";

/**
 * A lock: who uses the repository. Written anew every five minutes, so `time` is the time of the last sign of life.
 * @source restic repository format v2, "Locks"
 */
export type LockFile = {
  /** RFC 3339, as it was written. */
  readonly time: string;
  /** Nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly exclusive: boolean;
  readonly hostname: string;
  readonly username: string;
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
};

/** @throws {BackstayError} OBJECT_CORRUPT */
export function decodeLockFile(json: Uint8Array, lockId: string): LockFile {
  const fields = openJsonFields(json, { kind: "lock", name: lockId });
  const time = fields.time("time");
  return {
    time: time.text,
    timeNs: time.ns,
    exclusive: fields.flag("exclusive"),
    hostname: fields.text("hostname"),
    username: fields.text("username"),
    pid: fields.count("pid"),
    uid: fields.count("uid", MAX_UINT32),
    gid: fields.count("gid", MAX_UINT32),
  };
}

/** `timeNs` is not written: it is what `time` says. */
export function encodeLockFile(lock: Omit<LockFile, "timeNs">): Uint8Array {
  let json = `{"time":${encodeJsonText(lock.time)},"exclusive":${lock.exclusive}`;
  json += `,"hostname":${encodeJsonText(lock.hostname)},"username":${encodeJsonText(lock.username)}`;
  json += `,"pid":${lock.pid}`;
  if (lock.uid !== 0) json += `,"uid":${lock.uid}`;
  if (lock.gid !== 0) json += `,"gid":${lock.gid}`;
  return Buffer.from(`${json}}`);
}
