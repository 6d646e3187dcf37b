import type { DiskRule } from "./disk-rule.ts";

/** Time enough to buy another one. */
const WORN_PERCENT = 90;

/** Share used of what the maker promises. Beyond 100 % drives go on for long: it is a reason to replace, not a failure. */
export const worn: DiskRule = ({ metrics: { wornPercent } }) =>
  wornPercent === null || wornPercent < WORN_PERCENT
    ? undefined
    : { code: "DISK_WORN", level: "warning", details: { wornPercent } };
