/** A made-up office, for looking at the pages without an engine. Everything in it fits the contract. */
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";
import type { JobView } from "../../shared/model/job.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { Plan, PlanView, Run } from "../../shared/model/plan.ts";
import { defaultSettings, type Settings } from "../../shared/model/settings.ts";
import type { Source } from "../../shared/model/source.ts";

export type Scenario = "well" | "trouble" | "running" | "empty" | "first-start";
export type Answers = { readonly [N in MethodName]?: (input: Input<N>) => Output<N> };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const GB = 1e9;

let lastId = 0;
const uuid = <Id extends string>(): Id => {
  lastId += 1;
  return `00000000-0000-4000-8000-${String(lastId).padStart(12, "0")}` as Id;
};

/** The same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export function cannedOffice(scenario: Scenario, settings: Partial<Settings>, nowMs: number): Answers {
  lastId = 0;
  const random = numbers(7);
  const repositoryId = "a1".repeat(32) as Plan["repositoryId"];
  const replicaId = uuid<SourceStatus["copies"][number]["replicaId"]>();
  const isTrouble = scenario === "trouble";
  const isRunning = scenario === "running";
  const isEmpty = scenario === "empty" || scenario === "first-start";

  const source = (name: string, icon: Source["icon"], paths: string[]): Source => ({
    id: uuid(),
    name,
    icon,
    paths,
    excludes: [],
    excludeCaches: true,
    oneFileSystem: false,
  });
  const documents = source("Documents", "documents", ["/srv/office/Documents"]);
  const accounting = source("Accounting", "database", [
    "/srv/office/Accounting/ledger.sqlite",
    "/srv/office/Accounting/exports",
  ]);
  const photos = source("Site photos", "photos", ["/srv/office/Photos"]);
  const share = source("Server share", "server", ["/mnt/srv-01/share"]);
  const sources = isEmpty ? [] : [documents, accounting, photos, share];

  const status = (
    of: Source,
    ageMs: number,
    everyMinutes: number,
    sizeBytes: number,
    over: Partial<SourceStatus> = {},
  ): SourceStatus => ({
    source: of,
    planIds: [],
    protection: "protected",
    newestGoodMs: nowMs - ageMs,
    deadlineMs: nowMs - ageMs + 2 * everyMinutes * MINUTE,
    dueEveryMinutes: everyMinutes,
    copies: [{ replicaId, newestMs: nowMs - ageMs, isNewest: true }],
    sizeBytes,
    lastRunHadProblems: false,
    ...over,
  });

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

  const repositories: Output<"repositories.list">["repositories"] = isEmpty
    ? []
    : [
        {
          id: repositoryId,
          name: "Synology DS423",
          replicas: [
            {
              id: replicaId,
              name: "Synology DS423",
              location: "/mnt/nas/backstay",
              role: "active",
              reach: isTrouble ? "unreachable" : "reachable",
              checkedMs: nowMs - 2 * MINUTE,
              freeBytes: 3400 * GB,
              totalBytes: 12_000 * GB,
            },
          ],
        },
      ];
  const start = new Date(nowMs);
  const startMs = new Date(start.getFullYear(), start.getMonth(), start.getDate()).getTime();

  return {
    "app.state": () => ({
      version: "0.1.0",
      hostname: "ADMIN-PC",
      platform: "linux",
      hostKind: "service",
      settings: { ...defaultSettings, officeName: "Hansen & Partner", ...settings },
      isSetUp: scenario !== "first-start",
      hasFolderDialog: false,
      parts: { storage: false, failover: false },
      eventNumber: 0,
    }),
    "overview.get": () => ({
      nowMs,
      sources: isEmpty
        ? []
        : [
            status(documents, 12 * MINUTE, 60, 412 * GB),
            status(accounting, 12 * MINUTE, 60, 18.6 * GB),
            status(photos, 11 * HOUR, 1440, 1280 * GB),
            status(
              share,
              isTrouble ? 58 * HOUR : 12 * HOUR,
              1440,
              860 * GB,
              isTrouble ? { protection: "overdue" } : { lastRunHadProblems: true },
            ),
          ],
      repositories,
      jobs: isRunning ? [job] : [],
      today: {
        startMs,
        endMs: startMs + DAY,
        runs: allRuns.filter(({ dueMs }) => dueMs >= startMs),
        planned: isEmpty
          ? []
          : [1, 2, 3, 4, 5].map((n) => ({ planId: office.id, atMs: nowMs + 48 * MINUTE + (n - 1) * HOUR })),
      },
      nextRun: isEmpty ? null : { planId: office.id, atMs: nowMs + 48 * MINUTE },
      addedPerDay: isEmpty
        ? []
        : Array.from({ length: 60 }, (_, n) => {
            const dayMs = startMs - (59 - n) * DAY;
            const isWeekend = [0, 6].includes(new Date(dayMs).getDay());
            return {
              dayMs,
              bytesAdded: Math.round((isWeekend ? 0.4 : 3 + random() * 4) * GB * (n === 40 ? 4 : 1)),
            };
          }),
      openAlerts: isTrouble ? 2 : 0,
      incidents: isEmpty
        ? []
        : [
            {
              atMs: nowMs - 9 * DAY,
              endedMs: nowMs - 9 * DAY + 6 * MINUTE,
              alertCode: "REPOSITORY_UNREACHABLE",
              about: "Synology DS423",
            },
            {
              atMs: nowMs - 18 * DAY,
              endedMs: nowMs - 18 * DAY + HOUR,
              alertCode: "JOB_FAILED",
              about: "Office hours",
            },
          ],
    }),
    "repositories.list": () => ({ repositories }),
    "sources.list": () => ({ sources }),
    "plans.list": () => ({ plans }),
    "plans.history": ({ planId, limit }) => ({
      runs: allRuns.filter((one) => planId === null || one.planId === planId).slice(0, limit),
    }),
    "plans.previewSchedule": ({ count }) => ({
      timesMs: Array.from({ length: count }, (_, n) => nowMs + (n + 1) * HOUR),
      longestGapMinutes: 720,
    }),
    "plans.previewRetention": ({ sourceIds }) => ({
      series: sourceIds.map((sourceId) => ({
        sourceId,
        snapshots: Array.from({ length: 40 }, (_, n) => ({
          timeMs: nowMs - n * 18 * HOUR,
          isKept: n < 14 || n % 7 === 0,
          reasons: n < 14 ? ["daily snapshot"] : n % 7 === 0 ? ["weekly snapshot"] : [],
        })),
      })),
    }),
    "plans.run": () => ({ runId: job.runId as Run["id"] }),
    "plans.runAll": () => ({ runIds: [] }),
    "plans.save": ({ planId, draft }) => ({ ...draft, id: planId ?? uuid(), isPaused: false }) as Plan,
    "sources.save": ({ sourceId, draft }) => ({ ...draft, id: sourceId ?? uuid() }) as Source,
    "jobs.get": () => (isRunning ? job : lastJob),
    "jobs.list": () => ({ jobs: isRunning ? [job, lastJob] : [lastJob], hasMore: false }),
    "jobs.log": () => ({ lines: [], hasMore: false }),
    "alerts.list": () => ({
      alerts: isTrouble
        ? [
            {
              id: uuid(),
              severity: "failing",
              subject: {
                code: "SOURCE_OVERDUE",
                sourceId: share.id,
                about: "Server share",
                newestMs: nowMs - 58 * HOUR,
                deadlineMs: nowMs - 10 * HOUR,
              },
              firstMs: nowMs - 10 * HOUR,
              lastMs: nowMs - HOUR,
              occurrences: 3,
              resolvedMs: null,
              acknowledgedMs: null,
              snoozedUntilMs: null,
            },
            {
              id: uuid(),
              severity: "failing",
              subject: {
                code: "JOB_FAILED",
                jobId: lastJob.id,
                kind: "backup",
                planId: nightly.id,
                sourceId: share.id,
                about: "Server share",
                error: { code: "NO_SOURCE", details: { paths: ["/mnt/srv-01/share"] } },
              },
              firstMs: nowMs - 36 * HOUR,
              lastMs: nowMs - 12 * HOUR,
              occurrences: 2,
              resolvedMs: null,
              acknowledgedMs: null,
              snoozedUntilMs: null,
            },
          ]
        : [],
      open: isTrouble ? 2 : 0,
    }),
    "folders.places": () => ({
      places: [
        { kind: "home", path: "/home/office", label: "office", freeBytes: 220 * GB, totalBytes: 500 * GB },
        {
          kind: "documents",
          path: "/home/office/Documents",
          label: "Documents",
          freeBytes: null,
          totalBytes: null,
        },
        {
          kind: "pictures",
          path: "/home/office/Pictures",
          label: "Pictures",
          freeBytes: null,
          totalBytes: null,
        },
        { kind: "disk", path: "/", label: "/", freeBytes: 220 * GB, totalBytes: 500 * GB },
        { kind: "mount", path: "/mnt/nas", label: "/mnt/nas", freeBytes: 3400 * GB, totalBytes: 12_000 * GB },
      ],
    }),
    "folders.list": ({ path }) => ({
      path,
      parent: path === "/" ? null : path.replace(/\/[^/]*$/, "") || "/",
      folders: ["2024", "2025", "2026", "Clients", "Offers", "Templates", "合同", "private"].map((name) => ({
        name,
        path: `${path === "/" ? "" : path}/${name}`,
        isReadable: name !== "private",
      })),
      hasMore: false,
      isWritable: true,
    }),
    "folders.make": ({ parent, name }) => ({ path: `${parent}/${name}` }),
    "repositories.inspect": ({ location }) => ({
      kind: location.includes("old") ? "repository" : "empty-folder",
      repositoryId: null,
      snapshotCount: null,
      isKnown: false,
      freeBytes: 3400 * GB,
    }),
  };
}
