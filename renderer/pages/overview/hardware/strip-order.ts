import type { OverviewHealth, StripHost } from "../../../../shared/model/overview-health.ts";

const FROM_THE_WORST: readonly StripHost["severity"][] = ["critical", "warning", "unknown", "ok"];

/** Those that need a person first; those alike as they are listed everywhere. */
export function neediestFirst({ hosts, blind }: OverviewHealth): readonly StripHost[] {
  const lost = new Set(blind.map(({ hostId }) => hostId));
  const rank = ({ id, severity }: StripHost) =>
    FROM_THE_WORST.indexOf(severity === "unknown" && lost.has(id) ? "warning" : severity);
  return hosts.toSorted((a, b) => rank(a) - rank(b));
}
