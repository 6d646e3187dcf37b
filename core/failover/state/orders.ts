import type { Order } from "./event.ts";
import { beginMove, forgetRefusals } from "./move.ts";
import { isWell } from "./replica-health.ts";
import { replicaOf } from "./state.ts";
import { isBeingMended, isMember, mayMove, type Refusal, type Work } from "./work.ts";

/** Does what somebody asked for, or says why not. */
export function obey(work: Work, order: Order): void {
  forgetRefusals(work.state); // somebody looks after it, and need not wait for the longest pause
  if (order.kind === "hold") work.state.isHeld = order.isHeld;
  else if (order.kind === "let-return") work.state.returns = work.state.settings.failBack;
  else {
    const { putOff } = work.state;
    work.state.putOff = null; // who orders something else does not want it any more
    work.refusal = order.kind === "fail-back" ? failBack(work, order) : switchOver(work, order);
    if (work.refusal !== undefined) work.state.putOff = putOff;
  }
}

/** Begins what was put off, when its goal is mended and nothing else keeps it. */
export function beginPutOff(work: Work): void {
  const { state } = work;
  const { putOff } = state;
  if (putOff === null || state.move !== null || state.phase === "suspect" || !mayMove(work)) return;
  const { kind, by, toId, forGood, evenIfBehind } = putOff;
  if (by === null || isBeingMended(state, toId)) return;
  const isOver = toId === state.activeId || (kind === "failback" && toId !== state.homeId);
  if (isOver || !isMember(work, toId)) {
    state.putOff = null;
    return;
  }
  if (refuse(work, toId) !== undefined) return; // it waits until that is well, too
  if (kind === "failback") failBack(work, { kind: "fail-back", by, evenIfBehind });
  else switchOver(work, { kind: "switch-over", by, toId, forGood, evenIfBehind });
}

function failBack(work: Work, order: Extract<Order, { kind: "fail-back" }>): Refusal | undefined {
  const { homeId: toId, activeId, settings } = work.state;
  if (toId === activeId) return work.state.move === null ? "nothing-to-do" : "busy";
  const refusal = refuse(work, toId);
  if (refusal !== undefined) return refusal;
  beginMove(work, {
    ...{ kind: "failback", cause: { kind: "ordered", by: order.by }, toId, reconciles: !order.evenIfBehind },
    ...{ homeAfterId: null, returns: settings.failBack },
  });
  return undefined;
}

function switchOver(work: Work, order: Extract<Order, { kind: "switch-over" }>): Refusal | undefined {
  const { by, toId, forGood, evenIfBehind } = order;
  const { settings, homeId } = work.state;
  const refusal = refuse(work, toId);
  if (refusal !== undefined) return refusal;
  const isReturn = toId === homeId;
  beginMove(work, {
    ...{ kind: "switchover", cause: { kind: "ordered", by }, toId, reconciles: !evenIfBehind },
    homeAfterId: forGood || isReturn ? toId : null,
    // who moves it for a while says when the while is over
    returns: forGood || isReturn ? settings.failBack : "on-request",
  });
  return undefined;
}

function refuse(work: Work, toId: Parameters<typeof replicaOf>[1]): Refusal | undefined {
  const { state } = work;
  if (state.move !== null) return "busy";
  if (!isMember(work, toId)) return "unknown-replica";
  if (toId === state.activeId) return "nothing-to-do";
  return isWell(replicaOf(state, toId)) ? undefined : "not-well";
}
