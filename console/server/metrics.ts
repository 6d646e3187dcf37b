import { type Overview, PROTECTION } from "../../shared/model/overview.ts";
import { type PlanView, RUN_STATES } from "../../shared/model/plan.ts";
import { VERSION } from "../../shared/version.ts";

/** What `/metrics` is made from. */
export type MetricsInput = {
  readonly overview: Overview;
  /** Empty when they could not be asked for. */
  readonly plans: readonly PlanView[];
};

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly labels: Labels; readonly value: number };

/** A value that is not known has no sample: nothing is ever said to be zero that was not counted. */
type Family = {
  readonly name: string;
  readonly type: "gauge" | "info" | "stateset";
  readonly unit?: "seconds" | "bytes";
  readonly help: string;
  readonly samples: readonly Sample[];
};

export const METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/**
 * Numbers for monitoring systems. Names that people gave are labels; places and paths are not told.
 * @source OpenMetrics 1.0, "Text Format"
 */
export function formatMetrics(input: MetricsInput): string {
  return `${families(input).flatMap(formatFamily).join("\n")}\n# EOF\n`;
}

function families({ overview, plans }: MetricsInput): readonly Family[] {
  return [
    {
      name: "backstay_build",
      type: "info",
      help: "Version of Backstay.",
      samples: [{ labels: { version: VERSION }, value: 1 }],
    },
    ...sourceFamilies(overview),
    ...planFamilies(plans),
    ...jobFamilies(overview),
    ...replicaFamilies(overview),
    {
      name: "backstay_alerts_open",
      type: "gauge",
      help: "Alerts that nobody has acknowledged and whose cause lasts.",
      samples: [{ labels: {}, value: overview.openAlerts }],
    },
  ];
}

function sourceFamilies({ sources, nowMs }: Overview): readonly Family[] {
  const labelled = sources.map((status) => ({
    ...status,
    labels: { source: status.source.name, source_id: status.source.id },
  }));
  return [
    {
      name: "backstay_source_newest_good_backup_age_seconds",
      type: "gauge",
      unit: "seconds",
      help: "Age of the newest good backup; absent while there is none.",
      samples: labelled.flatMap(({ labels, newestGoodMs }) =>
        newestGoodMs === null ? [] : [{ labels, value: Math.max(0, nowMs - newestGoodMs) / 1000 }],
      ),
    },
    {
      name: "backstay_source_deadline_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "When the newest good backup is, or will be, too old.",
      samples: labelled.flatMap(({ labels, deadlineMs }) =>
        deadlineMs === null ? [] : [{ labels, value: deadlineMs / 1000 }],
      ),
    },
    {
      name: "backstay_source_protection",
      type: "stateset",
      help: "How well a source is protected.",
      samples: labelled.flatMap(({ labels, protection }) =>
        stateSet("backstay_source_protection", labels, PROTECTION, protection),
      ),
    },
  ];
}

function planFamilies(plans: readonly PlanView[]): readonly Family[] {
  const labelled = plans.flatMap(({ plan, lastRun }) =>
    lastRun === null ? [] : [{ labels: { plan: plan.name, plan_id: plan.id }, run: lastRun }],
  );
  return [
    {
      name: "backstay_plan_last_run_state",
      type: "stateset",
      help: "How the last run of a plan ended.",
      samples: labelled.flatMap(({ labels, run }) =>
        stateSet("backstay_plan_last_run_state", labels, RUN_STATES, run.state),
      ),
    },
    {
      name: "backstay_plan_last_run_end_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "When the last run of a plan ended.",
      samples: labelled.flatMap(({ labels, run }) =>
        run.endedMs === null ? [] : [{ labels, value: run.endedMs / 1000 }],
      ),
    },
    {
      name: "backstay_plan_last_run_duration_seconds",
      type: "gauge",
      unit: "seconds",
      help: "How long the last run of a plan took.",
      samples: labelled.flatMap(({ labels, run }) =>
        run.startedMs === null || run.endedMs === null
          ? []
          : [{ labels, value: Math.max(0, run.endedMs - run.startedMs) / 1000 }],
      ),
    },
    {
      name: "backstay_plan_last_run_added_bytes",
      type: "gauge",
      unit: "bytes",
      help: "What the last run of a plan added to its repository.",
      samples: labelled.map(({ labels, run }) => ({ labels, value: run.bytesAdded })),
    },
    {
      name: "backstay_plan_last_run_problems",
      type: "gauge",
      help: "Files and folders the last run of a plan could not save properly.",
      samples: labelled.map(({ labels, run }) => ({ labels, value: run.problemCount })),
    },
  ];
}

function jobFamilies({ jobs, today }: Overview): readonly Family[] {
  const states = ["queued", "running"] as const;
  return [
    {
      name: "backstay_jobs",
      type: "gauge",
      help: "Jobs that run or wait.",
      samples: states.map((state) => ({
        labels: { state },
        value: jobs.filter((job) => job.state === state).length,
      })),
    },
    {
      name: "backstay_runs_today",
      type: "gauge",
      help: "Runs of plans since midnight of the computer's calendar, by how they ended or stand.",
      samples: RUN_STATES.map((state) => ({
        labels: { state },
        value: today.runs.filter((run) => run.state === state).length,
      })),
    },
    {
      name: "backstay_runs_today_added_bytes",
      type: "gauge",
      unit: "bytes",
      help: "What they added to repositories.",
      samples: [{ labels: {}, value: today.runs.reduce((sum, run) => sum + run.bytesAdded, 0) }],
    },
  ];
}

function replicaFamilies({ repositories }: Overview): readonly Family[] {
  const labelled = repositories.flatMap(({ name: repository, replicas }) =>
    replicas.map((replica) => ({
      labels: { repository, replica: replica.name, replica_id: replica.id },
      replica,
    })),
  );
  return [
    {
      name: "backstay_replica_reach",
      type: "stateset",
      help: "What the last look at a replica found.",
      samples: labelled.flatMap(({ labels, replica }) =>
        stateSet("backstay_replica_reach", labels, ["reachable", "unreachable", "unknown"], replica.reach),
      ),
    },
    {
      name: "backstay_replica_free_bytes",
      type: "gauge",
      unit: "bytes",
      help: "Space left where a replica is.",
      samples: labelled.flatMap(({ labels, replica }) =>
        replica.freeBytes === null ? [] : [{ labels, value: replica.freeBytes }],
      ),
    },
  ];
}

/** A state set has a label of its own name, and a sample for each state there is. */
function stateSet(
  name: string,
  labels: Labels,
  states: readonly string[],
  current: string,
): readonly Sample[] {
  return states.map((state) => ({ labels: { ...labels, [name]: state }, value: state === current ? 1 : 0 }));
}

function formatFamily({ name, type, unit, help, samples }: Family): readonly string[] {
  const sampleName = type === "info" ? `${name}_info` : name;
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
    ...samples.map(({ labels, value }) => `${sampleName}${formatLabels(labels)} ${value}`),
  ];
}

function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
