/** For each source, what is left of its copies when a disk, a box, the office or the password is lost. Pure. */
import type { ReplicaId } from "../../shared/ids.ts";
import type {
  Loss,
  Survival,
  SurvivalCell,
  SurvivalRow,
  SurvivingCopy,
} from "../../shared/model/survival.ts";
import { estimateChanges } from "./estimate-changes.ts";
import {
  type Fate,
  fateWithoutDisk,
  fateWithoutHost,
  fateWithoutOffice,
  fateWithoutPassword,
} from "./fate-of-replica.ts";
import type { DiskNode, ReplicaNode, SourceNode, SurvivalGraph } from "./survival-graph.ts";

/** What is not known counts as nothing: a copy is counted only where it certainly stays. */
export function whatSurvives(graph: SurvivalGraph): Pick<Survival, "losses" | "rows"> {
  const losses = lossesOf(graph);
  return { losses, rows: graph.sources.map((source) => rowOf(source, losses, graph)) };
}

/** A box is worth a column when a copy is on it. */
function lossesOf({ hosts, replicas }: SurvivalGraph): Loss[] {
  if (replicas.length === 0) return [];
  const carrying = hosts.filter(({ id }) => replicas.some(({ under }) => under.hostId === id));
  const plain = (kind: "disk" | "office" | "password"): Loss => ({
    ...{ id: kind, kind, hostId: null, name: null, isThisComputer: false },
  });
  return [
    plain("disk"),
    ...carrying.map(
      ({ id, name, isThisComputer }): Loss => ({
        id: `host:${id}`,
        kind: "host",
        hostId: id,
        name,
        isThisComputer,
      }),
    ),
    plain("office"),
    plain("password"),
  ];
}

function rowOf(source: SourceNode, losses: readonly Loss[], graph: SurvivalGraph): SurvivalRow {
  const held = source.copies.filter(({ savedMs }) => savedMs !== null);
  const times = held.map(({ savedMs }) => savedMs ?? 0);
  const newestGoodMs = times.length === 0 ? null : Math.max(...times);
  const answering = held.filter(({ answers }) => answers);
  return {
    ...{ sourceId: source.id, name: source.name, newestGoodMs },
    good: answering.filter(({ savedMs }) => savedMs === newestGoodMs).length,
    older: answering.filter(({ savedMs }) => savedMs !== newestGoodMs).length,
    unknown: held.length - answering.length,
    changedSince: estimateChanges(source.backups, newestGoodMs, graph.nowMs),
    cells: losses.map((loss) => cellOf(source, loss, graph, newestGoodMs)),
  };
}

function cellOf(
  source: SourceNode,
  loss: Loss,
  graph: SurvivalGraph,
  newestGoodMs: number | null,
): SurvivalCell {
  const after = (fateOf: (replica: ReplicaNode) => Fate, disk: SurvivalCell["disk"] = null) =>
    summed(loss.id, source, graph, newestGoodMs, fateOf, disk);
  switch (loss.kind) {
    case "disk":
      return withoutWorstDisk(source, graph, after);
    case "host":
      return after((replica) => fateWithoutHost(replica, loss.hostId as NonNullable<Loss["hostId"]>));
    case "office":
      return after((replica) => fateWithoutOffice(replica, graph.hosts));
    case "password":
      return after(fateWithoutPassword);
  }
}

type After = (fateOf: (replica: ReplicaNode) => Fate, disk?: SurvivalCell["disk"]) => SurvivalCell;

/** Of all disks under its copies, the one whose loss leaves the least. */
function withoutWorstDisk(source: SourceNode, graph: SurvivalGraph, after: After): SurvivalCell {
  const own = source.copies.flatMap(({ replicaId }) => replicaOf(graph, replicaId) ?? []);
  const disks = new Map<DiskNode["id"], DiskNode>();
  for (const { under } of own)
    if (under.kind === "known") for (const disk of under.disks) disks.set(disk.id, disk);
  const cells = [...disks.values()]
    .toSorted((a, b) => Number(b.isInTrouble) - Number(a.isInTrouble))
    .map((disk) => after((replica) => fateWithoutDisk(replica, disk.id), viewOf(disk, graph)));
  const [worst] = cells.toSorted(
    (a, b) => a.left - b.left || a.olderLeft - b.olderLeft || lostOf(b) - lostOf(a),
  );
  if (worst !== undefined) return worst;
  return after(({ under }) =>
    under.kind === "unknown"
      ? { outcome: "unknown", reason: "ground-unknown", gap: under.gap, arrayName: null }
      : { outcome: "unknown", reason: "somewhere-there", gap: null, arrayName: null },
  );
}

function lostOf({ copies }: SurvivalCell): number {
  return copies.filter(({ fate }) => fate === "lost").length;
}

function viewOf({ id, hostId, name, slot }: DiskNode, { hosts }: SurvivalGraph): SurvivalCell["disk"] {
  return { id, hostId, hostName: hosts.find((host) => host.id === hostId)?.name ?? "", name, slot };
}

function replicaOf({ replicas }: SurvivalGraph, id: ReplicaId): ReplicaNode | undefined {
  return replicas.find((replica) => replica.id === id);
}

function summed(
  lossId: string,
  source: SourceNode,
  graph: SurvivalGraph,
  newestGoodMs: number | null,
  fateOf: (replica: ReplicaNode) => Fate,
  disk: SurvivalCell["disk"],
): SurvivalCell {
  const copies = source.copies.map(({ replicaId, savedMs, answers }): SurvivingCopy => {
    const none = { replicaId, reason: "no-copy", gap: null, arrayName: null } as const;
    const replica = replicaOf(graph, replicaId);
    if (savedMs === null || replica === undefined) return { ...none, fate: "none" };
    const { outcome, reason, gap, arrayName } = fateOf(replica);
    if (!answers && outcome !== "lost") return { ...none, fate: "unknown", reason: "place-silent" };
    const kept = savedMs === newestGoodMs ? "newest" : "older";
    return { replicaId, fate: outcome === "stays" ? kept : outcome, reason, gap, arrayName };
  });
  const count = (fate: SurvivingCopy["fate"]) => copies.filter((copy) => copy.fate === fate).length;
  const kept = source.copies.flatMap(({ savedMs }, n) =>
    savedMs !== null && (copies[n]?.fate === "newest" || copies[n]?.fate === "older") ? savedMs : [],
  );
  const newestLeftMs = kept.length === 0 ? null : Math.max(...kept);
  return {
    ...{ lossId, copies, disk },
    ...{ left: count("newest"), olderLeft: count("older"), unknown: count("unknown") },
    newestLeftMs,
    changedSince: estimateChanges(source.backups, newestLeftMs, graph.nowMs),
  };
}
