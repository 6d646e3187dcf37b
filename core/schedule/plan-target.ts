import type { PlanId } from "../../shared/ids.ts";
import type { Clock } from "../clock.ts";

/**
 * Where a plan's backups go: a share that is not mounted, or a server that is off, is waited for, since a run would only fail and
 * the next one may be a day away.
 */
export type PlanTarget = {
  /** What the last look found; `checkedMs` is null before the first. */
  reach(planId: PlanId): { readonly isReachable: boolean; readonly checkedMs: number | null };
  /** Looks now. A look that cannot be had is no reason to wait: the run will say what is wrong. */
  look(planId: PlanId): Promise<unknown>;
};

export type TargetCheck = {
  /** Whether a run has to wait. It begins a look where the last one is too old, and then has it wait for that. */
  isOut(planId: PlanId): boolean;
  /** The same by what is known, without a look. */
  seemsOut(planId: PlanId): boolean;
};

/** How long it is believed that a target is there: a run that begins in vain is a failed run. */
const THERE_FOR_MS = 10_000;
/** How long it is believed that it is not, or that looking is of no use. */
const AWAY_FOR_MS = 60_000;

type Looks = {
  isLooking: boolean;
  begunMs: number;
  /** When the last look ended, however it did. */
  endedMs: number;
};

/** @param onLooked called after each look */
export function createTargetCheck(
  target: PlanTarget | undefined,
  clock: Clock,
  onLooked: () => void,
): TargetCheck {
  const looks = new Map<PlanId, Looks>();
  const looksOf = (planId: PlanId): Looks => {
    const known = looks.get(planId) ?? { isLooking: false, begunMs: -Infinity, endedMs: -Infinity };
    looks.set(planId, known);
    return known;
  };
  return {
    isOut(planId) {
      if (target === undefined) return false;
      const nowMs = clock.nowMs();
      const known = looksOf(planId);
      if (known.isLooking) return true;
      const { isReachable, checkedMs } = target.reach(planId);
      // what came of our own look holds from its end, which may be long after its beginning
      const isOurs =
        checkedMs !== null && checkedMs >= known.begunMs && isFresh(known.endedMs, nowMs, AWAY_FOR_MS);
      const foundMs = isOurs ? known.endedMs : (checkedMs ?? -Infinity);
      if (isReachable && isFresh(foundMs, nowMs, THERE_FOR_MS)) return false;
      if (!isReachable && isFresh(foundMs, nowMs, AWAY_FOR_MS)) return true;
      if (!isOurs && isFresh(known.endedMs, nowMs, AWAY_FOR_MS)) return false;
      known.isLooking = true;
      known.begunMs = nowMs;
      const end = () => {
        known.isLooking = false;
        known.endedMs = clock.nowMs();
        onLooked();
      };
      void look(target, planId).then(end, end);
      return true;
    },
    seemsOut: (planId) => target !== undefined && !target.reach(planId).isReachable,
  };
}

/** Also what it throws at once becomes a rejection. */
async function look(target: PlanTarget, planId: PlanId): Promise<void> {
  await target.look(planId);
}

/** A clock that was put back makes a look old. */
function isFresh(lookedMs: number, nowMs: number, forMs: number): boolean {
  return lookedMs <= nowMs && nowMs - lookedMs < forMs;
}
