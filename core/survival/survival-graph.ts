/** What copies stand on: disk, array, host, replica, sources. Facts only; what follows from them is in `what-survives.ts`. */
import type { HealthSubjectId, ReplicaId, RepositoryId, SourceId, WatchedHostId } from "../../shared/ids.ts";
import type { Standing } from "../../shared/model/standing.ts";
import type { UndergroundGap } from "../../shared/model/survival.ts";
import type { PastBackup } from "./estimate-changes.ts";

export type DiskNode = {
  readonly id: HealthSubjectId;
  readonly hostId: WatchedHostId;
  readonly name: string;
  readonly slot: string | null;
  /** It is failing or has failed: of two that do the same harm this is the one to speak of. */
  readonly isInTrouble: boolean;
};

export type ArrayNode = {
  readonly name: string;
  /** Disks that hold current data in it. A spare is none. */
  readonly activeDisks: readonly HealthSubjectId[];
  /** Disks that belong to it and hold nothing it needs: spares, and those that are being rebuilt onto. */
  readonly idleDisks: readonly HealthSubjectId[];
  /** How many more it can do without: `sure` whichever they are, `most` if they are the right ones. Null: not known. */
  readonly spareable: { readonly sure: number; readonly most: number } | null;
};

/** What a replica lies on. */
export type Under =
  | {
      readonly kind: "known";
      readonly hostId: WatchedHostId;
      readonly arrays: readonly ArrayNode[];
      readonly disks: readonly DiskNode[];
      /** False: on some of these, nobody knows which; `doubt` says why. */
      readonly isExact: boolean;
      readonly doubt: UndergroundGap | null;
    }
  | {
      readonly kind: "unknown";
      readonly gap: UndergroundGap;
      /** Null when not even the machine is known. */
      readonly hostId: WatchedHostId | null;
    };

export type ReplicaNode = {
  readonly id: ReplicaId;
  readonly repositoryId: RepositoryId;
  readonly under: Under;
  readonly isPasswordKept: boolean;
  /** Where this copy stands, as a person said it; null: where its machine does. */
  readonly standing: Standing | null;
};

export type SourceNode = {
  readonly id: SourceId;
  readonly name: string;
  readonly backups: readonly PastBackup[];
  readonly copies: readonly {
    readonly replicaId: ReplicaId;
    /** Of the newest good snapshot of the source there; null when there is none. */
    readonly savedMs: number | null;
    /** Whether the place answers: otherwise nobody knows whether the copy is still there. */
    readonly answers: boolean;
  }[];
};

export type HostNode = {
  readonly id: WatchedHostId;
  readonly name: string;
  readonly isThisComputer: boolean;
  /** As a person said it; null where nobody has. */
  readonly standing: Standing | null;
};

export type SurvivalGraph = {
  readonly nowMs: number;
  readonly hosts: readonly HostNode[];
  readonly replicas: readonly ReplicaNode[];
  readonly sources: readonly SourceNode[];
};
