import type { ReplicaId } from "../../shared/ids.ts";
import type { Notice } from "./state/command.ts";

/**
 * What the controller of failover has done for it. After a crash each may be asked for again, and has to come to the same as if it
 * had been asked once. What a port throws is told to the state machine by its code; who is aborted rejects with the signal's reason.
 */
export type FailoverPorts = {
  /**
   * Stops the jobs that write to a replica, with the reason `fenced`, and lets none begin there. Remembered across restarts of the
   * host, until the replica is released or becomes active.
   * @returns the jobs that were stopped, also by an earlier fence, and have not begun anew since
   */
  fence(replicaId: ReplicaId, signal: AbortSignal): Promise<readonly string[]>;
  unfence(replicaId: ReplicaId, signal: AbortSignal): Promise<void>;
  /** @throws when the replica is not what it should be, cannot be written to, or its newest snapshots are not whole */
  verify(replicaId: ReplicaId, signal: AbortSignal): Promise<void>;
  /** Copies both ways what either lacks, except snapshots with tombstones. */
  reconcile(replicaIds: readonly [ReplicaId, ReplicaId], signal: AbortSignal): Promise<void>;
  /**
   * Publishes the manifest on the replica that becomes active, and on the others as far as they can be reached.
   * @returns `outranked` when another installation's counts more; it is followed once a heartbeat finds it
   * @throws when the replica that becomes active does not have it
   */
  writeManifest(
    manifest: { readonly epoch: number; readonly activeId: ReplicaId; readonly homeId: ReplicaId },
    signal: AbortSignal,
  ): Promise<"written" | "outranked">;
  /** Lets backups go to a replica from now on, in this epoch, and releases it if it was fenced. One step in the catalog. */
  switchActive(replicaId: ReplicaId, epoch: number, signal: AbortSignal): Promise<void>;
  /** Queues, on the active replica, each job that a fence stopped and that has not begun anew since. */
  restartJobs(replicaId: ReplicaId, signal: AbortSignal): Promise<void>;
  replicate(fromId: ReplicaId, toId: ReplicaId, signal: AbortSignal): Promise<void>;
  /**
   * Has what is damaged in a replica put back from the others, which may take days when one of them is away.
   * @returns `tried`: it was looked through, and all that the others have whole was put back; `vain`: something in it was found to be
   * lost only days ago
   */
  mend(replicaId: ReplicaId, signal: AbortSignal): Promise<"tried" | "vain">;
  /** @param commandId the same when the notice is given again */
  notify(notice: Notice, commandId: number, signal: AbortSignal): Promise<void>;
};
