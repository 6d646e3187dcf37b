/** Writes the month's runs, and what came of them, into the catalog as the host would have done. */
import { randomUUID } from "node:crypto";
import { thingOf } from "../../core/alerts/alert-service.ts";
import type { Stores } from "../../core/catalog/open-stores.ts";
import type { JobRecord } from "../../core/jobs/job.ts";
import type { AlertId, JobId, PlanId, RepositoryId, RunId, SourceId } from "../../shared/ids.ts";
import type { Alert, AlertSubject } from "../../shared/model/alert.ts";
import { type BoxKey, type DemoJob, type DemoRun, HOUR_MS, PLAN_BOX, type PlanKey } from "./month.ts";
import type { SourceKey } from "./office.ts";

export type DemoIds = {
  readonly sources: Readonly<Record<SourceKey, SourceId>>;
  readonly plans: Readonly<Record<PlanKey, PlanId>>;
  readonly repositories: Readonly<Record<BoxKey, RepositoryId>>;
  readonly locations: Readonly<Record<BoxKey, string>>;
};

const ns = (ms: number) => BigInt(ms) * 1_000_000n;
const newId = <Id extends string>() => randomUUID() as string as Id;
const NAMES: Readonly<Record<SourceKey, string>> = {
  documents: "Documents",
  photos: "Photos",
  accounting: "Accounting",
  shared: "Shared drive",
};

export function writeHistory(stores: Stores, runs: readonly DemoRun[], ids: DemoIds): void {
  for (const run of runs) {
    const written = writeRun(stores, run, ids);
    for (const { job, record } of written) noteAlert(stores, job, record, ids);
  }
}

type Written = { readonly job: DemoJob; readonly record: JobRecord };

function writeRun(stores: Stores, run: DemoRun, ids: DemoIds): readonly Written[] {
  const runId = newId<RunId>();
  const planId = ids.plans[run.plan];
  const { jobs } = run;
  const sum = (name: string) => jobs.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
  const worst = (["failed", "done-with-problems"] as const).find((state) =>
    jobs.some((job) => job.state === state),
  );
  stores.runs.insert({
    ...{ id: runId, planId, trigger: run.trigger, dueMs: run.dueMs },
    state: jobs.length === 0 ? "missed" : (worst ?? "done"),
    startedMs: jobs[0]?.startedMs ?? null,
    endedMs: jobs.at(-1)?.endedMs ?? null,
    ...{
      filesNew: sum("filesNew"),
      filesChanged: sum("filesChanged"),
      filesUnmodified: sum("filesUnmodified"),
      filesGone: null,
    },
    bytesProcessed: sum("totalBytesProcessed"),
    bytesAdded: jobs.reduce((total, { bytesStored }) => total + bytesStored, 0),
    problemCount: jobs.reduce((total, { problems }) => total + problems.length, 0),
    error: jobs.find(({ error }) => error !== undefined)?.error ?? null,
  });
  return jobs.map((job) => ({ job, record: writeJob(stores, run, runId, job, ids) }));
}

function writeJob(stores: Stores, run: DemoRun, runId: RunId, job: DemoJob, ids: DemoIds): JobRecord {
  const box = PLAN_BOX[run.plan];
  const sourceId = ids.sources[job.source];
  const repositoryId = ids.repositories[box];
  const record: JobRecord = {
    ...{ id: newId<JobId>(), kind: "backup", repository: ids.locations[box], access: "shared" },
    origin: { repositoryId, planId: ids.plans[run.plan], sourceId, runId },
    ...{ input: {}, priority: "normal", restartWhenInterrupted: true, attempt: 1, restartOf: undefined },
    ...{ state: job.state, createdNs: ns(run.dueMs), startedNs: ns(job.startedMs), endedNs: ns(job.endedMs) },
    ...{ progress: undefined, result: undefined, error: undefined },
  };
  stores.jobs.insert(record);
  stores.jobs.markRunning(record.id, ns(job.startedMs));
  const { snapshotId, counts, bytesStored, problems } = job;
  if (job.state === "failed") {
    if (job.error !== undefined)
      stores.jobs.markEnded(record.id, { state: "failed", error: job.error }, ns(job.endedMs));
    return record;
  }
  const summary = {
    ...{
      snapshotId: snapshotId ?? null,
      parent: null,
      mode: "incremental",
      counts: { ...counts },
      bytesStored,
    },
    problems: problems.map((problem) => ({ ...problem })),
  };
  stores.jobs.markEnded(
    record.id,
    { state: job.state, result: { problemCount: problems.length, summary } },
    ns(job.endedMs),
  );
  if (snapshotId !== undefined) {
    const sizeBytes = counts.totalBytesProcessed ?? 0;
    stores.snapshots.insert({ repositoryId, snapshotId, sourceId, savedMs: job.endedMs, sizeBytes });
  }
  const facts = problems.map(({ path, reason, systemCode }) => ({ path, reason, systemCode }));
  stores.jobLog.append(
    facts.map((fact) => ({
      ...{ jobId: record.id, timeMs: job.endedMs, level: "warning", text: "not saved", facts: fact },
    })),
  );
  return record;
}

/** Alerts as the host raises them: the next good run of the same source ends them. */
function noteAlert(stores: Stores, job: DemoJob, record: JobRecord, ids: DemoIds): void {
  const common = {
    jobId: record.id,
    kind: record.kind,
    planId: record.origin.planId ?? null,
    sourceId: ids.sources[job.source],
    about: NAMES[job.source],
  };
  const error = job.error ?? { code: "CANCELLED", details: { reason: "person" } };
  const failed: AlertSubject = { code: "JOB_FAILED", ...common, error };
  const problems: AlertSubject = {
    ...{ code: "JOB_HAD_PROBLEMS", ...common, problemCount: job.problems.length },
    firstPaths: job.problems.map(({ path }) => path),
  };
  if (job.state === "failed") raise(stores, failed, "failing", job.endedMs);
  else resolve(stores, failed, job.endedMs);
  if (job.state === "done-with-problems") raise(stores, problems, "warning", job.endedMs);
  if (job.state === "done") resolve(stores, problems, job.endedMs);
}

function raise(stores: Stores, subject: AlertSubject, severity: Alert["severity"], atMs: number): void {
  const before = stores.alerts.lasting(thingOf(subject));
  stores.alerts.save({
    ...{ id: before?.id ?? newId<AlertId>(), thing: thingOf(subject), severity, subject },
    weight: severity === "failing" ? 2_000_000 : 1_000_001,
    ...{ firstMs: before?.firstMs ?? atMs, lastMs: atMs, occurrences: (before?.occurrences ?? 0) + 1 },
    ...{ resolvedMs: null, acknowledgedMs: null, acknowledgedWeight: null, snoozedUntilMs: null },
  });
}

function resolve(stores: Stores, subject: AlertSubject, atMs: number): void {
  const lasting = stores.alerts.lasting(thingOf(subject));
  if (lasting !== undefined) stores.alerts.save({ ...lasting, resolvedMs: atMs });
}

/** Somebody has seen on the morning after what lasts longest. */
export function acknowledgeOldest(stores: Stores, nowMs: number): void {
  const oldest = stores.alerts.list("open", 100).toSorted((a, b) => a.firstMs - b.firstMs)[0];
  if (oldest === undefined) return;
  const acknowledgedMs = Math.min(oldest.firstMs + 7 * HOUR_MS, nowMs);
  stores.alerts.save({ ...oldest, acknowledgedMs, acknowledgedWeight: oldest.weight });
}

/** The box that was away for an evening: told by an alert of its own, which ended when it came back. */
export function writeBoxAway(stores: Stores, ids: DemoIds, atMs: number): void {
  const subject: AlertSubject = {
    ...{ code: "REPOSITORY_UNREACHABLE", repositoryId: ids.repositories.truenas, about: "old TrueNAS" },
    error: { code: "STORE_VANISHED", details: { location: ids.locations.truenas } },
  };
  raise(stores, subject, "warning", atMs);
  resolve(stores, subject, atMs + 9 * HOUR_MS);
}
