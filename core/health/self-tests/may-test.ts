import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { SelfTestRefusal, SelfTestRun } from "../../../shared/model/self-test.ts";
import type { SubjectRecord, SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { isStale } from "../hosts/staleness.ts";
import { runningTest } from "./follow-test.ts";

/** One host with all that is on it. */
export type TestableHost = {
  readonly host: WatchedHostRecord;
  readonly subjects: readonly SubjectRecord[];
  readonly nowMs: number;
  /** Disks that were told to test themselves, and whose end nobody has read yet. */
  readonly begun: ReadonlySet<HealthSubjectId>;
};

/** Arrays that need all their disks. */
const IN_NEED = new Set(["degraded", "rebuilding", "failed"]);
const FAILING = new Set(["failing", "failed"]);

/** Why a disk must not test itself now, whoever asks; undefined when it may. */
export function refusalFor(
  disk: SubjectRecordOf<"disk">,
  { host, subjects, nowMs, begun }: TestableHost,
): SelfTestRefusal | undefined {
  if (host.setup.kind !== "local" && host.setup.kind !== "ssh") return "host-only-reads";
  if (host.silentSinceMs !== null || isStale(host.answeredMs, nowMs)) return "host-silent";
  if (disk.vanishedMs !== null) return "disk-gone";
  if (disk.reading.isAsleep) return "disk-asleep";
  if (disk.reading.place.device === null || !disk.reading.isReadable) return "not-supported";
  if (FAILING.has(disk.verdict)) return "disk-failing";
  const isTesting = ({ id, reading }: SubjectRecordOf<"disk">) =>
    begun.has(id) || runningTest(reading) !== undefined;
  if (isTesting(disk)) return "already-running";
  const arrays = arraysOf(subjects).filter(({ memory }) => memory.memberDisks.includes(disk.id));
  if (arrays.some(({ verdict }) => IN_NEED.has(verdict))) return "array-in-need";
  const mates = new Set(arrays.flatMap(({ memory }) => memory.memberDisks));
  const isMateTesting = disksOf(subjects).some(
    (other) => other.id !== disk.id && mates.has(other.id) && isTesting(other),
  );
  return isMateTesting ? "array-testing" : undefined;
}

/** Whether all tests on a host wait: something on it is failing, and must not be strained. */
export function isBoxInNeed(subjects: readonly SubjectRecord[]): boolean {
  return (
    arraysOf(subjects).some(({ verdict }) => IN_NEED.has(verdict)) ||
    disksOf(subjects).some(({ verdict }) => FAILING.has(verdict))
  );
}

/** Whether a test that runs must not go on: what it strains has begun to fail since. One that a person began may strain what is well. */
export function mustStop(
  disk: SubjectRecordOf<"disk">,
  cause: SelfTestRun["cause"],
  { subjects }: Pick<TestableHost, "subjects">,
): boolean {
  if (FAILING.has(disk.verdict) || (cause === "schedule" && isBoxInNeed(subjects))) return true;
  return arraysOf(subjects).some(
    ({ verdict, memory }) => IN_NEED.has(verdict) && memory.memberDisks.includes(disk.id),
  );
}

export function disksOf(subjects: readonly SubjectRecord[]): readonly SubjectRecordOf<"disk">[] {
  return subjects.filter((one): one is SubjectRecordOf<"disk"> & SubjectRecord => one.kind === "disk");
}

export function arraysOf(subjects: readonly SubjectRecord[]): readonly SubjectRecordOf<"array">[] {
  return subjects.filter(
    (one): one is SubjectRecordOf<"array"> & SubjectRecord => one.kind === "array" && one.vanishedMs === null,
  );
}
