/** How replicas did, how ready they are and what is on which, for the terminal and for scripts. */
import { formatDuration } from "../../shared/format/duration.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type {
  FailoverMetrics,
  FailoverReadiness,
  MatrixCell,
  PlacementMatrix,
  Readiness,
  ReplicaMetrics,
} from "../../shared/model/failover-metrics.ts";
import type { Language } from "../../shared/words/language.ts";
import { failoverMetricsWords } from "../words/failover-metrics-words.ts";
import { formatTable } from "./table.ts";

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** From 0 to 1, cut down and not rounded: what is nearly all is not all. */
const percent = (share: number) => `${Math.floor(share * 1000) / 10}%`;

export function matrixTable(
  { replicas, rows, nowMs }: PlacementMatrix,
  language: Language,
): readonly string[] {
  const say = failoverMetricsWords[language];
  const cell = (found: MatrixCell | undefined) => {
    if (found?.isNeeded === false) return say.notNeeded;
    if (found === undefined || found.missing === null) return say.notKnown;
    const ago =
      found.newestMs === null ? undefined : formatRelative(found.newestMs, nowMs, language, "short");
    return say.cell(ago, found.missing);
  };
  return formatTable<PlacementMatrix["rows"][number]>(
    [
      { title: say.source, cell: ({ name }) => name },
      ...replicas.map(({ name }, n) => ({
        title: name,
        cell: ({ cells }: PlacementMatrix["rows"][number]) => cell(cells[n]),
      })),
    ],
    rows,
  );
}

export function matrixJson({ replicas, rows }: PlacementMatrix) {
  return {
    replicas: replicas.map(({ replicaId: id, name, role, isWell }) => ({ id, name, role, is_well: isWell })),
    sources: rows.map(({ sourceId, name, newestMs, cells }) => ({
      ...{ id: sourceId, name, newest: time(newestMs) },
      replicas: cells.map((cell) => ({
        ...{ id: cell.replicaId, newest: time(cell.newestMs), missing: cell.missing },
        missing_since: time(cell.missingSinceMs),
        ...{ verified_share: cell.verifiedShare, is_needed: cell.isNeeded, is_met: cell.isMet },
      })),
    })),
  };
}

export function metricsLines(metrics: FailoverMetrics, language: Language): readonly string[] {
  const say = failoverMetricsWords[language];
  const { replicas, moves, recovery, nowMs } = metrics;
  const worst = ({ lag }: ReplicaMetrics) => {
    const known = lag.flatMap(({ behindMs }) => behindMs ?? []);
    if (known.length === 0) return say.notKnown;
    const mostMs = Math.max(...known);
    return mostMs === 0 ? say.nothing : formatDuration(mostMs, language);
  };
  const nameOf = (id: string | null) =>
    replicas.find(({ replicaId }) => replicaId === id)?.name ?? say.notKnown;
  const table = formatTable<ReplicaMetrics>(
    [
      { title: say.replica, cell: ({ name }) => name },
      {
        title: say.available,
        cell: ({ availableShare }) => (availableShare === null ? say.notKnown : percent(availableShare)),
        align: "right",
      },
      { title: say.behind, cell: worst },
    ],
    replicas,
  );
  const done = moves.flatMap(({ startedMs, toId, tookMs }) =>
    tookMs === null
      ? []
      : say.move(formatRelative(startedMs, nowMs, language), nameOf(toId), formatDuration(tookMs, language)),
  );
  return [...table, say.recovery(recovery.begun, recovery.succeeded), ...done];
}

export function metricsJson({ fromMs, replicas, moves, recovery, sources }: FailoverMetrics) {
  return {
    from: time(fromMs),
    replicas: replicas.map(({ replicaId: id, name, days, availableShare, lag }) => ({
      ...{ id, name, available_share: availableShare },
      days: days.map(({ dayMs, beats, goodBeats }) => ({ day: time(dayMs), beats, good_beats: goodBeats })),
      lag: lag.map(({ atMs, behindMs, snapshots }) => ({ at: time(atMs), behind_ms: behindMs, snapshots })),
    })),
    moves: moves.map(({ number, startedMs, cause, fromId, kind, toId, tookMs }) => ({
      ...{ number, started: time(startedMs), cause, from_id: fromId, kind, to_id: toId, took_ms: tookMs },
    })),
    recovery,
    sources: sources.map(({ sourceId: id, name, ageMs, hours }) => ({
      ...{ id, name, age_ms: ageMs },
      hours: hours.map((hour) => ({ at: time(hour.atMs), age_ms: hour.ageMs })),
    })),
  };
}

export function readinessLines(
  { failover, backup }: FailoverReadiness,
  language: Language,
): readonly string[] {
  const say = failoverMetricsWords[language];
  const points = (share: number) => String(Math.floor(share * 100));
  const lines = (what: string, { score, contributions }: Readiness) => [
    say.score(what, points(score)),
    ...formatTable<Readiness["contributions"][number]>(
      [
        { title: say.part, cell: ({ kind }) => say.evidence[kind] },
        {
          title: say.value,
          cell: ({ value }) => (value === null ? say.notKnown : percent(value)),
          align: "right",
        },
        { title: say.weight, cell: ({ weight }) => percent(weight), align: "right" },
        { title: say.ifPerfect, cell: ({ scoreIfPerfect }) => points(scoreIfPerfect), align: "right" },
      ],
      contributions,
    ),
  ];
  return [...lines(say.failover, failover), ...lines(say.backup, backup)];
}

export function readinessJson({ failover, backup }: FailoverReadiness) {
  const one = ({ score, x, logistic, contributions, facts }: Readiness) => ({
    ...{ score, x, logistic },
    contributions: contributions.map(({ kind, value, weight, adds, scoreIfPerfect }) => ({
      ...{ kind, value, weight, adds, score_if_perfect: scoreIfPerfect },
    })),
    facts: {
      ...{ healthy_copies: facts.healthyCopies, behind_ms: facts.behindMs, goal_ms: facts.goalMs },
      verified_share: facts.verifiedShare,
      drill: facts.drill === null ? null : { passed: facts.drill.passed, age_ms: facts.drill.ageMs },
    },
  });
  return { failover: one(failover), backup: one(backup) };
}
