import type { DiskReading, SelfTest } from "../../../shared/model/health-reading.ts";
import type { SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { SelfTestRecord } from "../../catalog/self-test-store.ts";

const MINUTE_MS = 60_000;
/** A disk that neither tests itself nor remembers that it did after this time tells nothing any more. */
const SILENT_AFTER_MS = 15 * MINUTE_MS;
/** Some firmware says for ever that a test runs. The largest disks need three days to read themselves. */
const GIVE_UP_AFTER_MS = 14 * 24 * 60 * MINUTE_MS;

/**
 * How far a test is, by the last reading of its disk.
 *
 * @returns the same when there is no news
 */
export function followTest(
  test: SelfTestRecord,
  disk: SubjectRecordOf<"disk">,
  nowMs: number,
): SelfTestRecord {
  const lost: SelfTestRecord = { ...test, state: "unknown", endedMs: nowMs, remainingPercent: null };
  const sinceMs = nowMs - test.startedMs;
  if (disk.vanishedMs !== null || sinceMs > GIVE_UP_AFTER_MS) return lost;
  if (disk.readMs === null || disk.readMs < test.startedMs) return test;
  const running = runningTest(disk.reading);
  if (running !== undefined) {
    const { remainingPercent } = running;
    return remainingPercent === test.remainingPercent ? test : { ...test, remainingPercent };
  }
  const [newest] = pastTests(disk.reading);
  if (newest !== undefined && logOf(disk.reading) !== test.logBefore) {
    // somebody else may have begun another one since
    const isOwn = newest.kind === test.kind || newest.kind === "unknown";
    if (!isOwn || newest.outcome === "running") return lost;
    return {
      ...test,
      ...{ state: newest.outcome, endedMs: nowMs, remainingPercent: null, firstErrorAt: newest.firstErrorAt },
    };
  }
  return disk.readMs - test.startedMs > SILENT_AFTER_MS ? lost : test;
}

export function runningTest({ selfTestLog }: DiskReading): SelfTest | undefined {
  return selfTestLog.find(({ outcome }) => outcome === "running");
}

/** What a disk remembers, to be compared: it changes with every test that ends. */
export function logOf(reading: DiskReading): string {
  return JSON.stringify(pastTests(reading));
}

function pastTests({ selfTestLog }: DiskReading): readonly SelfTest[] {
  return selfTestLog.filter(({ outcome }) => outcome !== "running");
}
