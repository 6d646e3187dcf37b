import { z } from "zod";
import { FailoverSettings, FailoverView, RecordedTransition, ReplicaView } from "../model/failover.ts";
import { FailoverMetrics, FailoverReadiness, PlacementMatrix } from "../model/failover-metrics.ts";
import { JobIdText, Name, ReplicaIdText, RepositoryIdText, SourceIdText } from "../model/primitives.ts";
import { RemotePlaceDraft } from "../model/remote-place.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const ofRepository = z.strictObject({ repositoryId: RepositoryIdText });
const ofReplica = ofRepository.extend({ replicaId: ReplicaIdText });
/** The path of a folder, or a place on another machine. */
const newReplica = ofRepository.extend({
  name: Name,
  location: z.union([z.string().min(1).max(4096), RemotePlaceDraft]),
});
const added = z.strictObject({
  replica: ReplicaView,
  /** What is being copied to it. */
  jobId: JobIdText,
});
const replicas = z.strictObject({ replicas: z.array(ReplicaView) });

export const replicaMethods = {
  /** By priority. A repository with one replica has that one. @throws REPOSITORY_NOT_FOUND */
  "replicas.list": method("read", ofRepository, replicas),
  /**
   * Makes an empty replica with the same keys and begins to fill it.
   * @throws NAME_TAKEN, REPLICA_KNOWN, LOCATION_NOT_EMPTY, LOCATION_INSIDE, LOCATION_NOT_MOUNTED; REPOSITORY_EXISTS where one can be adopted
   */
  "replicas.add": method("write", newReplica, added),
  /** Takes a copy that is there already as a replica, once it proved to be one. @throws REPLICA_DIFFERS, REPOSITORY_MISSING */
  "replicas.adopt": method("write", newReplica, added),
  /** What it holds stays there. @throws REPLICA_NOT_FOUND, REPLICA_ACTIVE */
  "replicas.remove": method("write", ofReplica, nothing),
  /** The lower, the sooner it takes over. @throws REPLICA_NOT_FOUND */
  "replicas.setPriority": method("write", ofReplica.extend({ priority: z.int().min(0).max(1000) }), replicas),
  /** Copies now to a replica what the active one has. @throws REPLICA_NOT_FOUND, REPLICA_ACTIVE */
  "replicas.replicate": method("write", ofReplica, z.strictObject({ jobId: JobIdText })),
};

export const failoverMethods = {
  /** Those with more than one replica. */
  "failover.list": method("read", nothing, z.strictObject({ repositories: z.array(FailoverView) })),
  /** Null for a repository with one replica. @throws REPOSITORY_NOT_FOUND */
  "failover.state": method("read", ofRepository, z.strictObject({ state: FailoverView.nullable() })),
  /**
   * Begins to move backups to another replica; no job is lost. What follows is told by the event `failover`.
   * @param forGood whether it is the usual one from then on; otherwise it is returned from when somebody asks
   * @param evenIfBehind also when the old one cannot be asked for what the new one lacks
   * @throws FAILOVER_REFUSED
   */
  "failover.switchOver": method(
    "write",
    ofReplica.extend({ forGood: z.boolean().default(false), evenIfBehind: z.boolean().default(false) }),
    nothing,
  ),
  /** Begins to move backups back to the usual replica. @throws FAILOVER_REFUSED */
  "failover.failBack": method(
    "write",
    ofRepository.extend({ evenIfBehind: z.boolean().default(false) }),
    nothing,
  ),
  /** Whether nothing is to move by itself. @throws FAILOVER_REFUSED for a repository with one replica */
  "failover.hold": method("write", ofRepository.extend({ isHeld: z.boolean() }), nothing),
  /** @throws FAILOVER_REFUSED for a repository with one replica */
  "failover.settings": method("write", ofRepository.extend({ settings: FailoverSettings }), nothing),
  /** The newest first. @param before only those with a lower number */
  "failover.history": method(
    "read",
    ofRepository.extend({ before: z.int().positive().nullable(), limit: z.int().min(1).max(500) }),
    z.strictObject({ transitions: z.array(RecordedTransition) }),
  ),
  /** How the replicas did, over the last days and this one. @throws REPOSITORY_NOT_FOUND */
  "failover.metrics": method(
    "read",
    ofRepository.extend({ days: z.int().min(1).max(90).default(30) }),
    z.strictObject({ metrics: FailoverMetrics }),
  ),
  /** How ready a repository is for a failover and for a restore. @throws REPOSITORY_NOT_FOUND */
  "failover.readiness": method("read", ofRepository, z.strictObject({ readiness: FailoverReadiness })),
  /** Which source's backups are on which replica. @throws REPOSITORY_NOT_FOUND */
  "failover.matrix": method("read", ofRepository, z.strictObject({ matrix: PlacementMatrix })),
  /**
   * Whether a source's backups have to be on a replica. All of a repository is copied in any case: it says what is waited for, shown
   * as lacking and counted as a copy.
   * @throws REPOSITORY_NOT_FOUND, REPLICA_NOT_FOUND, SOURCE_NOT_FOUND
   */
  "failover.setPlacement": method(
    "write",
    ofReplica.extend({ sourceId: SourceIdText, isNeeded: z.boolean() }),
    z.strictObject({ matrix: PlacementMatrix }),
  ),
};
