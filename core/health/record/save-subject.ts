import { randomUUID } from "node:crypto";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { SeriesMetric } from "../../../shared/model/health-view.ts";
import type {
  JudgedReading,
  SubjectCommon,
  SubjectKind,
  SubjectMemory,
  SubjectRecord,
  SubjectRecordOf,
} from "../../catalog/health-subject-store.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import { isWorseThan } from "./acknowledged.ts";

export type RecordStores = Pick<Stores, "healthSubjects" | "healthRuns">;

/** One round of one host on its way into the catalog. */
export type Round = {
  readonly stores: RecordStores;
  readonly hostId: WatchedHostId;
  readonly nowMs: number;
  /** Readings further apart leave a gap in the history. */
  readonly continuesMs: number;
  /** When the machine was started; null where it does not tell. */
  readonly startedMs: number | null;
  /** What this round named: filled while it is saved. */
  readonly seen: Set<HealthSubjectId>;
};

/** What one round says of something. */
type Told<K extends SubjectKind> = {
  readonly kind: K;
  readonly identity: string;
  readonly wwn: string | null;
  /** The record from before, if it was there before. */
  readonly known: SubjectRecordOf<K> | undefined;
  readonly name: string;
  readonly judged: JudgedReading<K>;
  readonly findings: SubjectRecord["findings"];
  readonly sources: readonly string[];
  /** Whether it could be read: only that is a reading with a time. */
  readonly isRead: boolean;
  /** Left alone, which is no failure to read it. */
  readonly isAsleep?: boolean;
  /** What to remember for the next round, besides what all have in common. */
  readonly memory?: Partial<SubjectMemory>;
  /** What goes into the history; null writes nothing. */
  readonly metrics: Readonly<Partial<Record<SeriesMetric, number | null>>> | null;
};

const NEW_MEMORY: SubjectMemory = {
  wasReadable: false,
  baseline: null,
  isRemovable: false,
  memberDisks: [],
  unreadRounds: 0,
};

/**
 * Saves what one round says of something, with what stays from before: since when its verdict is so, and what somebody acknowledged
 * as long as it has not become worse.
 *
 * @returns by what the catalog knows it
 */
export function saveSubject<K extends SubjectKind>(round: Round, told: Told<K>): HealthSubjectId {
  const { stores, hostId, nowMs, continuesMs, seen } = round;
  const { kind, known, judged, findings, isRead, isAsleep = false } = told;
  const id = known?.id ?? newId();
  const past = known?.memory ?? NEW_MEMORY;
  const isAcknowledged = isStillAcknowledged(known, judged.verdict, findings);
  const common: SubjectCommon = {
    ...{ id, hostId, identity: told.identity, wwn: told.wwn, name: told.name },
    findings,
    sources: told.sources,
    sinceMs: known !== undefined && known.verdict === judged.verdict ? known.sinceMs : nowMs,
    readMs: isRead ? nowMs : (known?.readMs ?? null),
    seenMs: nowMs,
    vanishedMs: null,
    acknowledgedMs: isAcknowledged ? (known?.acknowledgedMs ?? null) : null,
    acknowledged: isAcknowledged ? (known?.acknowledged ?? null) : null,
    memory: {
      ...past,
      ...told.memory,
      wasReadable: isRead || past.wasReadable,
      unreadRounds: isRead || isAsleep ? 0 : past.unreadRounds + 1,
    },
  };
  const number = stores.healthSubjects.save({ ...common, ...judged, kind });
  if (told.metrics !== null) stores.healthRuns.note(number, told.metrics, nowMs, continuesMs);
  seen.add(id);
  return id;
}

/** What is well again has to be told again when it comes back. */
function isStillAcknowledged(
  known: SubjectRecordOf<SubjectKind> | undefined,
  verdict: string,
  findings: SubjectRecord["findings"],
): boolean {
  if (known?.acknowledged == null || verdict === "ok" || verdict === "checking") return false;
  return !isWorseThan(known.acknowledged, verdict, findings);
}

function newId(): HealthSubjectId {
  return randomUUID() as string as HealthSubjectId;
}
