import type { RepositoryId, WatchedHostId } from "../../../shared/ids.ts";
import type { PlanRecord } from "../../catalog/plan-store.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import type { Clock } from "../../clock.ts";
import type { Grounds } from "../under-path/create-grounds.ts";

export type BusyParts = {
  /** Jobs that wait or run. */
  readonly jobs: () => readonly {
    readonly repositoryId: RepositoryId | null;
    readonly planId: PlanRecord["id"] | null;
  }[];
  readonly plans: () => readonly PlanRecord[];
  /** When a plan runs next; undefined when nothing is planned. */
  readonly nextRunMs: (plan: PlanRecord) => number | undefined;
  /** Folders of this machine that a plan reads. */
  readonly pathsOf: (plan: PlanRecord) => readonly string[];
  readonly repositories: () => readonly RepositoryRecord[];
  readonly localHostId: () => WatchedHostId | undefined;
  readonly grounds: Pick<Grounds, "of">;
  readonly clock: Clock;
};

/** A test that has just begun must not slow down what is about to. */
const ABOUT_TO_MS = 15 * 60_000;

/**
 * Whether a job works on the disks of a machine, or is about to. All jobs work on this machine; on another one those that read or
 * write what lies there, and those of which nobody knows where it lies.
 */
export function isHostBusy(hostId: WatchedHostId, parts: BusyParts): boolean {
  const plans = parts.plans();
  const nowMs = parts.clock.nowMs();
  const due = plans.filter((plan) => {
    const nextMs = plan.isPaused ? undefined : parts.nextRunMs(plan);
    return nextMs !== undefined && nextMs - nowMs < ABOUT_TO_MS;
  });
  const work = [...parts.jobs(), ...due.map(({ id, repositoryId }) => ({ planId: id, repositoryId }))];
  if (hostId === parts.localHostId()) return work.length > 0;
  return work.some(({ planId, repositoryId }) => {
    const plan = plans.find(({ id }) => id === planId);
    const repository = parts.repositories().find(({ id }) => id === repositoryId);
    const places = [
      ...(plan === undefined ? [] : parts.pathsOf(plan)),
      ...(repository === undefined ? [] : repository.replicas.map(({ location }) => location)),
    ];
    return places.some((place) => {
      const ground = parts.grounds.of(place);
      return ground.hostId === hostId || ground.hostId === null;
    });
  });
}
