/** Drills as the command line shows them. */

import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount } from "../../shared/format/count.ts";
import { printable } from "../../shared/format/printable.ts";
import { formatRelative, formatRunTime } from "../../shared/format/relative-time.ts";
import { shortId } from "../../shared/ids.ts";
import type {
  Drill,
  DrillReplica,
  DrillReplicaCounts,
  DrillStanding,
  DrillView,
} from "../../shared/model/drill.ts";
import { databaseOutcomeText, databaseResultText } from "../../shared/words/drill-database-words.ts";
import { drillWords } from "../../shared/words/drill-words.ts";
import type { Language } from "../../shared/words/language.ts";
import { describeProblem } from "../../shared/words/problems.ts";
import { drillConsoleWords } from "../words/drill-words.ts";
import { formatTable } from "./table.ts";

const SHOWN_FAULTS = 20;

/** How a repository stands. */
export function standingLines(standing: DrillStanding, nowMs: number, language: Language): readonly string[] {
  const say = drillConsoleWords[language];
  const words = drillWords[language];
  const { settings, running, lastRestore, lastFailover, hasStandby } = standing;
  const last = (view: DrillView | null, nextMs: number | null) => {
    const was =
      view === null
        ? say.never
        : say.was(words.states[view.state], formatRelative(view.startedMs, nowMs, language));
    return nextMs === null
      ? say.withoutNext(was)
      : say.withNext(was, nextMs <= nowMs ? say.now : formatRelative(nextMs, nowMs, language));
  };
  return [
    printable(standing.name),
    ...(running === null ? [] : [`  ${say.running(words.kinds[running.kind], shortId(running.id))}`]),
    `  ${words.kinds.restore}: ${last(lastRestore, standing.nextRestoreMs)}`,
    hasStandby
      ? `  ${words.kinds.failover}: ${last(lastFailover, standing.nextFailoverMs)}`
      : `  ${words.kinds.failover}: ${say.noStandby}`,
    `  ${settings.warnAfterDays === 0 ? say.noWarning : say.warning(settings.warnAfterDays)}`,
  ];
}

/** Drills, one a line. */
export function drillTable(
  drills: readonly DrillView[],
  nowMs: number,
  language: Language,
): readonly string[] {
  const say = drillConsoleWords[language];
  const words = drillWords[language];
  return formatTable<DrillView>(
    [
      { title: say.columns.id, cell: ({ id }) => shortId(id) },
      {
        title: say.columns.when,
        cell: ({ startedMs }) => formatRelative(startedMs, nowMs, language, "short"),
      },
      { title: say.columns.kind, cell: ({ kind }) => words.kinds[kind] },
      { title: say.columns.repository, cell: ({ repositoryName }) => repositoryName },
      { title: say.columns.state, cell: ({ state }) => words.states[state] },
      {
        title: say.columns.replicas,
        cell: ({ replicas }) => replicas.map(({ name, outcome }) => `${name}: ${words.outcomes[outcome]}`),
      },
      {
        title: say.columns.measured,
        cell: ({ failover }) =>
          failover?.rtoMs == null ? "" : say.rto(formatRunTime(failover.rtoMs, language)),
      },
    ],
    drills,
  );
}

/** One drill that came to its end. */
export function drillLines(drill: Drill, language: Language): readonly string[] {
  const say = drillConsoleWords[language];
  const words = drillWords[language];
  const { failover, problems } = drill;
  const replicas = (drill.restore ?? failover?.restore)?.replicas ?? [];
  const time = (ms: number) => formatRunTime(ms, language);
  const measures =
    failover === null
      ? []
      : [
          failover.rtoMs === null ? say.noRto : say.rtoOf(printable(failover.toName), time(failover.rtoMs)),
          failover.rpoMs === null
            ? say.noRpo
            : say.rpoOf(failover.missingSnapshots ?? 0, time(failover.rpoMs)),
          ...(failover.returnedMs === null ? [say.notBack] : []),
        ];
  return [
    ...replicas.flatMap((replica) => replicaLines(replica, language)),
    ...measures,
    ...problems.map((problem) => printable(say.problem(words.problem(problem)))),
    say.ended(words.kinds[drill.kind], words.states[drill.state], shortId(drill.id)),
  ];
}

function replicaLines(replica: DrillReplica, language: Language): readonly string[] {
  const say = drillConsoleWords[language];
  const words = drillWords[language];
  const { name, outcome, files, same, bytes, seconds, fullRestore, faults, lacks, databases } = replica;
  const time = (of: number) => formatRunTime(of * 1000, language);
  const line = say.replica(
    printable(name),
    words.outcomes[outcome],
    same,
    files,
    formatBytes(bytes),
    time(seconds),
  );
  const further = faults.length + replica.furtherFaults - SHOWN_FAULTS;
  return [
    line,
    ...(fullRestore === null
      ? []
      : [
          `  ${say.fullRestore(...([fullRestore.seconds, fullRestore.lowSeconds, fullRestore.highSeconds].map(time) as [string, string, string]))}`,
        ]),
    ...lacks.map((source) => `  ${say.lacks(printable(source))}`),
    ...faults.slice(0, SHOWN_FAULTS).map(({ path, fault, reason, systemCode }) => {
      const why =
        reason === "" ? "" : ` (${describeProblem(reason, systemCode === "" ? null : systemCode, language)})`;
      return `  ${printable(path)}: ${words.faults[fault]}${printable(why)}`;
    }),
    ...(further > 0 ? [`  ${say.further(further)}`] : []),
    ...databases.map((database) => {
      const came = databaseResultText(database, formatCount(database.rows, language), language);
      const took = database.outcome === "not-tried" ? undefined : time(database.seconds);
      const of = `${database.name} (${database.sourceName})`;
      return `  ${printable(say.database(of, databaseOutcomeText(database, language), came, took))}`;
    }),
  ];
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

export function standingJson(standing: DrillStanding) {
  const { repositoryId, name, settings, running, lastRestore, lastFailover, hasStandby } = standing;
  return {
    ...{ repository_id: repositoryId, name, has_standby: hasStandby },
    settings: {
      restore_every_days: settings.restoreEveryDays,
      failover_every_days: settings.failoverEveryDays,
      warn_after_days: settings.warnAfterDays,
      ...{ window: settings.window, sample_files: settings.sampleFiles, sample_bytes: settings.sampleBytes },
    },
    running: running === null ? null : drillJson(running),
    last_restore: lastRestore === null ? null : drillJson(lastRestore),
    last_failover: lastFailover === null ? null : drillJson(lastFailover),
    restore_passed: time(standing.restorePassedMs),
    failover_passed: time(standing.failoverPassedMs),
    next_restore: time(standing.nextRestoreMs),
    next_failover: time(standing.nextFailoverMs),
  };
}

/** One drill, in short or whole. */
export function drillJson(drill: Drill | DrillView) {
  const { id, kind, repositoryId, repositoryName, trigger, state, startedMs, endedMs, problems } = drill;
  const replicas =
    "replicas" in drill ? drill.replicas : ((drill.restore ?? drill.failover?.restore)?.replicas ?? []);
  return {
    ...{ drill_id: id, kind, repository_id: repositoryId, repository: repositoryName, trigger, state },
    ...{ started: time(startedMs), ended: time(endedMs), problems },
    replicas: replicas.map(replicaJson),
    failover: drill.failover === null ? null : failoverJson(drill.failover),
  };
}

function replicaJson(replica: DrillReplica | DrillReplicaCounts) {
  const { replicaId, name, outcome, files, bytes, same, different, unreadable, seconds, fullRestore } =
    replica;
  return {
    ...{ replica_id: replicaId, name, outcome, files, bytes, same, different, unreadable, seconds },
    ...{
      live_same: replica.liveSame,
      live_different: replica.liveDifferent,
      databases_restored: replica.databasesRestored,
      databases_failed: replica.databasesFailed,
      databases_untried: replica.databasesUntried,
      open_seconds: replica.openSeconds,
    },
    full_restore:
      fullRestore === null
        ? null
        : { seconds: fullRestore.seconds, low: fullRestore.lowSeconds, high: fullRestore.highSeconds },
    ...("faults" in replica
      ? {
          ...{ lacks: replica.lacks, error: replica.error, further_faults: replica.furtherFaults },
          faults: replica.faults.map(({ sourceName, isVital, systemCode, ...fault }) => {
            return { ...fault, source: sourceName, is_vital: isVital, system_code: systemCode };
          }),
          databases: replica.databases.map(({ sourceName, ...rest }) => ({ source: sourceName, ...rest })),
        }
      : {}),
  };
}

function failoverJson(failover: NonNullable<DrillView["failover"]>) {
  const { step, fromName, toName, declaredMs, switchedMs, backedUpMs, restoredMs, returnedMs } = failover;
  return {
    ...{ step, from: fromName, to: toName, declared: time(declaredMs), switched: time(switchedMs) },
    ...{ backed_up: time(backedUpMs), restored: time(restoredMs), returned: time(returnedMs) },
    ...{ rto_ms: failover.rtoMs, rpo_ms: failover.rpoMs },
  };
}
