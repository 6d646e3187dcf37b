/** What the headlines say of disks and arrays. The overview's sentence and the tray are made from the same. */
import type { HealthTrouble } from "./model/health-view.ts";
import type { BlindSpot, OverviewHealth } from "./model/overview-health.ts";

export type HardwareLevel = "failed" | "failing" | "warning";

export type HardwareNews =
  | { readonly kind: "trouble"; readonly level: HardwareLevel; readonly things: readonly HealthTrouble[] }
  | { readonly kind: "blind"; readonly blind: BlindSpot["kind"]; readonly hostNames: readonly string[] };

const LEVEL_OF: Readonly<Record<HealthTrouble["verdict"], HardwareLevel | undefined>> = {
  ...{ ok: undefined, asleep: undefined, checking: undefined, unknown: undefined },
  ...{ warning: "warning", rebuilding: "warning", degraded: "failing", failing: "failing", failed: "failed" },
};
const LEVELS: readonly HardwareLevel[] = ["failed", "failing", "warning"];

/** @returns one piece of news for each level, the worst first; then what cannot be seen any more */
export function hardwareNews({ troubles, blind }: OverviewHealth): readonly HardwareNews[] {
  const news: HardwareNews[] = [];
  for (const level of LEVELS) {
    const things = troubles.filter(({ verdict }) => LEVEL_OF[verdict] === level);
    if (things.length > 0) news.push({ kind: "trouble", level, things });
  }
  for (const kind of ["silent", "unread"] as const) {
    const hostNames = blind.filter((spot) => spot.kind === kind).map(({ hostName }) => hostName);
    if (hostNames.length > 0) news.push({ kind: "blind", blind: kind, hostNames });
  }
  return news;
}
