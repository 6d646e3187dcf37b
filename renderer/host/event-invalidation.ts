import type { BackstayEvent } from "../../shared/api/events.ts";
import type { MethodName } from "../../shared/api/methods.ts";

const OF_SNAPSHOTS: readonly MethodName[] = [
  "snapshots.series",
  "snapshots.list",
  "restore.versions",
  "restore.search",
  "plans.previewRetention",
];

/** Which answers are old after an event. Progress has its own store, see `progress-store.ts`. */
const OLD_AFTER: Readonly<Record<BackstayEvent["type"], readonly MethodName[]>> = {
  job: ["jobs.list", "jobs.get", "jobs.log", "overview.get", "plans.list", "plans.history"],
  progress: [],
  plans: ["plans.list", "plans.history", "plans.previewRetention", "overview.get"],
  sources: ["sources.list", "overview.get", "snapshots.series"],
  repositories: ["repositories.list", "overview.get"],
  settings: ["app.state"],
  alerts: ["alerts.list", "overview.get"],
  snapshots: [...OF_SNAPSHOTS, "overview.get", "plans.list"],
  "search-index": ["restore.search", "restore.versions", "restore.folder"],
};

export function methodsOldAfter(event: BackstayEvent): readonly MethodName[] {
  return OLD_AFTER[event.type];
}
