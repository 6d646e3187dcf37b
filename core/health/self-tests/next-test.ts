import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { SelfTestKind, SelfTestSchedule } from "../../../shared/model/self-test.ts";
import type { SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { SelfTestRecord } from "../../catalog/self-test-store.ts";
import { isWindowOpen } from "../../schedule/run-window.ts";
import { runningTest } from "./follow-test.ts";
import { arraysOf, disksOf, isBoxInNeed, refusalFor, type TestableHost } from "./may-test.ts";

export type DueTest = { readonly disk: SubjectRecordOf<"disk">; readonly kind: SelfTestKind };

export type NextTestOptions = {
  readonly schedule: SelfTestSchedule;
  /** All tests of this host's disks that were started from here, the newest first. */
  readonly tests: readonly SelfTestRecord[];
  /** A job works on this machine, or is about to. */
  readonly isBusy: boolean;
  /** While something on it fails, nothing strains it. */
  readonly isSparing: boolean;
};

const DAY_MS = 24 * 3_600_000;
/** A disk that refused is asked again. */
const ASK_AGAIN_MS = DAY_MS;

/**
 * The test that shall begin on a host now: one at a time, the longest overdue first. So no two disks of an array are slow at once, and
 * none while something else needs them.
 */
export function nextTest(machine: TestableHost, options: NextTestOptions): DueTest | undefined {
  const { subjects, nowMs } = machine;
  const { schedule, tests, isBusy, isSparing } = options;
  if (schedule.shortEveryDays === null && schedule.longEveryDays === null) return undefined;
  if (isBusy || !isWindowOpen(schedule.window, nowMs)) return undefined;
  if (isSparing && isBoxInNeed(subjects)) return undefined;
  const disks = disksOf(subjects);
  if (tests.some(({ state }) => state === "running")) return undefined;
  if (disks.some(({ vanishedMs, reading }) => vanishedMs === null && runningTest(reading) !== undefined))
    return undefined;
  const due = disks
    .filter((disk) => refusalFor(disk, machine) === undefined && !isBeingChecked(disk, machine))
    .flatMap((disk) => dueOf(disk, schedule, tests, nowMs));
  return due.toSorted((a, b) => b.overdueMs - a.overdueMs)[0];
}

function dueOf(
  disk: SubjectRecordOf<"disk">,
  { shortEveryDays, longEveryDays }: SelfTestSchedule,
  tests: readonly SelfTestRecord[],
  nowMs: number,
): (DueTest & { readonly overdueMs: number })[] {
  const own = tests.filter(({ subjectId }) => subjectId === disk.id);
  const isRefused = own.some(
    ({ state, startedMs }) => state === "refused" && Math.abs(nowMs - startedMs) < ASK_AGAIN_MS,
  );
  if (isRefused) return [];
  const last = (kinds: readonly SelfTestKind[]) => lastMs(own, kinds);
  const overdue = (everyDays: number | null, beganMs: number | undefined) => {
    if (everyDays === null) return -1;
    // a clock that was put back must not put it off for years
    const sinceMs = beganMs === undefined ? Number.POSITIVE_INFINITY : Math.abs(nowMs - beganMs);
    return sinceMs - everyDays * DAY_MS;
  };
  const long = overdue(longEveryDays, last(["long"]));
  if (long >= 0) return [{ disk, kind: "long", overdueMs: long }];
  // a long one looks at all that a short one looks at
  const short = overdue(shortEveryDays, last(["short", "long"]));
  return short >= 0 ? [{ disk, kind: "short", overdueMs: short }] : [];
}

function lastMs(tests: readonly SelfTestRecord[], kinds: readonly SelfTestKind[]): number | undefined {
  return tests.find(({ kind, state }) => state !== "refused" && kinds.includes(kind))?.startedMs;
}

function isBeingChecked({ id }: { readonly id: HealthSubjectId }, { subjects }: TestableHost): boolean {
  return arraysOf(subjects).some(
    ({ verdict, memory }) => verdict === "checking" && memory.memberDisks.includes(id),
  );
}
