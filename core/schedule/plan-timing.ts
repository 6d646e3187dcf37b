import type { PlanId } from "../../shared/ids.ts";

/** How far a plan's schedule has been dealt with. */
export type PlanTiming = {
  /** Tells one schedule from another: with another one, times that are past are not made up for. */
  readonly schedule: string;
  /** What was due until then, inclusive, has been decided about. Milliseconds since 1970, as all times here. */
  readonly handledMs: number;
  /** The due time of a run that is still to be started. */
  readonly waitingMs: number | null;
  /** Nobody was there when it was due. */
  readonly waitsLate: boolean;
};

/**
 * Remembers timings over restarts. Every method is one transaction. A start is written down before the run is started and made
 * certain afterwards; what is not certain is looked into when the host starts again.
 */
export type PlanTimingStore = {
  get(planId: PlanId): PlanTiming | undefined;
  save(planId: PlanId, timing: PlanTiming): void;
  /** Writes down that the run due then is being started. */
  beginStart(planId: PlanId, timing: PlanTiming, dueMs: number): void;
  confirmStart(planId: PlanId, dueMs: number): void;
  /** The run was not started after all. */
  withdrawStart(planId: PlanId, timing: PlanTiming, dueMs: number): void;
  /** The due times later than `afterMs` that have led to a run. Only the newest thousand of a plan are remembered. */
  startsAfter(planId: PlanId, afterMs: number): ReadonlySet<number>;
  /** The due times of starts that never became certain, rising. */
  uncertainStarts(planId: PlanId): readonly number[];
};
