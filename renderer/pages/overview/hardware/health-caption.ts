import type { OverviewHealth } from "../../../../shared/model/overview-health.ts";

export type HealthCaption =
  | { readonly kind: "count"; readonly word: "trouble" | "fine"; readonly count: number }
  | { readonly kind: "word"; readonly word: "unknown" | "nothing" };

/** What stands beside the heading of the strip. Only where all is known, all is called fine. */
export function healthCaption({ hosts, troubleCount, blind }: OverviewHealth): HealthCaption {
  if (troubleCount > 0) return { kind: "count", word: "trouble", count: troubleCount };
  const disks = hosts.reduce((sum, { bays }) => sum + bays.length, 0);
  const watched = hosts.filter(
    ({ state, bays, arrays }) => state !== "answers" || bays.length + arrays.length > 0,
  );
  if (watched.length === 0) return { kind: "word", word: "nothing" };
  const isKnown = blind.length === 0 && watched.every(({ severity }) => severity === "ok");
  return isKnown && disks > 0
    ? { kind: "count", word: "fine", count: disks }
    : { kind: "word", word: "unknown" };
}
