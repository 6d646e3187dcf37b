/** The sources, plans, runs and jobs of the made-up office. */
import type { JobView } from "../../shared/model/job.ts";
import type { Plan, PlanView, Run } from "../../shared/model/plan.ts";
import type { Source } from "../../shared/model/source.ts";
import { DAY, GB, HOUR, MINUTE, numbers, type Scenario, uuid } from "./canned-values.ts";

/** What the office protects. */
export function cannedSources() {
  const source = (name: string, icon: Source["icon"], paths: string[]): Source => ({
    id: uuid(),
    name,
    icon,
    paths,
    excludes: [],
    excludeCaches: true,
    oneFileSystem: false,
    kind: "files",
  });
  const documents = source("Documents", "documents", ["/srv/office/Documents"]);
  const accounting = source("Accounting", "database", [
    "/srv/office/Accounting/ledger.sqlite",
    "/srv/office/Accounting/exports",
  ]);
  const photos = source("Site photos", "photos", ["/srv/office/Photos"]);
  const share = source("Server share", "server", ["/mnt/srv-01/share"]);
  return { documents, accounting, photos, share };
}

/** Its plans, what they have done, and the job that is running or was the last. */
export function cannedPlans(
  scenario: Scenario,
  { documents, accounting, photos, share }: ReturnType<typeof cannedSources>,
  repositoryId: Plan["repositoryId"],
  nowMs: number,
) {
  const random = numbers(7);
  const isTrouble = scenario === "trouble";
  const isRunning = scenario === "running";
  const isEmpty = scenario === "empty" || scenario === "first-start";

  const plan = (name: string, of: Source[], over: Partial<Plan>): Plan => ({
    id: uuid(),
    name,
    repositoryId,
    sourceIds: of.map(({ id }) => id),
    mode: "incremental",
    schedule: { kind: "manual" },
    window: null,
    retention: { last: null, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 3 },
    deadlineMinutes: null,
    isPaused: false,
    ...over,
  });
  const run = (of: Plan, dueMs: number, bytesAdded: number, over: Partial<Run> = {}): Run => ({
    id: uuid(),
    planId: of.id,
    trigger: "schedule",
    state: "done",
    dueMs,
    startedMs: dueMs + 1200,
    endedMs: dueMs + 20_000 + Math.round(bytesAdded / 3e6),
    jobIds: [uuid()],
    filesNew: Math.round(random() * 900),
    filesChanged: Math.round(random() * 1300),
    filesUnmodified: 214_880,
    filesGone: Math.round(random() * 100),
    bytesProcessed: 40 * GB,
    bytesAdded: Math.round(bytesAdded),
    problemCount: 0,
    error: null,
    ...over,
  });
  const many = (of: Plan, count: number, lastAgeMs: number, everyMs: number, base: number) =>
    Array.from({ length: count }, (_, n) =>
      run(of, nowMs - lastAgeMs - (count - 1 - n) * everyMs, base * 10 ** ((random() + random()) / 2 - 0.5)),
    );
  const weekdays = [1, 2, 3, 4, 5];

  const office = plan("Office hours", [documents, accounting], {
    schedule: { kind: "hourly", everyHours: 1, minute: 0, fromHour: 7, toHour: 19, weekdays },
  });
  const nightly = plan("Server share", [share], {
    schedule: { kind: "daily", at: "01:30", weekdays: [1, 2, 3, 4, 5, 6, 7] },
    window: { from: "01:30", to: "06:00" },
  });
  const continuous = plan("Photos", [photos], { schedule: { kind: "continuous", dailyAt: "03:00" } });
  const archive = plan("Month-end archive", [documents, accounting, photos, share], {
    mode: "full",
    schedule: { kind: "monthly", day: "last", at: "20:00" },
    isPaused: scenario === "trouble",
  });

  const officeRuns = many(office, 30, 12 * MINUTE, HOUR, 260e6).map(
    (one, n): Run =>
      n === 11
        ? {
            ...one,
            state: "failed",
            bytesAdded: 0,
            error: {
              code: "STORE_FAILED",
              details: { location: "/mnt/nas/office", operation: "write", reason: "EIO" },
            } as Run["error"],
          }
        : n === 12
          ? { ...one, state: "missed", bytesAdded: 0, startedMs: null, endedMs: null, jobIds: [] }
          : one,
  );
  const shareRuns = many(nightly, 30, 12 * HOUR, DAY, 3.2 * GB).map(
    (one, n): Run => (n === 29 || n === 18 ? { ...one, state: "done-with-problems", problemCount: 2 } : one),
  );
  if (isTrouble) {
    for (const n of [28, 29]) {
      shareRuns[n] = {
        ...(shareRuns[n] as Run),
        state: "failed",
        bytesAdded: 0,
        error: { code: "NO_SOURCE", details: { paths: ["/mnt/srv-01/share"] } },
      };
    }
  }
  const photoRuns = many(continuous, 29, 11 * HOUR, 9 * HOUR, 0.7 * GB);
  const archiveRuns = many(archive, 8, 20 * DAY, 30 * DAY, 38 * GB);

  const job: JobView = {
    id: uuid(),
    kind: "backup",
    state: "running",
    isPaused: false,
    repositoryId,
    planId: continuous.id,
    sourceId: photos.id,
    runId: uuid(),
    attempt: 1,
    createdMs: nowMs - 3 * MINUTE,
    startedMs: nowMs - 3 * MINUTE,
    endedMs: null,
    progress: {
      phase: "save",
      filesDone: 84_112,
      filesTotal: 135_900,
      bytesDone: 18.4 * GB,
      bytesTotal: 29.7 * GB,
      bytesPerSecond: 112e6,
      remainingMs: 101_000,
      currentPath: "/srv/office/Photos/2026/11 Messe Hamburg/Stand 4/raw/DSC_4417.NEF",
      bytesStored: 11.2 * GB,
      problemCount: 2,
    },
    counts: null,
    problemCount: 2,
    problems: [],
    renamed: [],
    error: null,
  };
  const current: Run = {
    ...run(continuous, nowMs - 3 * MINUTE, 11.2 * GB),
    id: job.runId as Run["id"],
    trigger: "change",
    state: "running",
    endedMs: null,
    jobIds: [job.id],
  };
  const lastJob: JobView = {
    ...job,
    id: (shareRuns.at(-1)?.jobIds[0] ?? uuid()) as JobView["id"],
    state: isTrouble ? "failed" : "done-with-problems",
    planId: nightly.id,
    sourceId: share.id,
    progress: null,
    endedMs: nowMs - 11.6 * HOUR,
    problemCount: 2,
    problems: [
      { path: "/mnt/srv-01/share/Sales/Pipeline.accdb", reason: "busy", systemCode: "EBUSY" },
      { path: "/mnt/srv-01/share/HR/Contracts 2027", reason: "denied", systemCode: "EACCES" },
    ],
    error: isTrouble ? { code: "NO_SOURCE", details: { paths: ["/mnt/srv-01/share"] } } : null,
  };

  const view = (
    of: Plan,
    runs: Run[],
    nextRunMs: number | null,
    sizeBytes: number,
    addedBytes30Days: number,
  ): PlanView => ({
    plan: of,
    nextRunMs: of.isPaused ? null : nextRunMs,
    currentRun: isRunning && of === continuous ? current : null,
    revision: "first",
    lastRun: runs.at(-1) ?? null,
    recentRuns: isRunning && of === continuous ? [...runs, current] : runs,
    sizeBytes,
    addedBytes30Days: Math.round(addedBytes30Days),
  });
  const plans = isEmpty
    ? []
    : [
        view(office, officeRuns, nowMs + 48 * MINUTE, 431 * GB, 6.1 * GB),
        view(continuous, photoRuns, nowMs + 13 * HOUR, 1280 * GB, 41 * GB),
        view(nightly, shareRuns, nowMs + 11 * HOUR, 860 * GB, 13 * GB),
        view(archive, archiveRuns, nowMs + 11 * DAY, 2500 * GB, 38 * GB),
      ];
  const allRuns = plans.flatMap(({ recentRuns }) => recentRuns).sort((a, b) => b.dueMs - a.dueMs);
  return { office, nightly, plans, allRuns, job, lastJob };
}
