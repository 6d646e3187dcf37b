/** What becomes of one replica when one thing is lost. */
import type { HealthSubjectId, WatchedHostId } from "../../shared/ids.ts";
import type { FateReason, UndergroundGap } from "../../shared/model/survival.ts";
import type { ArrayNode, HostNode, ReplicaNode } from "./survival-graph.ts";

export type Fate = {
  readonly outcome: "stays" | "lost" | "unknown";
  readonly reason: FateReason;
  readonly gap: UndergroundGap | null;
  readonly arrayName: string | null;
};

const fate = (outcome: Fate["outcome"], reason: FateReason, more: Partial<Fate> = {}): Fate => ({
  ...{ outcome, reason, gap: null, arrayName: null },
  ...more,
});

const ELSEWHERE = fate("stays", "elsewhere");

export function fateWithoutDisk({ under }: ReplicaNode, diskId: HealthSubjectId): Fate {
  if (under.kind === "unknown") return fate("unknown", "ground-unknown", { gap: under.gap });
  const arrays = under.arrays.filter(
    ({ activeDisks, idleDisks }) => activeDisks.includes(diskId) || idleDisks.includes(diskId),
  );
  const isUnder = arrays.length > 0 || under.disks.some(({ id }) => id === diskId);
  if (!isUnder) return ELSEWHERE;
  const fates = arrays.map((array) => fateOfArray(array, diskId));
  const own = arrays.length === 0 ? fate("lost", "on-the-disk") : worst(fates);
  // on which of them it lies is not known, so only what all of them survive is certain
  return under.isExact || own.outcome === "stays"
    ? own
    : fate("unknown", "somewhere-there", { gap: under.doubt });
}

function fateOfArray({ name, activeDisks, spareable }: ArrayNode, diskId: HealthSubjectId): Fate {
  const arrayName = name;
  if (!activeDisks.includes(diskId)) return fate("stays", "array-holds", { arrayName });
  if (spareable === null) return fate("unknown", "array-unsure", { arrayName });
  if (spareable.sure >= 1) return fate("stays", "array-holds", { arrayName });
  return spareable.most >= 1
    ? fate("unknown", "array-unsure", { arrayName })
    : fate("lost", "array-breaks", { arrayName });
}

const FROM_THE_WORST: readonly Fate["outcome"][] = ["lost", "unknown", "stays"];

function worst(fates: readonly Fate[]): Fate {
  const rank = ({ outcome }: Fate) => FROM_THE_WORST.indexOf(outcome);
  return fates.toSorted((a, b) => rank(a) - rank(b))[0] ?? ELSEWHERE;
}

export function fateWithoutHost({ under }: ReplicaNode, hostId: WatchedHostId): Fate {
  if (under.hostId === hostId) return fate("lost", "on-the-host");
  // one that is watched under another name may be the same machine
  if (under.hostId === null && under.kind === "unknown")
    return fate("unknown", "ground-unknown", { gap: under.gap });
  return ELSEWHERE;
}

/** Only what is said to be elsewhere would be left. */
export function fateWithoutOffice({ under, standing }: ReplicaNode, hosts: readonly HostNode[]): Fate {
  const host = hosts.find(({ id }) => id === under.hostId);
  const isSaidHere = standing === null && host?.isThisComputer === true;
  if (isSaidHere) return fate("lost", "in-the-office");
  const said = standing ?? host?.standing ?? null;
  if (said === null) return fate("unknown", "place-not-said");
  return said === "office" ? fate("lost", "said-in-office") : fate("stays", "said-elsewhere");
}

export function fateWithoutPassword({ isPasswordKept }: ReplicaNode): Fate {
  return isPasswordKept ? fate("stays", "password-kept") : fate("lost", "password-not-kept");
}
