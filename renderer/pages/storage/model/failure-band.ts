import type { FailureBand } from "../../../../shared/health-findings.ts";
import type { FindingView } from "./use-finding-words.ts";

/** Failures a year among a hundred disks of a large fleet, whatever their values are. */
export const BASE_PERCENT = 1.5;

/** The failure rate that a reason rests on; undefined where none is known. */
export function bandOf({ details }: Pick<FindingView, "details">): FailureBand | undefined {
  const band = details.band as Partial<FailureBand> | null | undefined;
  if (typeof band !== "object" || band === null) return undefined;
  const { lowPercent, highPercent } = band;
  return typeof lowPercent === "number" && typeof highPercent === "number" && lowPercent <= highPercent
    ? { lowPercent, highPercent }
    : undefined;
}
