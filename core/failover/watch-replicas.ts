import type { ReplicaId } from "../../shared/ids.ts";
import type { Clock } from "../clock.ts";
import type { FailoverController } from "./controller.ts";
import type { Beat, Heartbeat } from "./heartbeat/heartbeat.ts";

/** Asks the replicas of one repository how they are, and lets the controller know. */
export type ReplicaWatch = {
  /** To be called every second or so; asks those whose heartbeat is due. */
  tick(): void;
  /** Resolves when no heartbeat is under way. */
  idle(): Promise<void>;
  /** Calls off what is under way, and resolves when that has stopped. */
  close(): Promise<void>;
};

export type WatchParts = {
  readonly controller: Pick<FailoverController, "state" | "tell">;
  /** Made once for each replica, and again when its address changed. */
  readonly heartOf: (replicaId: ReplicaId) => Heartbeat;
  readonly clock: Clock;
  /** What else each heartbeat found: damaged documents, the lease, the lag that tombstones explain. */
  readonly onBeat?: (replicaId: ReplicaId, beat: Beat) => void;
  /** Told of errors that are mistakes of ours, and of a catalog that cannot be written. */
  readonly onMistake: (error: unknown) => void;
};

/** Heartbeats of different replicas go beside one another: one that hangs holds up no other. */
export function watchReplicas(parts: WatchParts): ReplicaWatch {
  const { controller, heartOf, clock, onMistake } = parts;
  const stop = new AbortController();
  const startedMs = new Map<ReplicaId, number>();
  const running = new Map<ReplicaId, Promise<void>>();

  async function ask(replicaId: ReplicaId): Promise<void> {
    try {
      const beat = await heartOf(replicaId).beat(stop.signal);
      stop.signal.throwIfAborted();
      controller.tell({ kind: "beat", replicaId, finding: beat.finding });
      const set = beat.manifest?.set;
      if (set !== undefined && set.writer !== controller.state.installationId) {
        const { epoch, writer, activeId, homeId } = set;
        controller.tell({ kind: "manifest", epoch, writer, activeId, homeId });
      }
      parts.onBeat?.(replicaId, beat);
    } catch (error) {
      if (!stop.signal.aborted) onMistake(error);
    } finally {
      running.delete(replicaId);
    }
  }

  /** By the clock and not by a timer, as timers stop while a computer sleeps. A clock that went back makes it due. */
  function isDue(replicaId: ReplicaId, nowMs: number, everyMs: number): boolean {
    const lastMs = startedMs.get(replicaId);
    return lastMs === undefined || nowMs - lastMs >= everyMs || nowMs < lastMs;
  }

  return {
    tick() {
      if (stop.signal.aborted) return;
      const { replicas, settings } = controller.state;
      const nowMs = clock.nowMs();
      for (const { id } of replicas) {
        if (running.has(id) || !isDue(id, nowMs, settings.beatEveryMs)) continue;
        startedMs.set(id, nowMs);
        running.set(id, ask(id));
      }
      try {
        controller.tell({ kind: "tick" });
      } catch (error) {
        onMistake(error);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
    async close() {
      stop.abort();
      await Promise.all(running.values());
    },
  };
}
