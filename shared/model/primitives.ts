/** The pieces that the contract's types are made of. Everything is JSON: times are whole milliseconds since 1970. */
import { z } from "zod";
import { isVisibleText } from "../format/visible-text.ts";
import type {
  AlertId,
  ChannelId,
  DrillId,
  HealthSubjectId,
  JobId,
  PlanId,
  ReplicaId,
  RepositoryId,
  RunId,
  SeriesId,
  SnapshotId,
  SourceId,
  WatchedHostId,
} from "../ids.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FULL_ID = /^[0-9a-f]{64}$/;
const SERIES = /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const idLike = <Id extends string>(pattern: RegExp) =>
  z.custom<Id>((value) => typeof value === "string" && pattern.test(value), "not an id");

export const SnapshotIdText = idLike<SnapshotId>(FULL_ID);
export const RepositoryIdText = idLike<RepositoryId>(FULL_ID);
export const JobIdText = idLike<JobId>(UUID);
export const SourceIdText = idLike<SourceId>(UUID);
export const PlanIdText = idLike<PlanId>(UUID);
export const ReplicaIdText = idLike<ReplicaId>(UUID);
export const RunIdText = idLike<RunId>(UUID);
export const DrillIdText = idLike<DrillId>(UUID);
export const AlertIdText = idLike<AlertId>(UUID);
export const ChannelIdText = idLike<ChannelId>(UUID);
export const WatchedHostIdText = idLike<WatchedHostId>(UUID);
export const HealthSubjectIdText = idLike<HealthSubjectId>(UUID);
export const SeriesIdText = idLike<SeriesId>(SERIES);

/** The largest time a `Date` holds, either way. */
const MAX_TIME_MS = 8_640_000_000_000_000;
/** Milliseconds since 1970. */
export const TimeMs = z.int().min(-MAX_TIME_MS).max(MAX_TIME_MS);
export const Bytes = z.int().nonnegative();
export const Count = z.int().nonnegative();

/** A name a person gives: one that can be seen, and does not turn the text around it. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => isVisibleText(name), "cannot be seen");

/** Longer than any real path of this machine. */
const MAX_PATH_LENGTH = 32_768;
/** An absolute path of this machine, as its system writes it; whether it is absolute is the engine's to say. */
export const LocalPath = z
  .string()
  .min(1)
  .max(MAX_PATH_LENGTH)
  .refine((path) => !path.includes("\0"), "holds a zero byte");

/**
 * A path inside of a snapshot, beginning with `/`, **one character per byte** (latin1): file names are bytes, not text, and only
 * so every entry can be named. To be shown it has to become text, see `rawToText`.
 */
export const TreePath = z
  .string()
  .max(MAX_PATH_LENGTH)
  .refine(
    (path) => path.startsWith("/") && !path.includes("\0") && isOneCharacterPerByte(path),
    "not a raw path",
  );
export type TreePath = z.infer<typeof TreePath>;

/** Never shown, never logged, never sent by the engine. */
export const Secret = z.string().min(1).max(4096);

export const HourAndMinute = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

function isOneCharacterPerByte(text: string): boolean {
  for (let n = 0; n < text.length; n += 1) if (text.charCodeAt(n) > 0xff) return false;
  return true;
}
