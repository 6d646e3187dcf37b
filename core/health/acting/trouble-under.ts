import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { Ground } from "../under-path/disks-under.ts";

/** What makes a place worth acting for: the worst first. */
const BAD = ["failed", "failing", "degraded", "rebuilding"];
/** What lies on these may be gone soon; while an array rebuilds, it is on its way to be well again. */
const THREATENING = new Set(["failed", "failing", "degraded"]);

type DiskOrArray = Extract<SubjectRecord, { readonly kind: "disk" | "array" }>;

/** What is wrong with what a place lies on, whether somebody has acknowledged it or not. */
export type Trouble = HealthCause & {
  readonly isAcknowledged: boolean;
  /** What lies on it may be lost. */
  readonly isThreat: boolean;
};

/**
 * @param hostOf the machine that a ground is of
 * @returns the worst first. Nothing where the ground is unknown: that is no reason to act, and none to be calm
 */
export function troubleUnder(
  ground: Ground,
  hostOf: (id: WatchedHostRecord["id"]) => WatchedHostRecord | undefined,
): readonly Trouble[] {
  if (ground.kind === "unknown") return [];
  const { arrays, disks, exactness, hostId } = ground;
  return troublesAmong([...arrays, ...disks], hostOf(hostId)?.name ?? "", exactness === "some");
}

/** @returns what is wrong among disks and arrays of one machine, the worst first */
export function troublesAmong(
  subjects: readonly DiskOrArray[],
  hostName: string,
  isOneOfSome: boolean,
): readonly Trouble[] {
  return subjects
    .filter(({ verdict }) => BAD.includes(verdict))
    .toSorted((a, b) => BAD.indexOf(a.verdict) - BAD.indexOf(b.verdict))
    .map((subject) => ({
      ...causeOf(subject, hostName),
      isOneOfSome,
      isAcknowledged: subject.acknowledgedMs !== null,
      isThreat: THREATENING.has(subject.verdict),
    }));
}

function causeOf(
  { id, kind, name, hostId, verdict }: DiskOrArray,
  hostName: string,
): Omit<HealthCause, "isOneOfSome"> {
  return { subjectId: id, kind, name, hostId, hostName, verdict };
}
