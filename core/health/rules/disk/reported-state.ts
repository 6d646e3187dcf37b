import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { DiskRule } from "./disk-rule.ts";

type ReportedState = NonNullable<DiskReading["reported"]>["state"];

const LEVELS = {
  rebuilding: "warning",
  warning: "warning",
  failing: "failing",
  failed: "failed",
  missing: "failed",
} as const satisfies Partial<Record<ReportedState, FindingLevel>>;

/** What a RAID controller or NAS calls the disk. */
export const reportedState: DiskRule = ({ reported }) => {
  if (reported === null) return undefined;
  const { state, text } = reported;
  if (state === "unknown") return { code: "DISK_STATE_UNKNOWN", level: "unknown", details: { text } };
  if (!isBad(state)) return undefined;
  return { code: "DISK_REPORTED_STATE", level: LEVELS[state], details: { state, text } };
};

function isBad(state: ReportedState): state is keyof typeof LEVELS {
  return Object.hasOwn(LEVELS, state);
}
