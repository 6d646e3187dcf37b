import type { ArrayVerdict, DiskVerdict, HealthSubject } from "../model/health-verdict.ts";

type Verdict = DiskVerdict | ArrayVerdict;

const KIND: Readonly<Record<HealthSubject["kind"], string>> = {
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
  kind: HealthSubject["kind"],
  name: string,
  hostName: string,
  verdict: Verdict,
  isOver = false,
): string {
  return `${KIND[kind]} ${name} in ${hostName} ${(isOver ? WAS : IS)[verdict]}`;
}
