import type { ReplicaId } from "../../../shared/ids.ts";
import type { FailoverSettings, FaultKind, OrderedBy } from "../../../shared/model/failover.ts";
import type { CommandResult } from "./command.ts";
import type { Member } from "./state.ts";

/** A fault that is met when a replica is used. */
export type UseFault = Exclude<FaultKind, "array-failed" | "disk-failing">;

/** What one heartbeat found. */
export type BeatFinding =
  | { readonly isGood: true; readonly tookMs: number; readonly freeBytes: number | null }
  /**
   * `fault` is null when it did not answer in time, but took meanwhile what a job wrote: it is busy, and lives. `detail`: the code of
   * the error.
   */
  | {
      readonly isGood: false;
      readonly fault: UseFault | null;
      readonly detail: string;
      readonly freeBytes: number | null;
    };

/** What a person, a schedule or a drill asks for. */
export type Order =
  | {
      readonly kind: "switch-over";
      readonly by: OrderedBy;
      readonly toId: ReplicaId;
      /** Whether the new one is the usual one from then on; otherwise it is returned from when somebody asks. */
      readonly forGood: boolean;
      /** Also when the old one cannot be asked for what the new one lacks. */
      readonly evenIfBehind: boolean;
    }
  | { readonly kind: "fail-back"; readonly by: OrderedBy; readonly evenIfBehind: boolean }
  /** What was moved for a while is returned from as the settings say. */
  | { readonly kind: "let-return" }
  /** Whether anything may move by itself. */
  | { readonly kind: "hold"; readonly isHeld: boolean };

/** What happened, and when by the clock of this computer. */
export type FailoverEvent = { readonly nowMs: number } & (
  | { readonly kind: "beat"; readonly replicaId: ReplicaId; readonly finding: BeatFinding }
  /** Met by a job at work. */
  | {
      readonly kind: "fault";
      readonly replicaId: ReplicaId;
      readonly fault: UseFault;
      readonly detail: string;
    }
  /** Of the disks and arrays under a replica. `fault` is null when nothing is wrong with them. */
  | {
      readonly kind: "disks";
      readonly replicaId: ReplicaId;
      readonly fault: "array-failed" | "disk-failing" | null;
      readonly detail: string;
    }
  /** How far a replica is behind. */
  | { readonly kind: "lag"; readonly replicaId: ReplicaId; readonly missingSnapshots: number }
  | { readonly kind: "order"; readonly order: Order }
  | { readonly kind: "result"; readonly commandId: number; readonly result: CommandResult }
  /** A manifest of another installation was read. */
  | {
      readonly kind: "manifest";
      readonly epoch: number;
      readonly writer: string;
      readonly activeId: ReplicaId;
      readonly homeId: ReplicaId;
    }
  | { readonly kind: "settings"; readonly settings: FailoverSettings }
  /** Replicas were added or removed, or their priorities changed. */
  | { readonly kind: "members"; readonly members: readonly Member[] }
  /** This process is new: what was being done when the last one ended is done again. */
  | { readonly kind: "restart" }
  /** Time went by. */
  | { readonly kind: "tick" }
);
