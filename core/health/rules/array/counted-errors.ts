import type { Finding } from "../../../../shared/model/health-verdict.ts";
import { memberKey } from "./array-baseline.ts";
import type { ArrayRule } from "./array-facts.ts";

/** Levels on which blocks may differ without harm: what is not used, or was written while it changed, is not the same on both. */
const MAY_DIFFER = /^raid-?1(?:0|e)?$/i;

/** Members that count errors, each a sign that its disk, cable or port is bad. */
export const memberErrors: ArrayRule = ({ reading, baseline }) =>
  reading.members.flatMap((member): Finding[] => {
    const [read, write, checksum] = [
      member.readErrors ?? 0,
      member.writeErrors ?? 0,
      member.checksumErrors ?? 0,
    ];
    if (read + write + checksum === 0) return [];
    const name = member.name ?? member.slot ?? "?";
    const trend = baseline?.memberErrors.get(memberKey(member)) ?? null;
    return [
      {
        code: "ARRAY_MEMBER_ERRORS",
        level: "warning",
        details: { member: name, serial: member.serial, read, write, checksum, trend },
      },
    ];
  });

/** What redundancy could not mend is lost. */
export const dataDamaged: ArrayRule = ({ reading: { unrecoveredErrors: errors } }) =>
  errors !== null && errors > 0
    ? { code: "ARRAY_DATA_DAMAGED", level: "failing", details: { errors } }
    : undefined;

export const mismatches: ArrayRule = ({ reading: { mismatches: blocks, level, technology } }) => {
  if (blocks === null || blocks === 0) return undefined;
  const isHarmless = technology === "md" && MAY_DIFFER.test(level ?? "");
  return {
    code: "ARRAY_MISMATCHES",
    level: isHarmless ? "note" : "warning",
    details: { blocks, areMended: technology === "btrfs" },
  };
};
