import type { PlanId } from "../../../shared/ids.ts";
import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import type { AutomaticActStore } from "../../catalog/automatic-act-store.ts";
import type { PlanRecord } from "../../catalog/plan-store.ts";
import type { RunRecord } from "../../catalog/run-store.ts";
import type { Clock } from "../../clock.ts";
import type { Trouble } from "./trouble-under.ts";

export type BackUpFailingParts = {
  readonly plans: () => readonly PlanRecord[];
  /** What is wrong under the sources of a plan, as far as what is known of it is new enough; the worst first. */
  readonly troubleOf: (plan: PlanRecord) => readonly Trouble[];
  readonly isRunning: (planId: PlanId) => boolean;
  readonly start: (planId: PlanId, causes: readonly HealthCause[]) => RunRecord;
  readonly acts: AutomaticActStore;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

/** A disk that goes on failing is a reason once a day. */
const AGAIN_AFTER_MS = 24 * 3_600_000;
const MAX_CAUSES = 20;

/**
 * Backs up at once what lies on a disk that fails, or on an array that lost its redundancy: for each disk and each plan at most once a
 * day, and not again once a person has taken it upon themselves. A plan that is paused stays paused.
 *
 * @returns the plans whose backup began
 */
export function backUpFailing(parts: BackUpFailingParts): readonly PlanId[] {
  const nowMs = parts.clock.nowMs();
  return parts.plans().flatMap((plan) => {
    // what a run under way has read already may have been read before the disk began to fail: another follows
    if (plan.isPaused || parts.isRunning(plan.id)) return [];
    const isDue = ({ subjectId, isAcknowledged, isThreat }: Trouble) => {
      if (!isThreat) return false;
      const lastMs = parts.acts.lastBackupMs(plan.id, subjectId);
      if (lastMs === undefined) return true;
      return !isAcknowledged && Math.abs(nowMs - lastMs) >= AGAIN_AFTER_MS;
    };
    const due = parts.troubleOf(plan).filter(isDue).slice(0, MAX_CAUSES);
    if (due.length === 0) return [];
    try {
      const causes = due.map(causeOf);
      const run = parts.start(plan.id, causes);
      // each cause is remembered by itself, so that none of them starts another run
      for (const cause of causes)
        parts.acts.add({
          ...{ atMs: nowMs, kind: "backup", planId: plan.id, repositoryId: plan.repositoryId },
          ...{ about: plan.name, runId: run.id, causes: [cause] },
        });
      return [plan.id];
    } catch (error) {
      parts.onError(error); // one plan must not keep the others from being saved
      return [];
    }
  });
}

/** Only what the contract knows. */
export function causeOf({ isAcknowledged: _, isThreat: __, ...cause }: Trouble): HealthCause {
  return cause;
}
