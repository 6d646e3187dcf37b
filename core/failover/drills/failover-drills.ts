/** Failover drills: orders, runs and jobs for the steps of `failover-drill.ts`. */
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { RepositoryId } from "../../../shared/ids.ts";
import type { Drill, DrillSettings, FailoverDrill } from "../../../shared/model/drill.ts";
import type { RecordedTransition } from "../../../shared/model/failover.ts";
import { replicaIn } from "../../replicas/replica-doors.ts";
import { chooseCandidate } from "../state/choose-candidate.ts";
import type { DrillParts, DrillRunner, SaveDrill } from "./drill-parts.ts";
import { drillRequest } from "./drill-request.ts";
import { type DrillAct, type DrillWorld, stepFailoverDrill, withRun } from "./failover-drill.ts";
import { newSeed } from "./random.ts";
import { endedWithHost, foundBy } from "./restore-drills.ts";

/** Of what is restored while backups are elsewhere: enough to know that it works, and soon over. */
const FEW_FILES = 20;
const MANY_TRANSITIONS = 500;

export function createFailoverDrills(
  parts: DrillParts,
  save: SaveDrill,
  settingsOf: (id: RepositoryId) => DrillSettings,
): DrillRunner {
  const { clock, failover, store } = parts;

  const worldOf = (drill: Drill, of: FailoverDrill): DrillWorld => ({
    nowMs: clock.nowMs(),
    state: failover.stateOf(drill.repositoryId),
    transitions: transitionsSince(parts, drill.repositoryId, of.declaredMs),
    backup: backupOf(drill, of),
    restore: restoreOf(of),
  });

  function backupOf({ repositoryId }: Drill, { runId }: FailoverDrill): DrillWorld["backup"] {
    if (runId === null) return { is: parts.planOf(repositoryId) === undefined ? "none" : "not-begun" };
    const run = parts.runOf(runId);
    if (run === undefined) return { is: "failed", detail: "RUN_NOT_FOUND" };
    if (run.state === "queued" || run.state === "running") return { is: "under-way" };
    if (run.state === "done" || run.state === "done-with-problems") return { is: "done" };
    return { is: "failed", detail: run.error?.code ?? "CANCELLED" };
  }

  function restoreOf({ restoreJobId }: FailoverDrill): DrillWorld["restore"] {
    if (restoreJobId === null) return { is: "not-begun" };
    const job = parts.jobOf(restoreJobId);
    if (job === undefined) return { is: "failed", detail: "JOB_NOT_FOUND" };
    if (endedWithHost(job)) return { is: "not-begun" };
    if (job.state === "queued" || job.state === "running") return { is: "under-way" };
    const found = foundBy(job);
    if (found !== undefined) return { is: "done", found };
    return { is: "failed", detail: job.error?.code ?? "JOB_CRASHED" };
  }

  function follow(drill: Drill): void {
    let now = drill;
    // one thing may lead to the next, but each is saved before it is done
    for (let n = 0; n < 10; n += 1) {
      const of = now.failover;
      if (of === null || now.state !== "running") return;
      const stepped = stepFailoverDrill(now, worldOf(now, of));
      if (stepped.drill === now && stepped.acts.length === 0) return;
      if (stepped.drill !== now) save(stepped.drill);
      now = stepped.drill;
      for (const act of stepped.acts) now = carryOut(act, now);
      if (stepped.acts.length > 0 && stepped.acts.every((act) => act === "fail-back")) return;
    }
  }

  function carryOut(act: DrillAct, drill: Drill): Drill {
    const { repositoryId } = drill;
    const after = (() => {
      switch (act) {
        case "start-backup":
          return startBackup(drill);
        case "start-restore":
          return startRestore(drill);
        case "fail-back":
          order(repositoryId, { kind: "fail-back", by: "drill", evenIfBehind: false });
          return drill;
        case "let-return":
          order(repositoryId, { kind: "let-return" });
          return drill;
      }
    })();
    if (after !== drill) save(after);
    return after;
  }

  /** What is refused is asked for again, or has become needless. */
  function order(id: RepositoryId, wanted: Parameters<typeof failover.order>[1]): void {
    try {
      failover.order(id, wanted);
    } catch (error) {
      if (!isBackstayError(error, "FAILOVER_REFUSED")) throw error;
    }
  }

  function startBackup(drill: Drill): Drill {
    const planId = parts.planOf(drill.repositoryId);
    return planId === undefined ? drill : withRun(drill, parts.startRun(planId, "drill", clock.nowMs()).id);
  }

  function startRestore(drill: Drill): Drill {
    const of = drill.failover;
    if (of === null || restoreOf(of).is !== "not-begun") return drill;
    const repository = parts.requireRepository(drill.repositoryId);
    const replica = replicaIn(repository, of.toId);
    if (replica === undefined) return drill;
    const { sampleFiles, sampleBytes } = settingsOf(drill.repositoryId);
    const request = drillRequest(repository, [replica], {
      ...{ id: drill.id, seed: newSeed(), hostname: parts.hostname, isUrgent: true },
      limits: { sampleFiles: Math.min(FEW_FILES, sampleFiles), sampleBytes },
      sources: parts.sourcesOf(drill.repositoryId),
      vital: store.vital(),
      folder: parts.folder,
    });
    const { id: jobId } = parts.queue().enqueue(request);
    return { ...drill, jobId, failover: { ...of, restoreJobId: jobId } };
  }

  return {
    begin(id, repository, { trigger }) {
      const { id: repositoryId, name: repositoryName } = repository;
      const state = failover.stateOf(repositoryId);
      if (state === undefined) throw refused("no-standby");
      const isHealthy = state.phase === "healthy" && state.move === null;
      if (!isHealthy) throw refused("not-healthy");
      const { chosenId: toId } = chooseCandidate(state);
      const to = toId === undefined ? undefined : replicaIn(repository, toId);
      const from = replicaIn(repository, state.activeId);
      if (to === undefined || from === undefined) throw refused("no-standby");
      const nowMs = clock.nowMs();
      const lag = parts.sets.members(repositoryId).find(({ replicaId }) => replicaId === to.id)?.lag ?? null;
      const drill: Drill = {
        ...{ id, kind: "failover", repositoryId, repositoryName, trigger, state: "running" },
        ...{ startedMs: nowMs, endedMs: null, jobId: null, problems: [], restore: null },
        failover: {
          ...{ step: "switch", stepSinceMs: nowMs, fromId: from.id, fromName: from.name },
          ...{ toId: to.id, toName: to.name, declaredMs: nowMs, switchedMs: null, backedUpMs: null },
          ...{ restoredMs: null, returnOrderedMs: null, returnedMs: null, rtoMs: null },
          rpoMs: lag === null ? null : lag.sinceMs === null ? 0 : Math.max(0, nowMs - lag.sinceMs),
          missingSnapshots: lag?.snapshots ?? null,
          ...{ stoppedJobs: 0, isCalledOff: false, runId: null, restoreJobId: null, restore: null },
          transitions: [],
        },
      };
      save(drill);
      try {
        // as in earnest: what is lost cannot be asked for what the other one lacks
        failover.order(repositoryId, {
          ...{ kind: "switch-over", by: "drill", toId: to.id, forGood: false, evenIfBehind: true },
        });
      } catch (error) {
        const detail = error instanceof BackstayError ? error.code : "INTERNAL";
        const problems = [{ code: "switch-failed", detail, count: 1 } as const];
        save({ ...drill, problems, state: "failed", endedMs: clock.nowMs() });
        throw error;
      }
    },
    follow,
    async callOff(drill) {
      if (drill.failover === null) return;
      const calledOff = { ...drill, failover: { ...drill.failover, isCalledOff: true } };
      save(calledOff);
      if (drill.failover.restoreJobId !== null)
        await parts.queue().cancel(drill.failover.restoreJobId, "person");
      follow(store.get(drill.id) ?? calledOff);
    },
    takeUp(drill) {
      const problem = { code: "host-ended", detail: "", count: 1 } as const;
      const isTold = drill.problems.some(({ code }) => code === problem.code);
      if (isTold || drill.failover === null || drill.failover.step === "return") return;
      save({ ...drill, problems: [...drill.problems, problem] });
    },
  };
}

function transitionsSince(
  { history }: Pick<DrillParts, "history">,
  id: RepositoryId,
  sinceMs: number,
): readonly RecordedTransition[] {
  return history
    .history(id, null, MANY_TRANSITIONS)
    .filter(({ atMs }) => atMs >= sinceMs)
    .toReversed();
}

function refused(reason: "no-standby" | "not-healthy"): BackstayError {
  return new BackstayError("DRILL_REFUSED", { reason });
}
