/** A made-up office, for looking at the pages without an engine. Everything in it fits the contract. */
import type { Output } from "../../shared/api/methods.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { Plan, Run } from "../../shared/model/plan.ts";
import { defaultSettings, type Settings } from "../../shared/model/settings.ts";
import type { Source } from "../../shared/model/source.ts";
import { cannedActing } from "./canned-acting.ts";
import { cannedFailover } from "./canned-failover.ts";
import { cannedFolders } from "./canned-folders.ts";
import { cannedHealth } from "./canned-health.ts";
import { cannedPlans, cannedSources } from "./canned-plans.ts";
import { cannedStorage } from "./canned-storage.ts";
import { cannedSurvival } from "./canned-survival.ts";
import { type Answers, DAY, GB, HOUR, MINUTE, numbers, type Scenario, uuid } from "./canned-values.ts";

export function cannedOffice(scenario: Scenario, settings: Partial<Settings>, nowMs: number): Answers {
  const random = numbers(11);
  const repositoryId = "a1".repeat(32) as Plan["repositoryId"];
  const replicaId = uuid<SourceStatus["copies"][number]["replicaId"]>();
  const isTrouble = scenario === "trouble";
  const isEmpty = scenario === "empty" || scenario === "first-start";

  const own = cannedSources();
  const { documents, accounting, photos, share } = own;
  const sources = isEmpty ? [] : [documents, accounting, photos, share];
  const { office, nightly, plans, allRuns, job, lastJob } = cannedPlans(scenario, own, repositoryId, nowMs);

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
    copies: [{ replicaId, newestMs: nowMs - ageMs, isNewest: true, answers: true }],
    sizeBytes,
    lastRunHadProblems: false,
    lastRunFailed: isTrouble && of === share,
    ...over,
  });

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
              kind: "folder",
              error: isTrouble
                ? { code: "STORE_VANISHED", details: { location: "/mnt/nas/backstay" } }
                : null,
              role: "active",
              reach: isTrouble ? "unreachable" : "reachable",
              checkedMs: nowMs - 2 * MINUTE,
              freeBytes: 3400 * GB,
              totalBytes: 12_000 * GB,
            },
          ],
          damageFoundMs: null,
          repair: null,
        },
      ];
  const storage = cannedStorage(scenario, nowMs);
  const statuses = isEmpty
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
      mayChoosePrograms: false,
      parts: { storage: true, failover: true },
      eventNumber: 0,
    }),
    "overview.get": () => ({
      nowMs,
      sources: statuses,
      repositories,
      jobs: scenario === "running" ? [job] : [],
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
      worstAlert: isTrouble ? "failing" : null,
      health: cannedHealth(storage, replicaId),
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
    "survival.get": () =>
      cannedSurvival(statuses, { replicaId, repositoryId, name: "Synology DS423" }, nowMs),
    "readingBack.list": () => ({
      repositories: repositories.map(({ id, name, replicas }) => ({
        ...{
          repositoryId: id,
          replicaId: replicas[0]?.id ?? replicaId,
          name,
          days: 60,
          readPercent: 35,
          allReadMs: nowMs - 21 * DAY,
        },
        ...{ dueMs: nowMs + 39 * DAY, nextMs: nowMs + 5 * HOUR, jobId: null, waits: null },
      })),
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
    "jobs.get": () => (scenario === "running" ? job : lastJob),
    "jobs.list": () => ({ jobs: scenario === "running" ? [job, lastJob] : [lastJob], hasMore: false }),
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
    ...cannedFolders,
    ...storage,
    ...cannedFailover(scenario, repositoryId, replicaId, statuses, nowMs),
    ...cannedActing(scenario, repositoryId, nowMs),
  };
}
