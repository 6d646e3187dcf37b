import type { AtaAttribute } from "../../../../shared/model/health-reading.ts";
import type { Finding, FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { DiskRule } from "./disk-rule.ts";

/** Temperatures: that a disk was once too warm says little about it now, and heat has a rule of its own. */
const TEMPERATURES: ReadonlySet<number> = new Set([190, 194, 231]);

/** Attributes at or below the maker's threshold. */
export const attributesFailed: DiskRule = ({ attributes }) =>
  attributes.flatMap((attribute) => judge(attribute));

function judge(attribute: AtaAttribute): readonly Finding[] {
  const { id, name, value, threshold, failed } = attribute;
  if (failed === "never") return [];
  const level = levelOf(attribute, failed);
  return [
    {
      code: "DISK_ATTRIBUTE_FAILED",
      level,
      details: { attribute: id, name, value, threshold, when: failed, isHeat: isTemperature(attribute) },
    },
  ];
}

/** 231 is a temperature on a few disks, and what is left of its life on most that do not spin. */
function isTemperature({ id, name }: AtaAttribute): boolean {
  return TEMPERATURES.has(id) && /temp/i.test(name);
}

function levelOf(attribute: AtaAttribute, failed: "now" | "past"): FindingLevel {
  const { isPrefail } = attribute;
  if (isTemperature(attribute)) return failed === "now" ? "warning" : "note";
  if (failed === "now") return isPrefail ? "failing" : "warning";
  return isPrefail ? "warning" : "note";
}
