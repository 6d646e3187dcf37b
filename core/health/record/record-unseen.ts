import type { Finding } from "../../../shared/model/health-verdict.ts";
import type { HealthSubjectStore, SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { isWithoutRedundancy } from "../reading/redundancy.ts";
import { judgeVanished } from "../rules/judge-vanished-disk.ts";
import type { Round } from "./save-subject.ts";

/** Something that was there, and that a probe which told all there is did not name any more, is a finding. */
export function recordUnseen(round: Round, complete: HostReading["complete"]): void {
  const { healthSubjects } = round.stores;
  for (const record of healthSubjects.list(round.hostId))
    if (!round.seen.has(record.id)) noteUnseen(healthSubjects, record, complete, round.nowMs);
}

function noteUnseen(
  store: HealthSubjectStore,
  record: SubjectRecord,
  complete: HostReading["complete"],
  nowMs: number,
): void {
  // a file system that is not mounted is nothing to worry about, and its history waits for it
  if (record.kind === "volume" || record.vanishedMs !== null) return;
  const isGone = record.sources.length > 0 && record.sources.every((source) => complete.has(source));
  if (!isGone) {
    // nobody could look: that is not known to be gone, and not known to be well
    store.save({ ...record, memory: { ...record.memory, unreadRounds: record.memory.unreadRounds + 1 } });
    return;
  }
  if (isNoLoss(record)) {
    if (record.kind === "array") store.remove(record.id);
    else store.save({ ...record, vanishedMs: nowMs, sinceMs: nowMs });
    return;
  }
  const findings = vanishedFindings(record);
  const gone = { findings, sinceMs: nowMs, vanishedMs: nowMs, acknowledgedMs: null, acknowledged: null };
  if (record.kind === "array") store.save({ ...record, ...gone, verdict: "degraded" });
  else store.save({ ...record, ...gone, verdict: "failed" });
}

/**
 * A disk on USB is meant to be taken off, and a file system on one disk ends with its last mount or its disk. Of an array that never
 * could be judged nobody knows whether there was one.
 */
function isNoLoss(record: SubjectRecord): boolean {
  if (record.kind === "disk") return record.memory.isRemovable;
  if (record.kind !== "array") return false;
  if (!record.memory.wasReadable) return true;
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
