import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { PlanId } from "../../../shared/ids.ts";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { createPlanTimingStore } from "../../catalog/plan-timing-store.ts";
import type { PlanTarget } from "../plan-target.ts";
import type { PassingFailure } from "../retry.ts";
import { createScheduler, type ScheduledPlan, type Scheduler } from "../scheduler.ts";

export const PLAN = "11111111-1111-4111-8111-111111111111" as PlanId;
export const OTHER = "22222222-2222-4222-8222-222222222222" as PlanId;

export type SchedulerWorld = ReturnType<typeof createSchedulerWorld>;

/**
 * A scheduler on a real catalog with a clock that is moved by hand. Times are written as in `2026-11-18 07:00`, local. Whatever
 * happens is written down in `happened`.
 */
export function createSchedulerWorld(start: string, target?: PlanTarget) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "backstay-scheduler-"));
  let catalog = openCatalog(folder);
  catalog.database.exec(`
    INSERT INTO repositories (id, name, created_ns) VALUES ('r', 'r', 0);
    INSERT INTO plans (id, name, repository_id, details, is_paused, created_ns)
      VALUES ('${PLAN}', 'p', 'r', '{}', 0, 0), ('${OTHER}', 'o', 'r', '{}', 0, 0)`);
  const plans = new Map<PlanId, ScheduledPlan>();
  const runs: { planId: PlanId; dueMs: number }[] = [];
  const running = new Set<PlanId>();
  const missed: number[] = [];
  const happened: string[] = [];
  const errors: string[] = [];
  let nowMs = read(start);
  let random = 0.5;
  let isOnBattery = false;
  let failWith: Error | undefined;
  /** Every run fails at once, for a reason that passes. */
  let areRunsFailing = false;
  let failure: PassingFailure | undefined;
  let diesIn: "before-run" | "after-run" | undefined;
  let scheduler = create();

  function create(): Scheduler {
    return createScheduler({
      plans: () => [...plans.values()],
      store: createPlanTimingStore(catalog.database),
      clock: { nowMs: () => nowMs },
      start: (planId, trigger, dueMs) => {
        if (failWith !== undefined) throw failWith;
        if (diesIn === "before-run") return new Promise<void>(() => undefined);
        happened.push(`${show(nowMs)} ${trigger} for ${show(dueMs)}`);
        if (trigger !== "change") runs.push({ planId, dueMs });
        failure = areRunsFailing ? { endedMs: nowMs, times: (failure?.times ?? 0) + 1 } : undefined;
        return diesIn === undefined ? undefined : new Promise<void>(() => undefined);
      },
      failureOf: (planId) => (planId === PLAN ? failure : undefined),
      isRunning: (planId) => running.has(planId),
      wasStarted: (planId, dueMs) => runs.some((run) => run.planId === planId && run.dueMs === dueMs),
      onMissed: (_, dueMs) => {
        missed.push(dueMs);
        happened.push(`missed ${show(dueMs)}`);
      },
      isOnBattery: () => isOnBattery,
      onError: (error) => void errors.push(String(error)),
      random: () => random,
      tickMs: undefined,
      ...(target === undefined ? {} : { target }),
    });
  }

  function restart(atMs: number): void {
    scheduler.stop();
    catalog.close();
    catalog = openCatalog(folder);
    nowMs = atMs;
    scheduler = create();
    scheduler.tick();
  }

  return {
    /** The due times that led to a run, in the order they did. */
    started: () => runs.map(({ dueMs }) => dueMs),
    missed: () => [...missed],
    /** What has happened since it was last asked. */
    happened: () => happened.splice(0),
    errors: () => errors.splice(0),
    get scheduler() {
      return scheduler;
    },
    bornMs: read(start),
    get nowMs() {
      return nowMs;
    },
    plan(schedule: Schedule, rest: Partial<ScheduledPlan> = {}) {
      const id = rest.id ?? PLAN;
      plans.set(id, { id, schedule, window: null, isPaused: false, ...rest });
      scheduler.tick();
    },
    remove: (id: PlanId) => void plans.delete(id),
    running: (isRunning: boolean, id = PLAN) => void (isRunning ? running.add(id) : running.delete(id)),
    battery: (value: boolean) => {
      isOnBattery = value;
    },
    random: (value: number) => {
      random = value;
    },
    failStartsWith: (error: Error | undefined) => {
      failWith = error;
    },
    runsFail: (value: boolean) => {
      areRunsFailing = value;
    },
    /** Time passes, with a tick every 15 seconds. */
    passTo(time: string) {
      const endMs = read(time);
      while (nowMs + 15_000 < endMs) {
        nowMs += 15_000;
        scheduler.tick();
      }
      nowMs = endMs;
      scheduler.tick();
    },
    /** The same in minutes from now, with fewer ticks. */
    passMinutes(minutes: number) {
      for (let n = 0; n < minutes; n += 1) {
        nowMs += 60_000;
        scheduler.tick();
      }
    },
    jumpMinutes(minutes: number) {
      nowMs += minutes * 60_000;
      scheduler.tick();
    },
    restartAfterMinutes(minutes: number) {
      restart(nowMs + minutes * 60_000);
    },
    /** The clock jumps, because the computer slept or because somebody set it. */
    jumpTo(time: string) {
      nowMs = read(time);
      scheduler.tick();
    },
    /** The host is off until then. */
    restartAt: (time: string) => restart(read(time)),
    /** What follows never comes back from a start: as if the host died before or after the run was queued. */
    dieInStart: (when: "before-run" | "after-run" | undefined) => {
      diesIn = when;
    },
    close() {
      scheduler.stop();
      catalog.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function read(time: string): number {
  return new Date(time.replace(" ", "T")).getTime();
}

export function show(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (part: number) => String(part).padStart(2, "0");
  const seconds = time.getSeconds() === 0 ? "" : `:${two(time.getSeconds())}`;
  return `${time.getMonth() + 1}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}${seconds}`;
}
