/**
 * Snapshots: what was saved, when, by whom, and the tree it became.
 * @source restic repository format v2, "Snapshots"; `summary` as of restic 0.17
 */
import type { BlobId, SnapshotId } from "../../../shared/ids.ts";
import { encodeJson, encodeJsonText } from "./go-json.ts";
import { MAX_UINT32, openJsonFields } from "./json-fields.ts";
import { decodeSummary, encodeSummary, type SnapshotSummary } from "./snapshot-summary.ts";

export type Snapshot = {
  /** RFC 3339, as it was written; the offset decides what counts as the same day for retention. */
  readonly time: string;
  /** What `time` says, in nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly parent: SnapshotId | undefined;
  readonly tree: BlobId;
  /**
   * Absolute paths of the sources. They are text: restic puts U+FFFD for each byte that is not UTF-8 (see `lossyText`), and
   * so finds no parent for such a source. The names inside the tree lose nothing.
   */
  readonly paths: readonly string[];
  readonly hostname: string;
  readonly username: string;
  readonly uid: number;
  readonly gid: number;
  readonly excludes: readonly string[];
  readonly tags: readonly string[];
  /** The first form of a snapshot whose tags were changed since. */
  readonly original: SnapshotId | undefined;
  readonly programVersion: string;
  readonly summary: SnapshotSummary | undefined;
  /** Members other programs wrote. They are written back, so that changing tags loses nothing. */
  readonly otherFields: Readonly<Record<string, unknown>>;
};

const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  "time",
  "parent",
  "tree",
  "paths",
  "hostname",
  "username",
  "uid",
  "gid",
  "excludes",
  "tags",
  "original",
  "program_version",
  "summary",
]);

/** @throws {BackstayError} OBJECT_CORRUPT */
export function decodeSnapshot(json: Uint8Array, snapshotId: SnapshotId): Snapshot {
  const fields = openJsonFields(json, { kind: "snapshot", name: snapshotId });
  const time = fields.time("time");
  const summary = fields.object("summary");
  return {
    time: time.text,
    timeNs: time.ns,
    parent: fields.optionalId("parent") as SnapshotId | undefined,
    tree: fields.id("tree") as BlobId,
    paths: fields.texts("paths"),
    hostname: fields.text("hostname"),
    username: fields.text("username"),
    uid: fields.count("uid", MAX_UINT32),
    gid: fields.count("gid", MAX_UINT32),
    excludes: fields.texts("excludes"),
    tags: fields.texts("tags"),
    original: fields.optionalId("original") as SnapshotId | undefined,
    programVersion: fields.text("program_version"),
    summary: summary === undefined ? undefined : decodeSummary(summary),
    otherFields: fields.others(KNOWN_FIELDS),
  };
}

/** `timeNs` is not written: it is what `time` says. */
export function encodeSnapshot(snapshot: Omit<Snapshot, "timeNs">): Uint8Array {
  const { parent, original, summary } = snapshot;
  let json = `{"time":${encodeJsonText(snapshot.time)}`;
  if (parent !== undefined) json += `,"parent":"${parent}"`;
  json += `,"tree":"${snapshot.tree}","paths":${encodeJson(snapshot.paths)}`;
  if (snapshot.hostname !== "") json += `,"hostname":${encodeJsonText(snapshot.hostname)}`;
  if (snapshot.username !== "") json += `,"username":${encodeJsonText(snapshot.username)}`;
  if (snapshot.uid !== 0) json += `,"uid":${snapshot.uid}`;
  if (snapshot.gid !== 0) json += `,"gid":${snapshot.gid}`;
  if (snapshot.excludes.length > 0) json += `,"excludes":${encodeJson(snapshot.excludes)}`;
  if (snapshot.tags.length > 0) json += `,"tags":${encodeJson(snapshot.tags)}`;
  if (original !== undefined) json += `,"original":"${original}"`;
  if (snapshot.programVersion !== "") json += `,"program_version":${encodeJsonText(snapshot.programVersion)}`;
  if (summary !== undefined) json += `,"summary":${encodeSummary(summary)}`;
  for (const [key, value] of Object.entries(snapshot.otherFields)) {
    json += `,${encodeJsonText(key)}:${encodeJson(value)}`;
  }
  return Buffer.from(`${json}}`);
}
