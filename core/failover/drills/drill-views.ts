import type { Drill, DrillReplica, DrillReplicaCounts, DrillView } from "../../../shared/model/drill.ts";

/** A drill in short. */
export function drillView({ restore, failover, ...head }: Drill): DrillView {
  return {
    ...head,
    replicas: (restore ?? failover?.restore)?.replicas.map(countsOf) ?? [],
    failover: failover === null ? null : shortly(failover),
  };
}

function countsOf(replica: DrillReplica) {
  const { error: _, lacks: __, faults: ___, furtherFaults: ____, databases: _____, ...counts } = replica;
  return counts satisfies DrillReplicaCounts;
}

function shortly(failover: NonNullable<Drill["failover"]>): NonNullable<DrillView["failover"]> {
  const { step, fromName, toName, declaredMs, switchedMs, backedUpMs, restoredMs, returnedMs } = failover;
  const { rtoMs, rpoMs } = failover;
  return {
    ...{ step, fromName, toName, declaredMs, switchedMs, backedUpMs, restoredMs, returnedMs, rtoMs, rpoMs },
  };
}
