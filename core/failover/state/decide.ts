/** What the state machine does by itself, given what is known now. */
import { chooseCandidate } from "./choose-candidate.ts";
import { beginMove, chooseNow, forgetRefusals, stayPut } from "./move.ts";
import { beginPutOff } from "./orders.ts";
import { causeToLeave, isStable, isWell, mayBeWell, stableSinceMs, suspicionOf } from "./replica-health.ts";
import { type Move, type ReplicaHealth, replicaOf } from "./state.ts";
import { activeOf, callOff, enter, isBeingMended, issue, mayMove, restingPhase, type Work } from "./work.ts";

export function decide(work: Work): void {
  const { state } = work;
  if (state.move !== null) {
    if (state.move.step === "choose") chooseNow(work, state.move);
    else callOffIfUnwise(work, state.move);
    return;
  }
  const active = activeOf(work);
  const suspicion = suspicionOf(active, state.settings);
  if (state.phase !== "suspect" && suspicion !== undefined) {
    callOff(work, "reconcile");
    state.isReconciled = false;
    enter(work, "suspect", suspicion);
  }
  if (state.phase === "suspect") decideSuspect(work, active);
  if (state.phase === "failed-over") lookForHome(work);
  beginPutOff(work);
  if (state.move === null && state.phase === "recovering") decideRecovering(work);
}

/**
 * Whoever leaves a replica that is well does not go to one that is not: it would be left again a moment later. Once the manifest is
 * being written there is no way back. That is no news to people: backups go on where they are.
 */
function callOffIfUnwise(work: Work, { kind, step, toId }: Move): void {
  const isChoice = kind === "failback" || kind === "switchover";
  if (!isChoice || (step !== "reconcile" && step !== "verify") || toId === null) return;
  const suspicion = suspicionOf(replicaOf(work.state, toId), work.state.settings);
  if (suspicion === undefined || !isWell(activeOf(work))) return;
  callOff(work, step);
  stayPut(work, suspicion);
}

function decideSuspect(work: Work, active: ReplicaHealth): void {
  const { state } = work;
  const { settings, nowMs, activeId } = state;
  if (active.wellSinceMs !== null && suspicionOf(active, settings) === undefined) {
    state.isStuckTold = false;
    forgetRefusals(state);
    const cause = { kind: "well-again", replicaId: activeId, sinceMs: active.wellSinceMs } as const;
    enter(work, restingPhase(state), cause);
    return;
  }
  const cause = causeToLeave(active, nowMs, settings);
  if (cause === undefined || !mayMove(work)) return;
  if (chooseCandidate(state).chosenId !== undefined) {
    const { failBack: returns } = settings;
    beginMove(work, {
      ...{ kind: "failover", cause, toId: null, reconciles: false, homeAfterId: null },
      // what a person wanted of the way back stays so when the next one fails as well
      returns: state.activeId === state.homeId ? returns : state.returns,
    });
    return;
  }
  // after a start nothing is known of the others yet: one that answers may be proved well in a moment
  const others = state.replicas.filter(({ id }) => id !== activeId);
  if (state.isStuckTold || others.some((replica) => mayBeWell(replica, nowMs, settings))) return;
  state.isStuckTold = true;
  issue(work, { kind: "notify", notice: { about: "no-candidate", activeId, cause } });
}

function lookForHome(work: Work): void {
  const { state } = work;
  const { homeId, activeId } = state;
  const home = replicaOf(state, homeId);
  if (home.wellSinceMs === null) return;
  state.isReconciled = false;
  enter(work, "recovering", { kind: "well-again", replicaId: homeId, sinceMs: home.wellSinceMs });
  issue(work, { kind: "reconcile", replicaIds: [activeId, homeId] });
}

function decideRecovering(work: Work): void {
  const { state } = work;
  const { homeId, settings, nowMs, activeId } = state;
  const home = replicaOf(state, homeId);
  if (!isWell(home)) {
    callOff(work, "reconcile");
    state.isReconciled = false;
    const cause = suspicionOf(home, settings) ?? {
      ...{ kind: "fault", fault: "unreachable", replicaId: homeId, times: 1, detail: "SILENT" },
      sinceMs: home.lastBeatMs ?? nowMs,
    };
    enter(work, "failed-over", cause as NonNullable<typeof cause>);
    return;
  }
  if (!state.isReconciled || state.returns === "on-request" || !mayMove(work)) return;
  // it would be refused again, and backups stopped for nothing each time
  if (isBeingMended(state, homeId)) return;
  if (!isStable(home, nowMs, settings) || !isWell(replicaOf(state, activeId))) return;
  beginMove(work, {
    kind: "failback",
    cause: { kind: "well-again", replicaId: homeId, sinceMs: stableSinceMs(home) ?? nowMs },
    ...{ toId: homeId, reconciles: true, homeAfterId: null, returns: settings.failBack },
  });
}
