import type { GapReason } from "../../../../shared/model/health-reading.ts";
import { unreadableDetails } from "../unreadable-details.ts";
import type { DiskRule } from "./disk-rule.ts";

/** Which of several gaps tells best why nothing could be read, and what to do: the most telling first. */
const TELLING: readonly GapReason[] = [
  "permission-denied",
  "tool-missing",
  "bridge-hides-smart",
  "smart-disabled",
  "counters-missing",
  "smart-unsupported",
  "device-not-opened",
];

/** No reading is unknown, never fine; a disk that sleeps was left alone on purpose. */
export const unreadable: DiskRule = ({ isReadable, isAsleep, gaps, reported }) => {
  if (isAsleep) return { code: "DISK_ASLEEP", level: "note", details: {} };
  if (isReadable || reported?.state === "failed" || reported?.state === "missing") return undefined;
  const gap =
    TELLING.map((reason) => gaps.find((one) => one.reason === reason)).find((one) => one !== undefined) ??
    gaps[0];
  const details = unreadableDetails(gap ?? { reason: "output-unreadable", about: null, message: null });
  return { code: "DISK_UNREADABLE", level: "unknown", details };
};
