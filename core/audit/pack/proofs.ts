/** What a proof pack is made of: everything that the contract can tell of one month. */
import type { BackstayApi } from "../../../shared/api/client.ts";
import type { Output } from "../../../shared/api/methods.ts";
import type { AuditEntry, AuditVerification } from "../../../shared/model/audit.ts";
import type { DrillView } from "../../../shared/model/drill.ts";
import type { RecordedTransition } from "../../../shared/model/failover.ts";
import type { SourceStatus } from "../../../shared/model/overview.ts";
import type { Run } from "../../../shared/model/plan.ts";
import type { ReadingBack } from "../../../shared/model/reading-back.ts";

export type Period = { readonly fromMs: number; readonly toMs: number };

export type ProvenMove = RecordedTransition & {
  readonly repositoryName: string;
  readonly replicaNames: ReadonlyMap<string, string>;
};

export type Proofs = {
  readonly officeName: string;
  readonly hostname: string;
  readonly version: string;
  readonly period: Period;
  readonly nowMs: number;
  /** As it is now, not as it was in the period. */
  readonly sources: readonly SourceStatus[];
  /** Whether runs, drills and moves of all the period are remembered still. */
  readonly isHistoryKept: boolean;
  /** Of the period, by how they ended. */
  readonly runs: ReadonlyMap<Run["state"], number>;
  readonly readings: readonly ReadingBack[];
  readonly drills: readonly DrillView[];
  /** Moves of backups that ended in the period. */
  readonly moves: readonly ProvenMove[];
  /** What was changed, removed, restored or ordered in the period, the newest first. */
  readonly changes: readonly AuditEntry[];
  /** There are more than are listed. */
  readonly hasMoreChanges: boolean;
  readonly verification: AuditVerification;
};

type Api = Pick<BackstayApi, "call">;

const DAY_MS = 24 * 3_600_000;
const PAGE = 500;
/** More would be no report any more; all of it is in the trail itself. */
const MAX_CHANGES = 1_000;
/** What starts work, or looks after what was told, and changes nothing. */
const EVERYDAY: ReadonlySet<string> = new Set([
  ...["plans.run", "plans.runAll", "plans.cancelRun", "jobs.cancel", "jobs.setPaused", "jobs.restart"],
  ...[
    "alerts.acknowledge",
    "alerts.snooze",
    "alerts.channels.test",
    "hooks.try",
    "plans.tryHook",
    "repositories.check",
  ],
]);

/** @throws {BackstayError} what the contract's methods throw */
export async function collectProofs(api: Api, period: Period, nowMs: number): Promise<Proofs> {
  const { version, hostname, settings } = await api.call("app.state", {});
  const { sources, repositories } = await api.call("overview.get", {});
  const moves: ProvenMove[] = [];
  for (const { id: repositoryId, name, replicas } of repositories) {
    const replicaNames = new Map(replicas.map((replica) => [replica.id as string, replica.name]));
    for (const move of await movesOf(api, repositoryId, period))
      moves.push({ ...move, repositoryName: name, replicaNames });
  }
  const { entries, hasMore } = await changesOf(api, period);
  return {
    ...{ officeName: settings.officeName, hostname, version, period, nowMs, sources },
    isHistoryKept: period.fromMs >= nowMs - settings.keepHistoryDays * DAY_MS,
    runs: await runsOf(api, period),
    readings: (await api.call("readingBack.list", {})).repositories,
    drills: await drillsOf(api, period),
    moves: moves.sort((a, b) => b.atMs - a.atMs),
    ...{ changes: entries, hasMoreChanges: hasMore },
    verification: await api.call("audit.verify", {}),
  };
}

const isIn = ({ fromMs, toMs }: Period, ms: number) => ms >= fromMs && ms < toMs;

async function movesOf(
  api: Api,
  repositoryId: Output<"overview.get">["repositories"][number]["id"],
  period: Period,
) {
  const found: RecordedTransition[] = [];
  for (let before: number | null = null; ; ) {
    const page: readonly RecordedTransition[] = (
      await api.call("failover.history", { repositoryId, before, limit: PAGE })
    ).transitions;
    found.push(...page.filter(({ moveTookMs, atMs }) => moveTookMs !== null && isIn(period, atMs)));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.atMs < period.fromMs) return found;
    before = last.number;
  }
}

async function runsOf(api: Api, period: Period): Promise<ReadonlyMap<Run["state"], number>> {
  const counts = new Map<Run["state"], number>();
  for (let beforeMs = period.toMs; ; ) {
    const { runs } = await api.call("plans.history", { planId: null, beforeMs, limit: PAGE });
    for (const { state, dueMs } of runs)
      if (isIn(period, dueMs)) counts.set(state, (counts.get(state) ?? 0) + 1);
    const last = runs.at(-1);
    if (last === undefined || runs.length < PAGE || last.dueMs < period.fromMs) return counts;
    beforeMs = last.dueMs;
  }
}

async function drillsOf(api: Api, period: Period): Promise<readonly DrillView[]> {
  const found: DrillView[] = [];
  for (let before: DrillView["id"] | null = null; ; ) {
    const page: readonly DrillView[] = (
      await api.call("drills.list", { repositoryId: null, kind: null, before, limit: PAGE })
    ).drills;
    found.push(...page.filter(({ startedMs }) => isIn(period, startedMs)));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.startedMs < period.fromMs) return found;
    before = last.id;
  }
}

async function changesOf(api: Api, period: Period) {
  const found: AuditEntry[] = [];
  for (let before: number | null = null; ; ) {
    const page: Output<"audit.list"> = await api.call("audit.list", {
      ...{ before, limit: PAGE, sinceMs: period.fromMs },
    });
    found.push(...page.entries.filter(({ atMs, action }) => isIn(period, atMs) && !EVERYDAY.has(action)));
    const last = page.entries.at(-1);
    if (found.length > MAX_CHANGES) return { entries: found.slice(0, MAX_CHANGES), hasMore: true };
    if (last === undefined || !page.hasMore) return { entries: found, hasMore: false };
    before = last.number;
  }
}
