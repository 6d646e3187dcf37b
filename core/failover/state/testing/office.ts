import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverSettings, Transition } from "../../../../shared/model/failover.ts";
import type { CommandKind, CommandResult } from "../command.ts";
import type { FailoverEvent, UseFault } from "../event.ts";
import { reduce } from "../reduce.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../settings.ts";
import { FailoverState, newFailoverState } from "../state.ts";
import type { Refusal } from "../work.ts";

export const [A, B, C] = ["a", "b", "c"].map(
  (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId,
) as [ReplicaId, ReplicaId, ReplicaId];
export const START_MS = Date.UTC(2026, 0, 5, 9);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
type WithoutTime<E> = E extends unknown ? Omit<E, "nowMs"> : never;

/** An office whose first replica is active, all of them well. */
export function office(ids: readonly ReplicaId[] = [A, B], settings: Partial<FailoverSettings> = {}) {
  let nowMs = START_MS;
  const broken = new Map<ReplicaId, UseFault>();
  const transitions: Transition[] = [];
  let refusal: Refusal | undefined;
  let state = newFailoverState({
    ...{ installationId: "own", epoch: 1, epochWriter: "own", nowMs, activeId: A },
    settings: { ...DEFAULT_FAILOVER_SETTINGS, ...settings },
    members: ids.map((id, priority) => ({ id, priority })),
  });
  const here = {
    get state() {
      return state;
    },
    get nowMs() {
      return nowMs;
    },
    transitions,
    broken,
    get refusal() {
      return refusal;
    },
    tell(event: WithoutTime<FailoverEvent>) {
      const reduced = reduce(state, { ...event, nowMs } as FailoverEvent);
      state = FailoverState.parse(JSON.parse(JSON.stringify(reduced.state))); // as it comes back from the catalog
      transitions.push(...reduced.transitions);
      refusal = reduced.refusal;
    },
    /** Heartbeats of all, every 15 s. */
    beats(times: number) {
      for (let n = 0; n < times; n += 1) {
        nowMs += 15 * SECOND;
        for (const id of ids) {
          const fault = broken.get(id);
          const finding =
            fault === undefined
              ? ({ isGood: true, tookMs: 4, freeBytes: 10 } as const)
              : ({ isGood: false, fault, detail: "STORE_UNREACHABLE", freeBytes: null } as const);
          here.tell({ kind: "beat", replicaId: id, finding });
        }
      }
    },
    jump(ms: number) {
      nowMs += ms;
    },
    awaited: () => state.outstanding.map(({ command }) => command.kind),
    answer(kind: CommandKind, result: CommandResult = { outcome: "done" }) {
      const entry = state.outstanding.find(({ command }) => command.kind === kind);
      if (entry === undefined) throw new Error(`nobody waits for ${kind}, but for ${here.awaited()}`);
      here.tell({ kind: "result", commandId: entry.command.id, result });
      return entry.command;
    },
    finishFailover() {
      for (const kind of ["fence", "verify", "write-manifest", "switch-active"] as const) here.answer(kind);
      while (state.outstanding[0] !== undefined) here.answer(state.outstanding[0].command.kind);
    },
  };
  here.beats(3);
  return here;
}
