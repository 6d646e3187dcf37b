import type { HealthTrouble } from "../model/health-view.ts";

/** What is in trouble: the whole name, and a short one for where there is no room. */
export type TroubleFacts = Pick<HealthTrouble, "kind" | "name" | "hostName" | "verdict"> & {
  readonly shortName?: HealthTrouble["shortName"] | undefined;
};
type Verdict = HealthTrouble["verdict"];

const KIND: Readonly<Record<HealthTrouble["kind"], string>> = {
  disk: "Disk",
  array: "Array",
  controller: "RAID controller",
};
const IS: Readonly<Record<Verdict, string>> = {
  ok: "is fine",
  asleep: "is asleep",
  checking: "is being checked",
  unknown: "cannot be judged",
  warning: "needs a look",
  rebuilding: "is rebuilding",
  degraded: "is degraded",
  failing: "is failing",
  failed: "has failed",
};
const WAS: Readonly<Record<Verdict, string>> = {
  ok: "was fine",
  asleep: "was asleep",
  checking: "was being checked",
  unknown: "could not be judged",
  warning: "needed a look",
  rebuilding: "was rebuilding",
  degraded: "was degraded",
  failing: "was failing",
  failed: "had failed",
};

/** How one thing is, the same on the overview, in the tray and in the alert: `Disk A1 in NAS is failing`, without a full stop. */
export function enTroubleTitle(
  { kind, name, shortName, hostName, verdict }: TroubleFacts,
  isOver = false,
): string {
  const slot = shortName?.slot ?? null;
  const where = slot === null ? hostName : `slot ${slot} of ${hostName}`;
  return `${KIND[kind]} ${shortName?.model ?? name} in ${where} ${(isOver ? WAS : IS)[verdict]}`;
}
