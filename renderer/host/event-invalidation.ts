import type { BackstayEvent } from "../../shared/api/events.ts";
import type { MethodName } from "../../shared/api/methods.ts";

const OF_SNAPSHOTS: readonly MethodName[] = [
  "snapshots.series",
  "snapshots.list",
  "snapshots.pins",
  "restore.versions",
  "restore.search",
  "plans.previewRetention",
];

const OF_HEALTH: readonly MethodName[] = [
  "health.overview",
  "health.disks",
  "health.disk",
  "health.arrays",
  "health.controllers",
  "health.volumes",
  "health.series",
  "hosts.list",
  "selfTests.list",
  "selfTests.schedule",
];

const OF_FAILOVER: readonly MethodName[] = [
  "replicas.list",
  "failover.list",
  "failover.state",
  "failover.history",
  "failover.metrics",
  "failover.matrix",
  "failover.readiness",
  "hooks.list",
  "gateways.list",
  "standIn.list",
];

/** Which answers are old after an event. Progress has its own store, see `progress-store.ts`. */
const OLD_AFTER: Readonly<Record<BackstayEvent["type"], readonly MethodName[]>> = {
  job: [
    "readingBack.list",
    "jobs.list",
    "jobs.get",
    "jobs.log",
    "overview.get",
    "plans.list",
    "plans.history",
  ],
  progress: [],
  plans: [
    "standIn.list",
    "plans.list",
    "plans.history",
    "plans.previewRetention",
    "overview.get",
    "survival.get",
  ],
  sources: ["sources.list", "overview.get", "snapshots.series", "survival.get"],
  repositories: ["readingBack.list", "repositories.list", "overview.get", "survival.get"],
  settings: ["app.state", "readingBack.list"],
  alerts: ["alerts.list", "overview.get"],
  "alert-channels": ["alerts.channels.list", "alerts.rules.get", "alerts.tellings"],
  hosts: ["hosts.list", "health.overview", "overview.get", "survival.get"],
  health: [...OF_HEALTH, "overview.get", "survival.get"],
  acts: ["acts.list", "acts.spared"],
  snapshots: [
    ...OF_SNAPSHOTS,
    "overview.get",
    "plans.list",
    "survival.get",
    "failover.matrix",
    "failover.readiness",
  ],
  failover: [...OF_FAILOVER, "repositories.list", "overview.get", "survival.get"],
  drills: ["drills.standing", "drills.list", "drills.get", "drills.vital", "failover.readiness"],
  "search-index": ["restore.search"],
};

/** What the index adds to an answer, such as how many versions a file has, it adds when it knows all snapshots. */
const OLD_AFTER_FILLED: readonly MethodName[] = ["restore.search", "restore.folder", "snapshots.list"];

/** Methods some of whose answers are old after an event. */
export function methodsOldAfter(event: BackstayEvent): readonly MethodName[] {
  const isFilled = event.type === "search-index" && event.snapshotsIndexed >= event.snapshotsTotal;
  return isFilled ? OLD_AFTER_FILLED : OLD_AFTER[event.type];
}

/** Whether what a method answered to an input is old after an event: what is about another repository or job is not. */
export function isOldAfter(event: BackstayEvent, name: unknown, input: unknown): boolean {
  if (!methodsOldAfter(event).some((old) => old === name)) return false;
  if (event.type === "search-index" || event.type === "snapshots")
    return isAbout(input, "repositoryId", event.repositoryId);
  return event.type !== "job" || isAbout(input, "jobId", event.job.id);
}

/** An input that does not say is about all of them. */
function isAbout(input: unknown, key: "repositoryId" | "jobId", id: string): boolean {
  const named = typeof input === "object" && input !== null ? Object.entries(input) : [];
  return named.every(([name, value]) => name !== key || value === id);
}
