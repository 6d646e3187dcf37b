/**
 * A failover drill, step by step: the active replica is left as if it were lost, something is backed up to the other one and restored
 * from it, and backups go back. Pure: what is known comes in, the drill as it is then and what is to be done come out. Each step is kept
 * in the catalog before the next one begins, so that a host that ends in between goes on where the last one was.
 */
import type { RunId } from "../../../shared/ids.ts";
import type {
  Drill,
  DrillProblem,
  FailoverDrill,
  FailoverDrillStep,
  RestoreDrill,
} from "../../../shared/model/drill.ts";
import type { RecordedTransition } from "../../../shared/model/failover.ts";
import type { FailoverState } from "../state/state.ts";
import { verdictOf } from "./verdict.ts";

/** What is known while a drill runs. */
export type DrillWorld = {
  readonly nowMs: number;
  /** Undefined when the repository has no second replica any more. */
  readonly state: FailoverState | undefined;
  /** Since the drill began, the oldest first. */
  readonly transitions: readonly RecordedTransition[];
  /** How the rehearsed backup is. `none`: there is no plan to run. */
  readonly backup: Outcome | { readonly is: "none" };
  /** How the rehearsed restore is. */
  readonly restore: Outcome & {
    readonly found?: RestoreDrill & { readonly problems: readonly DrillProblem[] };
  };
};

/** `detail` is the code of an error. */
type Outcome =
  | { readonly is: "not-begun" | "under-way" | "done" }
  | { readonly is: "failed"; readonly detail: string };

/** What is to be done; the drill is saved before. */
export type DrillAct = "start-backup" | "start-restore" | "fail-back" | "let-return";

export type Stepped = { readonly drill: Drill; readonly acts: readonly DrillAct[] };

const MINUTE_MS = 60_000;
/** How long each step may take before it counts as failed. */
const LIMITS_MS: Readonly<Record<FailoverDrillStep, number>> = {
  switch: 15 * MINUTE_MS,
  backup: 24 * 60 * MINUTE_MS,
  restore: 12 * 60 * MINUTE_MS,
  return: 24 * 60 * MINUTE_MS,
  over: Number.POSITIVE_INFINITY,
};
/** The way back is asked for again so often while it is refused. */
const AGAIN_MS = MINUTE_MS;

/** @returns the same drill and nothing to do while there is nothing new */
export function stepFailoverDrill(drill: Drill, world: DrillWorld): Stepped {
  const { failover } = drill;
  if (failover === null || drill.state !== "running") return { drill, acts: [] };
  const { state, nowMs } = world;
  if (state === undefined) return end(drill, failover, world, [problem("overruled")], []);
  const disturbance = disturbanceOf(failover, state, world.transitions);
  if (disturbance !== undefined)
    return end(
      drill,
      failover,
      world,
      [disturbance],
      disturbance.code === "real-fault" ? ["let-return"] : [],
    );
  const isLate = nowMs - failover.stepSinceMs > LIMITS_MS[failover.step];
  switch (failover.step) {
    case "switch":
      return switching(drill, failover, world, state, isLate);
    case "backup":
      return backingUp(drill, failover, world, isLate);
    case "restore":
      return restoring(drill, failover, world, isLate);
    case "return":
      return returning(drill, failover, world, state, isLate);
    case "over":
      return { drill, acts: [] };
  }
}

/** Whether something happened that the drill did not ask for. A rehearsed loss touches nothing, so whatever is met is real. */
function disturbanceOf(
  { fromId, toId, declaredMs }: FailoverDrill,
  state: FailoverState,
  transitions: readonly RecordedTransition[],
): DrillProblem | undefined {
  for (const { cause } of transitions) {
    if (cause.kind === "fault") return problem("real-fault", cause.fault);
    const isOther = cause.kind === "other-installation" || cause.kind === "members-changed";
    if (isOther || (cause.kind === "ordered" && cause.by !== "drill")) return problem("overruled");
  }
  for (const { id, faults, diskFault } of state.replicas) {
    if (id !== fromId && id !== toId) continue;
    const newest = faults.at(-1);
    // what was known before was no reason to leave a replica, or not to choose it
    if (newest !== undefined && newest.atMs >= declaredMs) return problem("real-fault", newest.kind);
    if (diskFault !== null && diskFault.sinceMs >= declaredMs) return problem("real-fault", diskFault.kind);
  }
  return undefined;
}

function switching(
  drill: Drill,
  failover: FailoverDrill,
  world: DrillWorld,
  state: FailoverState,
  isLate: boolean,
): Stepped {
  const { move, activeId } = state;
  const stoppedJobs = Math.max(failover.stoppedJobs, move?.jobIds.length ?? 0);
  if (move === null && activeId === failover.toId) {
    const moved = world.transitions.find(({ moveTookMs }) => moveTookMs !== null);
    const switchedMs = moved?.atMs ?? world.nowMs;
    const rtoMs = Math.max(0, switchedMs - failover.declaredMs);
    const now = { ...failover, switchedMs, rtoMs };
    if (failover.isCalledOff) return goBack(drill, now, world, []);
    if (world.backup.is === "none") {
      const next = enter(now, "restore", world);
      return { drill: with_(drill, next, [problem("no-plan")]), acts: ["start-restore"] };
    }
    return { drill: with_(drill, enter(now, "backup", world), []), acts: ["start-backup"] };
  }
  const failed = world.transitions.find(({ cause }) => cause.kind === "failed");
  if (move === null && failed?.cause.kind === "failed")
    return end(drill, failover, world, [problem("switch-failed", failed.cause.detail)], []);
  if (isLate) return goBack(drill, failover, world, [problem("switch-too-long")]);
  if (stoppedJobs === failover.stoppedJobs) return { drill, acts: [] };
  return { drill: with_(drill, { ...failover, stoppedJobs }, []), acts: [] };
}

function backingUp(drill: Drill, failover: FailoverDrill, world: DrillWorld, isLate: boolean): Stepped {
  const { backup, nowMs } = world;
  if (failover.isCalledOff) return goBack(drill, failover, world, []);
  if (backup.is === "not-begun") return { drill, acts: ["start-backup"] };
  if (backup.is === "under-way" && !isLate) return { drill, acts: [] };
  const problems =
    backup.is === "failed"
      ? [problem("backup-failed", backup.detail)]
      : backup.is === "under-way"
        ? [problem("backup-too-long")]
        : [];
  const now = backup.is === "done" ? { ...failover, backedUpMs: nowMs } : failover;
  return { drill: with_(drill, enter(now, "restore", world), problems), acts: ["start-restore"] };
}

function restoring(drill: Drill, failover: FailoverDrill, world: DrillWorld, isLate: boolean): Stepped {
  const { restore, nowMs } = world;
  if (failover.isCalledOff) return goBack(drill, failover, world, []);
  if (restore.is === "not-begun") return { drill, acts: ["start-restore"] };
  if (restore.is === "under-way" && !isLate) return { drill, acts: [] };
  if (restore.is === "failed")
    return goBack(drill, failover, world, [problem("restore-failed", restore.detail)]);
  if (restore.is !== "done" || restore.found === undefined)
    return goBack(drill, failover, world, [problem("restore-too-long")]);
  const { problems, ...found } = restore.found;
  return goBack(drill, { ...failover, restore: found, restoredMs: nowMs }, world, problems);
}

function goBack(
  drill: Drill,
  failover: FailoverDrill,
  world: DrillWorld,
  problems: readonly DrillProblem[],
): Stepped {
  const next = { ...enter(failover, "return", world), returnOrderedMs: world.nowMs };
  return { drill: with_(drill, next, problems), acts: ["fail-back"] };
}

function returning(
  drill: Drill,
  failover: FailoverDrill,
  world: DrillWorld,
  { move, activeId, phase }: FailoverState,
  isLate: boolean,
): Stepped {
  const { nowMs, transitions } = world;
  if (move === null && activeId === failover.fromId && phase === "healthy") {
    const back = transitions.findLast(({ moveTookMs }) => moveTookMs !== null);
    const returnedMs = failover.switchedMs === null ? null : (back?.atMs ?? nowMs);
    return end(drill, { ...failover, returnedMs }, world, [], []);
  }
  if (isLate) return end(drill, failover, world, [problem("return-too-long")], ["let-return"]);
  const orderedMs = failover.returnOrderedMs ?? 0;
  if (move !== null || Math.abs(nowMs - orderedMs) < AGAIN_MS) return { drill, acts: [] };
  const failed = transitions.findLast(({ cause }) => cause.kind === "failed");
  const isNew = drill.problems.every(({ code }) => code !== "return-failed");
  const problems =
    isNew && failed?.cause.kind === "failed" ? [problem("return-failed", failed.cause.detail)] : [];
  return {
    drill: with_(drill, { ...failover, returnOrderedMs: nowMs }, problems),
    acts: ["fail-back"],
  };
}

function enter(failover: FailoverDrill, step: FailoverDrillStep, { nowMs }: DrillWorld): FailoverDrill {
  return { ...failover, step, stepSinceMs: nowMs };
}

/** The end, with its verdict. */
function end(
  drill: Drill,
  failover: FailoverDrill,
  world: DrillWorld,
  problems: readonly DrillProblem[],
  acts: readonly DrillAct[],
): Stepped {
  const over = { ...enter(failover, "over", world), transitions: [...world.transitions] };
  const last = with_(drill, over, problems);
  const codes = last.problems.map(({ code }) => code);
  const state = codes.includes("real-fault")
    ? "ended-by-fault"
    : failover.isCalledOff
      ? "cancelled"
      : verdictOf(failover.restore?.replicas ?? [], last.problems);
  return { drill: { ...last, state, endedMs: world.nowMs }, acts };
}

function with_(drill: Drill, failover: FailoverDrill, problems: readonly DrillProblem[]): Drill {
  return { ...drill, failover, problems: [...drill.problems, ...problems] };
}

function problem(code: DrillProblem["code"], detail = ""): DrillProblem {
  return { code, detail, count: 1 };
}

/** @returns the drill with the run that backs up for it */
export function withRun(drill: Drill, runId: RunId): Drill {
  return drill.failover === null ? drill : { ...drill, failover: { ...drill.failover, runId } };
}
