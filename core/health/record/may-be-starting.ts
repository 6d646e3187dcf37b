import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import type { SubjectRecord, SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { Round } from "./save-subject.ts";

type ArrayRecord = SubjectRecordOf<"array">;

/** Arrays begin one after another while a machine starts; one that did not within this time does not begin by itself. */
const STARTS_WITHIN_MS = 5 * 60_000;
/** A machine that starts again and again does not keep an array that never runs from being told of. */
const WAITS_AT_MOST_MS = 2 * STARTS_WITHIN_MS;

/** What was last known of it when nobody would have called it lost. */
const FINE: ReadonlySet<string> = new Set<ArrayRecord["verdict"]>(["ok", "checking", "warning"]);

/**
 * @param known how the catalog knows the array
 * @returns when the machine was started, if an array that does not run may only not have been started yet; null otherwise
 */
export function mayBeStarting(
  { stores, hostId, nowMs, startedMs }: Round,
  { name, technology }: ArrayReading,
  known: ArrayRecord | undefined,
): number | null {
  if (startedMs === null || nowMs - startedMs >= STARTS_WITHIN_MS) return null;
  // one that does not run may not tell its UUID, and is known by its name until it does
  const isSame = (one: SubjectRecord): one is ArrayRecord =>
    one.kind === "array" && one.name === name && one.reading.technology === technology;
  const past = known ?? stores.healthSubjects.list(hostId).find(isSame);
  if (past === undefined || past.vanishedMs !== null) return null;
  if (FINE.has(past.verdict)) return startedMs;
  const hasWaited = nowMs - past.sinceMs;
  const isWaiting = past.findings.some(({ code }) => code === "ARRAY_STARTING");
  return isWaiting && hasWaited >= 0 && hasWaited < WAITS_AT_MOST_MS ? startedMs : null;
}
