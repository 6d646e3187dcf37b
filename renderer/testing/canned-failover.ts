/** Two replicas of the made-up office's repository, as they are when all is well, when one is away, and when it is brought up to date. */
import type { RepositoryId } from "../../shared/ids.ts";
import { DEFAULT_DRILL_SETTINGS, type DrillStanding, type DrillView } from "../../shared/model/drill.ts";
import type { Cause, FailoverView, RecordedTransition, ReplicaView } from "../../shared/model/failover.ts";
import type { FailoverMetrics, Readiness } from "../../shared/model/failover-metrics.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import { type Answers, DAY, GB, HOUR, MINUTE, numbers, type Scenario, uuid } from "./canned-values.ts";

export function cannedFailover(
  scenario: Scenario,
  repositoryId: RepositoryId,
  usualId: ReplicaView["id"],
  sources: readonly SourceStatus[],
  nowMs: number,
): Answers {
  const standbyId = uuid<ReplicaView["id"]>();
  const isEmpty = scenario === "empty" || scenario === "first-start";
  const isAway = scenario === "trouble";
  const isBack = scenario === "running";
  const activeId = isAway || isBack ? standbyId : usualId;
  const movedMs = nowMs - 4.5 * HOUR;

  const replica = (over: Partial<ReplicaView>): ReplicaView => ({
    ...{ id: usualId, name: "Synology DS423", location: "/mnt/nas/backstay", kind: "folder", role: "active" },
    ...{
      isUsual: true,
      priority: 0,
      isFenced: false,
      wellSinceMs: nowMs - 86 * DAY,
      lastBeatMs: nowMs - 4000,
    },
    ...{ beatTookMs: 4, fault: null, freeBytes: 3400 * GB, lag: null, jobId: null },
    ...{ copiedMs: nowMs - 12 * MINUTE, copyError: null, ...over },
  });
  const lag = (snapshots: number, bytes: number) => ({
    ...{ snapshots, bytes, sinceMs: snapshots === 0 ? null : movedMs, measuredMs: nowMs - MINUTE },
  });
  const fault = { kind: "unreachable", atMs: nowMs - 9000, detail: "STORE_UNREACHABLE" } as const;
  const cause: Cause = {
    kind: "fault",
    fault: "unreachable",
    ...{ replicaId: usualId, sinceMs: movedMs - 50_000, times: 3, detail: "STORE_UNREACHABLE" },
  };
  const view: FailoverView = {
    ...{ repositoryId, name: "Synology DS423", epoch: 7, activeId, usualId, move: null, isHeld: false },
    phase: isAway ? "failed-over" : isBack ? "recovering" : "healthy",
    phaseSinceMs: isAway ? movedMs : isBack ? nowMs - 6 * MINUTE : nowMs - 86 * DAY,
    cause: isBack
      ? { kind: "well-again", replicaId: usualId, sinceMs: nowMs - 6 * MINUTE }
      : isAway
        ? cause
        : null,
    ...{
      returns: "by-itself",
      isReconciled: false,
      putOff: null,
      isGivenUp: false,
      pruneWaits: null,
      lastMoveMs: 48_000,
    },
    settings: {
      ...{ beatEveryMs: 15_000, beatLimitMs: 10_000, windowMs: MINUTE, beatsToClear: 3 },
      ...{ stableMs: 30 * MINUTE, silenceMs: 2 * MINUTE, retryMs: MINUTE, verifyLimitMs: 30_000 },
      faultsToLeave: {
        ...{ unreachable: 3, "identity-mismatch": 2, "read-only": 2, "io-error": 2, "out-of-space": 1 },
      },
      ...{ diskFailing: { leaves: true, afterMs: 10 * MINUTE }, failBack: "by-itself" },
    },
    replicas: [
      replica(
        isAway
          ? { role: "standby", wellSinceMs: null, fault, lag: lag(5, 1.4 * GB), isFenced: true }
          : isBack
            ? { role: "standby", wellSinceMs: nowMs - 6 * MINUTE, lag: lag(5, 1.4 * GB) }
            : {},
      ),
      replica({
        ...{ id: standbyId, name: "old TrueNAS", kind: "sftp", isUsual: false, priority: 1 },
        location: "sftp://backstay@truenas.office.lan/mnt/tank/backups",
        ...{ role: isAway || isBack ? "active" : "standby", freeBytes: 700 * GB, beatTookMs: 11 },
        lag: isAway || isBack ? null : lag(0, 0),
      }),
    ],
  };
  return {
    "failover.list": () => ({ repositories: isEmpty ? [] : [view] }),
    "failover.state": () => ({ state: isEmpty ? null : view }),
    "replicas.list": () => ({ replicas: view.replicas }),
    "failover.history": () => ({ transitions: isEmpty ? [] : historyOf() }),
    "failover.metrics": () => ({ metrics: metricsOf() }),
    "failover.readiness": () => ({
      readiness: { repositoryId, nowMs, failover: readiness(0.86), backup: readiness(0.94) },
    }),
    "drills.standing": () => ({ repositories: isEmpty ? [] : [drillsOf()] }),
    "failover.matrix": () => ({
      matrix: {
        ...{ repositoryId, nowMs },
        replicas: view.replicas.map(({ id, name, role, fault: met }) => ({
          ...{ replicaId: id, name, role, isWell: met === null },
        })),
        rows: sources.map(({ source, newestGoodMs }, n) => ({
          ...{ sourceId: source.id, name: source.name, newestMs: newestGoodMs },
          cells: view.replicas.map(({ id }) => {
            const isBehind = (isAway || isBack) && id === usualId && n < 2;
            return {
              ...{ replicaId: id, newestMs: isBehind ? movedMs : newestGoodMs, isNeeded: true },
              ...{
                missing: isBehind ? 5 : 0,
                missingSinceMs: isBehind ? movedMs : null,
                verifiedShare: n === 3 ? null : 0.96 - n * 0.1,
                isMet: !isBehind,
              },
            };
          }),
        })),
      },
    }),
  };

  function drillsOf(): DrillStanding {
    const drill: DrillView = {
      ...{ id: uuid(), kind: "restore", repositoryId, repositoryName: view.name, trigger: "schedule" },
      ...{
        state: "passed",
        startedMs: nowMs - 25 * DAY,
        endedMs: nowMs - 25 * DAY + 4 * MINUTE,
        jobId: null,
      },
      ...{ problems: [], failover: null },
      replicas: view.replicas.map(({ id, name }) => ({
        ...{ replicaId: id, name, outcome: "passed", files: 60, bytes: 0.4 * GB, same: 60, different: 0 },
        ...{ unreadable: 0, liveSame: 52, liveDifferent: 0, seconds: 41, openSeconds: 2 },
        ...{ databasesRestored: 2, databasesFailed: 0, databasesUntried: 0 },
        fullRestore: { seconds: 3 * 3600, lowSeconds: 2 * 3600, highSeconds: 5 * 3600 },
      })),
    };
    return {
      ...{ repositoryId, name: view.name, settings: DEFAULT_DRILL_SETTINGS, running: null },
      ...{ lastRestore: drill, lastFailover: null, restorePassedMs: drill.startedMs, failoverPassedMs: null },
      ...{ nextRestoreMs: nowMs + 5 * DAY, nextFailoverMs: null, hasStandby: true },
    };
  }

  function historyOf(): RecordedTransition[] {
    const step = (number: number, atMs: number, over: Partial<RecordedTransition>): RecordedTransition => ({
      ...{
        number,
        atMs,
        from: "healthy",
        to: "suspect",
        cause,
        lastedMs: 86 * DAY,
        activeId: usualId,
        epoch: 6,
      },
      ...{ moveTookMs: null, ...over },
    });
    const steps = [
      step(1, movedMs - 83_000, {}),
      step(2, movedMs - 48_000, { from: "suspect", to: "failing-over", lastedMs: 35_000 }),
      step(3, movedMs, {
        ...{ from: "failing-over", to: "failed-over", lastedMs: 48_000, activeId: standbyId, epoch: 7 },
        ...{ cause: { kind: "done", command: "switch" }, moveTookMs: 48_000 },
      }),
    ];
    const back = step(4, nowMs - 6 * MINUTE, {
      ...{ from: "failed-over", to: "recovering", lastedMs: Math.round(4.4 * HOUR), activeId: standbyId },
      cause: { kind: "well-again", replicaId: usualId, sinceMs: nowMs - 6 * MINUTE },
    });
    return (isBack ? [...steps, back] : isAway ? steps : []).toReversed();
  }

  function metricsOf(): FailoverMetrics {
    const random = numbers(4);
    const fromMs = nowMs - 90 * DAY;
    const hours = Array.from({ length: 720 }, (_, n) => nowMs - (720 - n) * HOUR);
    return {
      ...{ repositoryId, nowMs, fromMs, sources: [], recovery: { begun: 1, succeeded: 1 } },
      replicas: view.replicas.map(({ id, name }) => ({
        ...{ replicaId: id, name, days: [], availableShare: 0.998 },
        lag: hours
          .filter((_, n) => n < 300 || n > 330)
          .map((atMs, n) => ({
            atMs,
            behindMs:
              n > 684 && isAway
                ? (n - 684) * HOUR
                : Math.round(random() * (n % 24 === 3 ? HOUR : 6 * MINUTE)),
            snapshots: 1,
          })),
      })),
      moves: [
        move(1, nowMs - 70 * DAY, 73_000, { kind: "ordered", by: "person" }),
        move(2, nowMs - 31 * DAY, 61_000),
        move(3, movedMs, 48_000),
      ].toReversed(),
    };
  }

  function move(
    number: number,
    startedMs: number,
    tookMs: number,
    why = cause,
  ): FailoverMetrics["moves"][number] {
    return { number, startedMs, tookMs, cause: why, fromId: usualId, kind: "failover", toId: standbyId };
  }

  function readiness(score: number): Readiness {
    const part = (
      kind: "copies" | "freshness" | "verified" | "drill",
      weight: number,
      value: number | null,
    ) => ({
      ...{ kind, weight, value, adds: weight * (value ?? 0), scoreIfPerfect: Math.min(1, score + 0.04) },
    });
    return {
      ...{ score, x: 0.75, logistic: { steepness: 8, middle: 0.5 } },
      contributions: [
        part("copies", 0.35, 0.85),
        part("freshness", 0.25, 0.97),
        part("verified", 0.2, 0.9),
        part("drill", 0.2, null),
      ],
      facts: { healthyCopies: 1, behindMs: 12 * MINUTE, goalMs: HOUR, verifiedShare: 0.9, drill: null },
    };
  }
}
