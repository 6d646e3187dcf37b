import { failoverStanding } from "../../shared/failover-standing.ts";
import { hardwareNews } from "../../shared/hardware-news.ts";
import type { Alert } from "../../shared/model/alert.ts";
import { alertStanding } from "../../shared/model/alert-standing.ts";
import type { FailoverView } from "../../shared/model/failover.ts";
import type { Overview } from "../../shared/model/overview.ts";
import type { PageId } from "./pages.tsx";

export type RailCount = {
  readonly count: number;
  readonly verdict: "failed" | "failing" | "warning" | "overdue" | "working" | "unknown";
};

const SEVERITY_ORDER = ["failed", "failing", "warning", "notice"] as const;

/** What needs a person, or is at work, page by page. A page where nothing does has no count. */
export function railCounts(
  overview: Overview | undefined,
  openAlerts: readonly Alert[],
  nowMs: number,
  replicaSets: readonly FailoverView[] = [],
): Partial<Record<PageId, RailCount>> {
  const counts: Partial<Record<PageId, RailCount>> = {};
  const alerts = alertCount(openAlerts.filter((alert) => alertStanding(alert, nowMs) === "needs"));
  if (alerts !== undefined) counts.alerts = alerts;
  const backups = overview && backupCount(overview);
  if (backups !== undefined) counts.backups = backups;
  const storage = overview && storageCount(overview);
  if (storage !== undefined) counts.storage = storage;
  const failover = failoverCount(replicaSets, nowMs);
  if (failover !== undefined) counts.failover = failover;
  return counts;
}

const FAILOVER_VERDICTS = ["failed", "failing", "warning", "unknown", "working"] as const;

/** Repositories whose replicas are not as they usually are: those that are worst off, or at work where none is in trouble. */
function failoverCount(views: readonly FailoverView[], nowMs: number): RailCount | undefined {
  const verdicts = views.map((view) => failoverStanding(view, nowMs).verdict);
  const worst = FAILOVER_VERDICTS.find((verdict) => verdicts.includes(verdict));
  // that nothing was heard yet is so after each start, and is over in a moment
  if (worst === undefined || worst === "unknown") return undefined;
  const isWork = worst === "working";
  const counted = verdicts.filter((verdict) =>
    isWork ? verdict === "working" : FAILOVER_VERDICTS.slice(0, 3).some((bad) => bad === verdict),
  );
  return { count: counted.length, verdict: worst };
}

/** Disks, arrays and controllers that are not fine, and hosts that cannot be seen any more. */
function storageCount({ health }: Overview): RailCount | undefined {
  const [worst] = hardwareNews(health);
  if (worst === undefined) return undefined;
  return {
    count: health.troubleCount + health.blind.length,
    verdict: worst.kind === "trouble" ? worst.level : "unknown",
  };
}

function alertCount(alerts: readonly Alert[]): RailCount | undefined {
  const loud = alerts.filter(({ severity }) => severity !== "notice");
  const worst = SEVERITY_ORDER.find((severity) => loud.some((alert) => alert.severity === severity));
  if (worst === undefined || worst === "notice") return undefined;
  const isOverdue = loud.every(
    ({ severity, subject }) => severity !== worst || subject.code === "SOURCE_OVERDUE",
  );
  return { count: loud.length, verdict: isOverdue ? "overdue" : worst };
}

function backupCount({ sources, jobs }: Overview): RailCount | undefined {
  const of = (...states: readonly string[]) =>
    sources.filter(({ protection }) => states.includes(protection)).length;
  const overdue = of("overdue", "never");
  if (overdue > 0) return { count: overdue, verdict: "overdue" };
  const unknown = of("unknown");
  if (unknown > 0) return { count: unknown, verdict: "unknown" };
  const running = jobs.filter(({ kind }) => kind === "backup").length;
  return running > 0 ? { count: running, verdict: "working" } : undefined;
}
