import type { PlanId } from "../../shared/ids.ts";
import type { Clock } from "../clock.ts";
import { advance, type Hindrance, hindranceOf, LATE_MS, type TimedPlan } from "./decide.ts";
import { nextRuns } from "./next-runs.ts";
import { createTargetCheck, type PlanTarget } from "./plan-target.ts";
import type { PlanTiming, PlanTimingStore } from "./plan-timing.ts";
import { type PassingFailure, retryMs } from "./retry.ts";
import { windowOpensMs } from "./run-window.ts";

export type ScheduledPlan = TimedPlan & { readonly id: PlanId };
/** Why the scheduler starts a run; `catch-up` is late, `retry` follows one that failed. */
export type StartTrigger = "schedule" | "catch-up" | "change" | "retry";

export type SchedulerParts = {
  /** As they are now; asked at every tick, so it is cheap. */
  readonly plans: () => readonly ScheduledPlan[];
  readonly store: PlanTimingStore;
  readonly clock: Clock;
  /**
   * Queues a run. When it throws or rejects, the run is tried again a minute later; for a run that was queued and then fails, see
   * `failureOf`.
   */
  readonly start: (planId: PlanId, trigger: StartTrigger, dueMs: number) => void | Promise<void>;
  /** A run of the plan waits or is under way, whoever started it. */
  readonly isRunning: (planId: PlanId) => boolean;
  /** Whether there is a run that the scheduler started for that time; asked after a host died in the midst of a start. */
  readonly wasStarted: (planId: PlanId, dueMs: number) => boolean;
  /** Whether the newest run of the plan failed for a reason that passes; then it is tried again, later and later. */
  readonly failureOf?: (planId: PlanId) => PassingFailure | undefined;
  /** A run was due while nobody was there, or could not start, and will not be caught up. */
  readonly onMissed: (planId: PlanId, dueMs: number) => void;
  /** The computer is on battery, and nothing shall start then. */
  readonly isOnBattery: () => boolean;
  /** Whether backups have somewhere to go. Without it, runs start without asking. */
  readonly target?: PlanTarget;
  /** The next starts of some plans may have changed. */
  readonly onChange?: () => void;
  /** Something that should not happen, like a store that cannot be written; it is tried again at the next tick. */
  readonly onError: (error: unknown, planId: PlanId | undefined) => void;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** How often to look at the clock: {@link TICK_MS}, or undefined to be ticked from outside only, as tests do. */
  readonly tickMs: number | undefined;
};

/** The next start of a plan. */
export type NextStart = {
  readonly atMs: number;
  /**
   * What holds up a run that is due already. Then `atMs` is when that is over at the soonest. `retry`: the last run failed, and is
   * tried again at that time.
   */
  readonly waitsFor: Hindrance | "target" | "retry" | undefined;
};

export type Scheduler = {
  /** Looks at the clock: at wake-up, when power is back, when a plan was saved. Ticks come by themselves besides. */
  tick(): void;
  /** Files of the plan have changed: starts a run as soon as none is under way. */
  noteChange(planId: PlanId): void;
  /** @returns undefined when nothing is planned */
  next(planId: PlanId): NextStart | undefined;
  /** May be called twice. */
  stop(): void;
};

export const TICK_MS = 15_000;
/** Everything at once is bad for what has just woken up, and for a server that many machines catch up on. */
const MIN_JITTER_MS = 5_000;
const MAX_JITTER_MS = 120_000;
const RETRY_MS = 60_000;

/** What need not survive a restart. */
type Attention = {
  /** The run that waits shall not start before. */
  notBeforeMs: number;
  /** Nothing becomes due before. */
  quietUntilMs: number;
  quietFor: string;
  changedMs: number | undefined;
};

/**
 * Starts plans at their times.
 *
 * Timers stop while a computer sleeps and know nothing of a clock that is set, so there is none per plan: on a short tick, the
 * clock is compared with what is due. What was missed is caught up once, after a short random delay and within the plan's window.
 */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { store, clock, random = Math.random } = parts;
  const attentions = new Map<PlanId, Attention>();
  const targets = createTargetCheck(parts.target, clock, () => tick());
  let isStopped = false;

  recoverStarts(parts);
  const timer = parts.tickMs === undefined ? undefined : setInterval(tick, parts.tickMs);
  timer?.unref();

  function tick(): void {
    if (isStopped) return;
    let plans: readonly ScheduledPlan[];
    try {
      plans = parts.plans();
    } catch (error) {
      parts.onError(error, undefined); // nobody else would catch what a timer throws
      return;
    }
    const known = new Set(plans.map((plan) => plan.id));
    for (const id of attentions.keys()) if (!known.has(id)) attentions.delete(id);
    for (const plan of plans) {
      try {
        tickPlan(plan);
      } catch (error) {
        parts.onError(error, plan.id); // one plan must not keep the others from running
      }
    }
  }

  function tickPlan(plan: ScheduledPlan): void {
    const nowMs = clock.nowMs();
    const attention = attentionOf(plan.id);
    const timing = takeInWhatIsDue(plan, attention, nowMs);
    if (timing.waitingMs !== null) startWaiting(plan, attention, timing, timing.waitingMs, nowMs);
    else if (attention.changedMs !== undefined) startChanged(plan, attention, attention.changedMs, nowMs);
    else startAgain(plan, attention, nowMs);
  }

  function takeInWhatIsDue(plan: ScheduledPlan, attention: Attention, nowMs: number): PlanTiming {
    const before = store.get(plan.id);
    // somebody else may have said how far it has been dealt with
    const quietFor = (handledMs?: number) => JSON.stringify([plan.schedule, plan.isPaused, handledMs]);
    const isQuiet = attention.quietFor === quietFor(before?.handledMs) && nowMs < attention.quietUntilMs;
    if (before !== undefined && isQuiet && nowMs >= before.handledMs) {
      if (before.waitingMs === null || before.waitingMs <= nowMs) return before;
    }
    const startsAfter = (afterMs: number) => store.startsAfter(plan.id, afterMs);
    const { timing, missed } = advance(before, plan, nowMs, startsAfter, parts.isRunning(plan.id));
    if (JSON.stringify(before) !== JSON.stringify(timing)) store.save(plan.id, timing);
    if (timing.waitingMs !== null && timing.waitingMs !== before?.waitingMs) {
      attention.notBeforeMs = timing.waitsLate ? nowMs + jitter() : nowMs;
    }
    for (const dueMs of missed) parts.onMissed(plan.id, dueMs);
    attention.quietFor = quietFor(timing.handledMs);
    attention.quietUntilMs = plan.isPaused ? Infinity : (nextRuns(plan.schedule, nowMs, 1)[0] ?? Infinity);
    parts.onChange?.();
    return timing;
  }

  function startWaiting(
    plan: ScheduledPlan,
    attention: Attention,
    timing: PlanTiming,
    dueMs: number,
    nowMs: number,
  ): void {
    // a clock that was put back must not make a delay of seconds one of hours
    attention.notBeforeMs = Math.min(attention.notBeforeMs, nowMs + MAX_JITTER_MS);
    const waiting = { dueMs, isLate: timing.waitsLate, notBeforeMs: attention.notBeforeMs };
    if (hindranceOf(plan, waiting, factsOf(plan.id, nowMs)) !== undefined) return;
    if (targets.isOut(plan.id)) return;
    const trigger = timing.waitsLate || nowMs - dueMs > LATE_MS ? "catch-up" : "schedule";
    const started: PlanTiming = { ...timing, waitingMs: null, waitsLate: false };
    store.beginStart(plan.id, started, dueMs);
    attention.changedMs = undefined; // this run sees the changes, too
    const withdraw = (error: unknown) => {
      attention.notBeforeMs = clock.nowMs() + RETRY_MS;
      store.withdrawStart(plan.id, withWaiting(store.get(plan.id) ?? started, dueMs), dueMs);
      parts.onError(error, plan.id);
    };
    run(plan.id, trigger, dueMs, () => store.confirmStart(plan.id, dueMs), withdraw);
  }

  function startChanged(plan: ScheduledPlan, attention: Attention, changedMs: number, nowMs: number): void {
    if (plan.isPaused || plan.schedule.kind !== "continuous") attention.changedMs = undefined;
    const { isRunning, isOnBattery } = factsOf(plan.id, nowMs);
    if (attention.changedMs === undefined || isRunning || isOnBattery) return;
    attention.notBeforeMs = Math.min(attention.notBeforeMs, nowMs + RETRY_MS);
    if (nowMs < attention.notBeforeMs || targets.isOut(plan.id)) return;
    attention.changedMs = undefined;
    const keep = (error: unknown) => {
      attention.changedMs ??= changedMs;
      attention.notBeforeMs = clock.nowMs() + RETRY_MS;
      parts.onError(error, plan.id);
    };
    run(plan.id, "change", Math.min(changedMs, nowMs), () => undefined, keep);
  }

  function startAgain(plan: ScheduledPlan, attention: Attention, nowMs: number): void {
    const againMs = retryOf(plan, nowMs);
    if (againMs === undefined) return;
    attention.notBeforeMs = Math.min(attention.notBeforeMs, nowMs + RETRY_MS);
    const waiting = {
      dueMs: nowMs,
      isLate: true,
      notBeforeMs: Math.max(againMs, attention.notBeforeMs),
    };
    if (hindranceOf(plan, waiting, factsOf(plan.id, nowMs)) !== undefined) return;
    if (targets.isOut(plan.id)) return;
    const putOff = (error: unknown) => {
      attention.notBeforeMs = clock.nowMs() + RETRY_MS;
      parts.onError(error, plan.id);
    };
    run(plan.id, "retry", nowMs, () => undefined, putOff);
  }

  /** @returns when the plan's last run is tried again; undefined when it is not */
  function retryOf(plan: ScheduledPlan, nowMs: number): number | undefined {
    if (plan.isPaused || plan.schedule.kind === "manual" || parts.isRunning(plan.id)) return undefined;
    const failure = parts.failureOf?.(plan.id);
    return failure === undefined ? undefined : retryMs(failure, plan.window, nowMs);
  }

  function run(
    planId: PlanId,
    trigger: StartTrigger,
    dueMs: number,
    onStarted: () => void,
    onFailed: (error: unknown) => void,
  ): void {
    const settle = (work: () => void) => {
      if (isStopped) return; // the store may be closed; an uncertain start is looked into with the next host
      try {
        work();
      } catch (error) {
        parts.onError(error, planId);
      }
    };
    try {
      const started = parts.start(planId, trigger, dueMs);
      if (started === undefined) settle(onStarted);
      else
        started.then(
          () => settle(onStarted),
          (error: unknown) => settle(() => onFailed(error)),
        );
    } catch (error) {
      settle(() => onFailed(error));
    }
  }

  function attentionOf(planId: PlanId): Attention {
    let attention = attentions.get(planId);
    if (attention === undefined) {
      // what waits since before a restart is late, and many may wait
      const isLate = store.get(planId)?.waitsLate === true;
      const notBeforeMs = isLate ? clock.nowMs() + jitter() : clock.nowMs();
      attention = {
        notBeforeMs,
        quietUntilMs: -Infinity,
        quietFor: "",
        changedMs: undefined,
      };
      attentions.set(planId, attention);
    }
    return attention;
  }

  function nextTry(plan: ScheduledPlan, againMs: number, nowMs: number): NextStart {
    const atMs = Math.max(againMs, nowMs);
    if (nowMs < againMs) return { atMs, waitsFor: "retry" };
    const waiting = { dueMs: nowMs, isLate: true, notBeforeMs: againMs };
    const waitsFor = hindranceOf(plan, waiting, factsOf(plan.id, nowMs));
    if (waitsFor === undefined && targets.seemsOut(plan.id)) return { atMs, waitsFor: "target" };
    return { atMs, waitsFor: waitsFor ?? "retry" };
  }

  const factsOf = (planId: PlanId, nowMs: number) => ({
    nowMs,
    isRunning: parts.isRunning(planId),
    isOnBattery: parts.isOnBattery(),
  });
  const jitter = () => Math.round(MIN_JITTER_MS + random() * (MAX_JITTER_MS - MIN_JITTER_MS)); // times are whole in the contract

  return {
    tick,
    noteChange(planId) {
      attentionOf(planId).changedMs ??= clock.nowMs();
      tick();
    },
    next(planId) {
      const plan = parts.plans().find(({ id }) => id === planId);
      if (plan === undefined || plan.isPaused) return undefined;
      const nowMs = clock.nowMs();
      const { waitingMs = null, waitsLate = false, handledMs = nowMs } = store.get(planId) ?? {};
      if (waitingMs !== null) {
        const notBeforeMs = Math.max(attentionOf(planId).notBeforeMs, nowMs);
        const waitsFor = hindranceOf(
          plan,
          { dueMs: waitingMs, isLate: waitsLate, notBeforeMs },
          factsOf(planId, nowMs),
        );
        if (waitsFor === undefined && targets.seemsOut(planId))
          return { atMs: notBeforeMs, waitsFor: "target" };
        const atMs = waitsFor === "window" ? windowOpensMs(plan.window, nowMs) : notBeforeMs;
        return { atMs, waitsFor };
      }
      const [atMs] = nextRuns(plan.schedule, Math.max(handledMs, nowMs), 1);
      const againMs = retryOf(plan, nowMs);
      if (againMs !== undefined && againMs < (atMs ?? Infinity)) return nextTry(plan, againMs, nowMs);
      return atMs === undefined ? undefined : { atMs, waitsFor: undefined };
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

/** A host died after it had written down a start: whether there is a run decides whether it is still to be started. */
function recoverStarts({ plans, store, wasStarted, onMissed, onError }: SchedulerParts): void {
  for (const { id } of plans()) {
    try {
      const uncertain = store.uncertainStarts(id);
      const lost = uncertain.filter((dueMs) => !wasStarted(id, dueMs));
      for (const dueMs of uncertain) if (!lost.includes(dueMs)) store.confirmStart(id, dueMs);
      for (const dueMs of lost) {
        const timing = store.get(id);
        if (timing === undefined) continue;
        const next = dueMs === lost.at(-1) ? withWaiting(timing, dueMs) : timing;
        store.withdrawStart(id, next, dueMs);
        if (next.waitingMs !== dueMs) onMissed(id, dueMs);
      }
    } catch (error) {
      onError(error, id);
    }
  }
}

/** The run due then waits again, unless a later one does. */
function withWaiting(timing: PlanTiming, dueMs: number): PlanTiming {
  if (timing.waitingMs !== null && timing.waitingMs >= dueMs) return timing;
  return { ...timing, waitingMs: dueMs };
}
