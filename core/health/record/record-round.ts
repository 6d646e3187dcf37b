import { randomUUID } from "node:crypto";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { DiskReading } from "../../../shared/model/health-reading.ts";
import type { Finding } from "../../../shared/model/health-verdict.ts";
import type {
  SubjectDraft,
  SubjectKind,
  SubjectMemory,
  SubjectRecord,
  SubjectRecordOf,
} from "../../catalog/health-subject-store.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { isWithoutRedundancy } from "../reading/redundancy.ts";
import { judgeArray } from "../rules/judge-array.ts";
import { judgeController } from "../rules/judge-controller.ts";
import { judgeDisk } from "../rules/judge-disk.ts";
import { judgeVanished } from "../rules/judge-vanished-disk.ts";
import { isWorseThan } from "./acknowledged.ts";
import { baselineFor, rememberArray } from "./array-past.ts";
import { type DiskRecord, findDisk } from "./disk-identity.ts";
import { diskHistory, withLastKnown } from "./disk-past.ts";
import { errorsAgainst, memberDisks } from "./member-disks.ts";
import { rememberSerials } from "./remember-serials.ts";

export type RecordStores = Pick<Stores, "healthSubjects" | "healthRuns">;
export type RecordOptions = {
  readonly hostId: WatchedHostId;
  readonly nowMs: number;
  /** Readings further apart leave a gap in the history. */
  readonly continuesMs: number;
  readonly isSeenElsewhere: (record: DiskRecord) => boolean;
};

const NEW_MEMORY: SubjectMemory = {
  wasReadable: false,
  baseline: null,
  isRemovable: false,
  memberDisks: [],
  unreadRounds: 0,
};

/** Judges what one round read of a host, with what is remembered of it, and remembers it. */
export function recordRound(stores: RecordStores, reading: HostReading, options: RecordOptions): void {
  stores.healthRuns.together(() => recordAll(stores, reading, options));
}

function recordAll(stores: RecordStores, reading: HostReading, options: RecordOptions): void {
  const { healthSubjects: store, healthRuns: runs } = stores;
  const { hostId, nowMs, continuesMs } = options;
  const seen = new Set<HealthSubjectId>();
  const links = reading.arrays.map(({ reading: array }) => ({
    array,
    disks: memberDisks(array, reading.disks),
  }));

  const diskIds = reading.disks.map((found, index) => {
    const { identity, wwn, known } = findDisk(store, hostId, found.reading, options.isSeenElsewhere);
    const disk = withLastKnown(found.reading, known?.reading);
    const history = known === undefined ? undefined : diskHistory(runs, known.number, disk, nowMs);
    const { verdict, findings } = judgeDisk(disk, history, errorsAgainst(index, links));
    const isRead = found.reading.isReadable && !found.reading.isAsleep;
    const draft = settle(
      known,
      {
        ...{ id: known?.id ?? newId(), kind: "disk", hostId, identity, wwn },
        name: nameOf(disk),
        reading: disk,
        verdict: asDiskVerdict(verdict),
        findings,
        readMs: isRead ? nowMs : (known?.readMs ?? null),
        sources: found.sources,
        memory: {
          ...(known?.memory ?? NEW_MEMORY),
          wasReadable: isRead || known?.memory.wasReadable === true,
          isRemovable: found.isRemovable,
          unreadRounds: isRead || disk.isAsleep ? 0 : (known?.memory.unreadRounds ?? 0) + 1,
        },
      },
      nowMs,
    );
    seen.add(draft.id);
    const number = store.save(draft);
    if (isRead) runs.note(number, disk.metrics, nowMs, continuesMs);
    return draft.id;
  });

  for (const [index, found] of reading.arrays.entries()) {
    const identity = `${hostId} ${found.reading.technology} ${found.reading.id}`;
    const known = recordOf("array", store.find("array", identity));
    const array = rememberSerials(found.reading, known?.reading);
    const past = known?.memory.baseline ?? null;
    const times = { nowMs, lastReadMs: known?.readMs ?? nowMs };
    const { verdict, findings } = judgeArray(array, baselineFor(past, array, times.lastReadMs));
    const isRead = verdict !== "unknown";
    const isWhole = verdict === "ok" || verdict === "checking";
    const disks = links[index]?.disks ?? [];
    const draft = settle(
      known,
      {
        ...{ id: known?.id ?? newId(), kind: "array", hostId, identity, wwn: null },
        name: array.name,
        reading: array,
        verdict: verdict as SubjectRecordOf<"array">["verdict"],
        findings,
        readMs: isRead ? nowMs : (known?.readMs ?? null),
        sources: found.sources,
        memory: {
          ...(known?.memory ?? NEW_MEMORY),
          wasReadable: isRead || known?.memory.wasReadable === true,
          baseline: isRead ? rememberArray(past, array, isWhole, times) : past,
          memberDisks: disks.map((place) => (place === null ? null : (diskIds[place] ?? null))),
          unreadRounds: isRead ? 0 : (known?.memory.unreadRounds ?? 0) + 1,
        },
      },
      nowMs,
    );
    seen.add(draft.id);
    const number = store.save(draft);
    const operationPercent = array.operation?.donePercent ?? null;
    runs.note(number, { usedBytes: array.usedBytes, operationPercent }, nowMs, continuesMs);
  }

  for (const found of reading.controllers) {
    const { reading: controller } = found;
    const identity = `${hostId} ${found.sources.join(" ")} ${controller.id}`;
    const known = recordOf("controller", store.find("controller", identity));
    const { verdict, findings } = judgeController(controller);
    const isRead = verdict !== "unknown";
    const draft = settle(
      known,
      {
        ...{ id: known?.id ?? newId(), kind: "controller", hostId, identity, wwn: null },
        name: controller.id,
        reading: controller,
        verdict: asDiskVerdict(verdict),
        findings,
        readMs: isRead ? nowMs : (known?.readMs ?? null),
        sources: found.sources,
        memory: {
          ...(known?.memory ?? NEW_MEMORY),
          wasReadable: isRead || known?.memory.wasReadable === true,
          unreadRounds: isRead ? 0 : (known?.memory.unreadRounds ?? 0) + 1,
        },
      },
      nowMs,
    );
    seen.add(draft.id);
    const number = store.save(draft);
    runs.note(number, { temperatureC: controller.temperatureC }, nowMs, continuesMs);
  }

  for (const volume of reading.volumes) {
    const identity = `${hostId} ${volume.source} ${volume.path}`;
    const known = recordOf("volume", store.find("volume", identity));
    const draft = settle(
      known,
      {
        ...{ id: known?.id ?? newId(), kind: "volume", hostId, identity, wwn: null },
        ...{ name: volume.path, reading: volume, verdict: "none", findings: [], readMs: nowMs, sources: [] },
        memory: known?.memory ?? NEW_MEMORY,
      },
      nowMs,
    );
    seen.add(draft.id);
    const number = store.save(draft);
    const usedBytes = volume.sizeBytes - volume.freeBytes;
    const { freeBytes, inodesUsedPercent } = volume;
    runs.note(number, { freeBytes, usedBytes, inodesUsedPercent }, nowMs, continuesMs);
  }

  for (const record of store.list(hostId))
    if (!seen.has(record.id)) noteUnseen(store, record, reading, nowMs);
}

/** What a record takes over from the one before: since when it is so, and what was acknowledged. */
function settle<K extends SubjectKind>(
  known: SubjectRecordOf<K> | undefined,
  now: Omit<
    Extract<SubjectDraft, { readonly kind: K }>,
    "sinceMs" | "seenMs" | "vanishedMs" | "acknowledgedMs" | "acknowledged"
  >,
  nowMs: number,
): SubjectDraft {
  const { verdict, findings } = now as Pick<SubjectDraft, "verdict" | "findings">;
  const isSame = known !== undefined && known.verdict === verdict;
  const isAcknowledged =
    known?.acknowledged != null &&
    verdict !== "ok" &&
    verdict !== "checking" &&
    !isWorseThan(known.acknowledged, verdict, findings);
  return {
    ...now,
    sinceMs: isSame ? known.sinceMs : nowMs,
    seenMs: nowMs,
    vanishedMs: null,
    acknowledgedMs: isAcknowledged ? known.acknowledgedMs : null,
    acknowledged: isAcknowledged ? known.acknowledged : null,
  } as unknown as SubjectDraft;
}

/** Something that was there and was not named by this round. */
function noteUnseen(
  store: RecordStores["healthSubjects"],
  record: SubjectRecord,
  reading: HostReading,
  nowMs: number,
): void {
  if (record.kind === "volume") {
    // a file system that is not mounted is nothing to worry about, and its history waits for it
    return;
  }
  if (record.vanishedMs !== null) return;
  const isGone = record.sources.length > 0 && record.sources.every((source) => reading.complete.has(source));
  if (!isGone) {
    // nobody could look: that is not known to be gone, and not known to be well
    store.save({ ...record, memory: { ...record.memory, unreadRounds: record.memory.unreadRounds + 1 } });
    return;
  }
  if (isNoLoss(record)) {
    if (record.kind === "array") store.remove(record.id);
    else store.save({ ...record, vanishedMs: nowMs, sinceMs: nowMs } as SubjectDraft);
    return;
  }
  const findings = vanishedFindings(record);
  const verdict = record.kind === "array" ? "degraded" : "failed";
  store.save({
    ...record,
    ...{ verdict, findings, sinceMs: nowMs, vanishedMs: nowMs, acknowledgedMs: null, acknowledged: null },
  } as SubjectDraft);
}

/** A disk on USB is meant to be taken off, and a file system on one disk ends with its last mount or its disk. */
function isNoLoss(record: SubjectRecord): boolean {
  if (record.kind === "disk") return record.memory.isRemovable;
  if (record.kind !== "array") return false;
  const { level, expectedMembers, members } = record.reading;
  return isWithoutRedundancy(level) || (expectedMembers ?? members.length) <= 1;
}

function vanishedFindings(record: SubjectRecord): readonly Finding[] {
  const { seenMs } = record;
  if (record.kind === "disk") return judgeVanished(record.reading, seenMs).findings;
  if (record.kind === "array")
    return [{ code: "ARRAY_VANISHED", level: "failing", details: { lastSeenMs: seenMs } }];
  return [{ code: "CONTROLLER_VANISHED", level: "failed", details: { lastSeenMs: seenMs } }];
}

function recordOf<K extends SubjectKind>(
  kind: K,
  record: SubjectRecord | undefined,
): SubjectRecordOf<K> | undefined {
  return record?.kind === kind ? (record as unknown as SubjectRecordOf<K>) : undefined;
}

function asDiskVerdict(verdict: string): DiskRecord["verdict"] {
  return verdict as DiskRecord["verdict"];
}

/** What a person calls a disk: its serial number is on its label. */
function nameOf({ identity, place }: DiskReading): string {
  const where = [place.controller, place.enclosure, place.slot].filter((part) => part !== null).join(":");
  const what = identity.serial ?? place.device ?? (where === "" ? identity.wwn : where);
  return [identity.model, what].filter((part) => part !== null).join(" ") || "?";
}

function newId(): HealthSubjectId {
  return randomUUID() as string as HealthSubjectId;
}
