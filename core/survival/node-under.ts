import type { SubjectRecordOf } from "../catalog/health-subject-store.ts";
import { toleranceOf } from "../health/reading/redundancy.ts";
import type { Ground } from "../health/under-path/disks-under.ts";
import type { ArrayNode, Under } from "./survival-graph.ts";

/** Members in this state hold all their data now; of one whose state nobody knows it is taken that it does. */
const ACTIVE: ReadonlySet<string> = new Set(["ok", "unknown"]);

/** What a place lies on, as the graph has it: with what each array can still do without. */
export function nodeUnder(ground: Ground): Under {
  if (ground.kind === "unknown") return { kind: "unknown", gap: ground.reason, hostId: ground.hostId };
  return {
    kind: "known",
    hostId: ground.hostId,
    isExact: ground.exactness === "path",
    doubt: ground.doubt,
    arrays: ground.arrays.map(arrayNode),
    disks: ground.disks.map(({ id, hostId, name, verdict, reading }) => ({
      ...{ id, hostId, name, slot: reading.place.slot },
      isInTrouble: verdict === "failing" || verdict === "failed",
    })),
  };
}

function arrayNode({ name, verdict, reading, memory }: SubjectRecordOf<"array">): ArrayNode {
  const inState = (isActive: boolean) =>
    reading.members.flatMap(({ state }, n) =>
      ACTIVE.has(state) === isActive ? (memory.memberDisks[n] ?? []) : [],
    );
  return {
    name,
    activeDisks: inState(true),
    idleDisks: inState(false),
    spareable: verdict === "failed" ? { sure: 0, most: 0 } : spareableOf(reading),
  };
}

/** What its level can do without, less what is missing already. */
function spareableOf({
  level,
  expectedMembers,
  activeMembers,
}: SubjectRecordOf<"array">["reading"]): ArrayNode["spareable"] {
  const tolerance = toleranceOf(level, expectedMembers);
  if (tolerance === null) return null;
  if (tolerance.most === 0) return tolerance;
  if (expectedMembers === null || activeMembers === null) return null;
  const missing = Math.max(0, expectedMembers - activeMembers);
  return { sure: Math.max(0, tolerance.sure - missing), most: Math.max(0, tolerance.most - missing) };
}
