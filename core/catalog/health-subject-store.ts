import type Database from "better-sqlite3";
import { z } from "zod";
import type { HealthSubjectId, WatchedHostId } from "../../shared/ids.ts";
import { DeviceType } from "../../shared/model/device-type.ts";
import { ArrayReading, ControllerReading, DiskReading } from "../../shared/model/health-reading.ts";
import { ARRAY_VERDICTS, DISK_VERDICTS, FindingShape } from "../../shared/model/health-verdict.ts";
import { VolumeView } from "../../shared/model/health-view.ts";
import { count, idColumn, json, nsOf, timeMs } from "./columns.ts";

/** A mounted file system as it was read. */
export const VolumeReading = VolumeView.pick({
  path: true,
  source: true,
  fileSystem: true,
  sizeBytes: true,
  freeBytes: true,
  inodesUsedPercent: true,
});
export type VolumeReading = z.infer<typeof VolumeReading>;

/** What somebody saw and took upon themselves: what is worse than this is told again. */
const Acknowledged = z.object({
  verdict: z.string(),
  /** Findings that were there, with the largest number in each. */
  findings: z.record(z.string(), z.number()),
});
export type Acknowledged = z.infer<typeof Acknowledged>;

/** What is remembered for the next judgement. */
const SubjectMemory = z.object({
  /** Whether it was ever read well enough to be judged: only then is it news that it cannot be read. */
  wasReadable: z.boolean(),
  /** Of an array: how many members and spares it had when it was whole, its level, and what each member's errors were before. */
  baseline: z
    .object({
      members: z.number().nullable(),
      spares: z.number().nullable(),
      /** The last that was told: Btrfs tells it only while it is mounted. */
      level: z.string().nullable().default(null),
      memberErrors: z.record(
        z.string(),
        z.object({
          before: z.number(),
          beforeMs: z.number(),
          value: z.number(),
          stableSinceMs: z.number().nullable(),
        }),
      ),
    })
    .nullable(),
  /** Taken off now and then, such as a disk on USB. */
  isRemovable: z.boolean(),
  /** Of an array: the disk behind each member, in their order. */
  memberDisks: z.array(idColumn<HealthSubjectId>().nullable()),
  /** Rounds in a row in which it could not be read. */
  unreadRounds: z.number(),
  /** Of a disk: how a person said that it is reached. An adapter may tell the kernel a serial number of its own. */
  given: z.object({ deviceType: DeviceType, kernelSerial: z.string().nullable() }).optional(),
});
export type SubjectMemory = z.infer<typeof SubjectMemory>;

/** What the catalog keeps of everything alike. */
export type SubjectCommon = {
  readonly id: HealthSubjectId;
  readonly hostId: WatchedHostId;
  readonly identity: string;
  readonly wwn: string | null;
  readonly name: string;
  readonly findings: readonly z.infer<typeof FindingShape>[];
  readonly sinceMs: number;
  readonly readMs: number | null;
  readonly seenMs: number;
  readonly vanishedMs: number | null;
  /** Which probes name it: only when all of them answer and none does is it gone. */
  readonly sources: readonly string[];
  readonly acknowledgedMs: number | null;
  readonly acknowledged: Acknowledged | null;
  readonly memory: SubjectMemory;
};
type Kinds = {
  disk: { readonly reading: DiskReading; readonly verdict: (typeof DISK_VERDICTS)[number] };
  array: { readonly reading: ArrayReading; readonly verdict: (typeof ARRAY_VERDICTS)[number] };
  controller: { readonly reading: ControllerReading; readonly verdict: (typeof DISK_VERDICTS)[number] };
  volume: { readonly reading: VolumeReading; readonly verdict: "none" };
};
export type SubjectKind = keyof Kinds;
/** What was read of something, and the verdict on it. */
export type JudgedReading<K extends SubjectKind> = Kinds[K];
export type SubjectDraftOf<K extends SubjectKind> = SubjectCommon & Kinds[K] & { readonly kind: K };
/** `number` is what {@link HealthRunStore} knows it by; it is given when it is first saved. */
export type SubjectRecordOf<K extends SubjectKind> = SubjectDraftOf<K> & { readonly number: number };
export type SubjectRecord = { [K in SubjectKind]: SubjectRecordOf<K> }[SubjectKind];

/** The table of what is on watched hosts. */
export type HealthSubjectStore = {
  /** Of all hosts, or of one. */
  list(hostId?: WatchedHostId): readonly SubjectRecord[];
  get(id: HealthSubjectId): SubjectRecord | undefined;
  find<K extends SubjectKind>(kind: K, identity: string): SubjectRecordOf<K> | undefined;
  findByWwn(wwn: string): SubjectRecordOf<"disk"> | undefined;
  /** Inserts it, or replaces the one with its id. @returns its number */
  save<K extends SubjectKind>(subject: SubjectDraftOf<K>): number;
  /** With its history. */
  remove(id: HealthSubjectId): void;
};

const VERDICT = { disk: z.enum(DISK_VERDICTS), array: z.enum(ARRAY_VERDICTS) };
const common = {
  number: count,
  id: idColumn<HealthSubjectId>(),
  host_id: idColumn<WatchedHostId>(),
  identity: z.string(),
  wwn: z.string().nullable(),
  name: z.string(),
  findings: json(z.array(FindingShape)),
  since_ns: timeMs,
  read_ns: timeMs.nullable(),
  seen_ns: timeMs,
  vanished_ns: timeMs.nullable(),
  sources: json(z.array(z.string())),
  acknowledged_ns: timeMs.nullable(),
  acknowledged: json(Acknowledged).nullable(),
  memory: json(SubjectMemory),
};
const Row = z
  .discriminatedUnion("kind", [
    z.object({ ...common, kind: z.literal("disk"), reading: json(DiskReading), verdict: VERDICT.disk }),
    z.object({ ...common, kind: z.literal("array"), reading: json(ArrayReading), verdict: VERDICT.array }),
    z.object({
      ...common,
      kind: z.literal("controller"),
      reading: json(ControllerReading),
      verdict: VERDICT.disk,
    }),
    z.object({
      ...common,
      kind: z.literal("volume"),
      reading: json(VolumeReading),
      verdict: z.literal("none"),
    }),
  ])
  .transform(
    ({ host_id, since_ns, read_ns, seen_ns, vanished_ns, acknowledged_ns, ...rest }): SubjectRecord => ({
      ...rest,
      hostId: host_id,
      sinceMs: since_ns,
      readMs: read_ns,
      seenMs: seen_ns,
      vanishedMs: vanished_ns,
      acknowledgedMs: acknowledged_ns,
    }),
  );

export function createHealthSubjectStore(database: Database.Database): HealthSubjectStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const readOne = (row: unknown) => (row === undefined ? undefined : Row.parse(row));
  // the query chose the kind, which the type of a row cannot say
  const readOneOf = <K extends SubjectKind>(_: K, row: unknown) =>
    readOne(row) as unknown as SubjectRecordOf<K> | undefined;
  const all = prepare("SELECT * FROM health_subjects ORDER BY number");
  const ofHost = prepare("SELECT * FROM health_subjects WHERE host_id = ? ORDER BY number");
  const get = prepare("SELECT * FROM health_subjects WHERE id = ?");
  const find = prepare("SELECT * FROM health_subjects WHERE kind = ? AND identity = ?");
  const byWwn = prepare("SELECT * FROM health_subjects WHERE wwn = ? AND kind = 'disk' LIMIT 1");
  const save = prepare(`
    INSERT INTO health_subjects (id, host_id, kind, identity, wwn, name, reading, verdict, findings, since_ns, read_ns,
      seen_ns, vanished_ns, sources, acknowledged_ns, acknowledged, memory)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET host_id = excluded.host_id, identity = excluded.identity, wwn = excluded.wwn,
      name = excluded.name, reading = excluded.reading, verdict = excluded.verdict, findings = excluded.findings,
      since_ns = excluded.since_ns, read_ns = excluded.read_ns, seen_ns = excluded.seen_ns,
      vanished_ns = excluded.vanished_ns, sources = excluded.sources, acknowledged_ns = excluded.acknowledged_ns,
      acknowledged = excluded.acknowledged, memory = excluded.memory
    RETURNING number`);
  const remove = prepare("DELETE FROM health_subjects WHERE id = ?");
  const orNull = (ms: number | null) => (ms === null ? null : nsOf(ms));
  return {
    list: (hostId) => (hostId === undefined ? all.all() : ofHost.all(hostId)).map((row) => Row.parse(row)),
    get: (id) => readOne(get.get(id)),
    find: (kind, identity) => readOneOf(kind, find.get(kind, identity)),
    findByWwn: (wwn) => readOneOf("disk", byWwn.get(wwn)),
    save(subject) {
      const row = save.get(
        ...[subject.id, subject.hostId, subject.kind, subject.identity, subject.wwn, subject.name],
        ...[JSON.stringify(subject.reading), subject.verdict, JSON.stringify(subject.findings)],
        ...[nsOf(subject.sinceMs), orNull(subject.readMs), nsOf(subject.seenMs), orNull(subject.vanishedMs)],
        ...[JSON.stringify(subject.sources), orNull(subject.acknowledgedMs)],
        subject.acknowledged === null ? null : JSON.stringify(subject.acknowledged),
        JSON.stringify(subject.memory),
      );
      return z.object({ number: count }).parse(row).number;
    },
    remove: (id) => void remove.run(id),
  };
}
