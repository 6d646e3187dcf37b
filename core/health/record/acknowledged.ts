import type { Finding } from "../../../shared/model/health-verdict.ts";
import type { Acknowledged } from "../../catalog/health-subject-store.ts";

type SeenFinding = { readonly code: string; readonly level: string; readonly details: object };

/** From what is no reason to look on to the worst; what is not listed is none. */
const RANK = ["warning", "rebuilding", "degraded", "failing", "failed"];

/** What a person has seen when they acknowledge it. */
export function seenNow(verdict: string, findings: readonly SeenFinding[]): Acknowledged {
  const told = findings.filter(({ level }) => level !== "note");
  return {
    verdict,
    findings: Object.fromEntries(told.map((finding) => [keyOf(finding), numberOf(finding)])),
  };
}

/** @returns whether there is more to say than what was acknowledged: another verdict, another reason, or a larger number */
export function isWorseThan(seen: Acknowledged, verdict: string, findings: readonly SeenFinding[]): boolean {
  if (RANK.indexOf(verdict) > RANK.indexOf(seen.verdict)) return true;
  return findings
    .filter(({ level }) => level !== "note" && level !== "unknown")
    .some((finding) => {
      const before = seen.findings[keyOf(finding)];
      return before === undefined || numberOf(finding) > before;
    });
}

/** A counter that has risen is another reason than one that stands, but no worse one when the number is the same. */
const SAME: Readonly<Partial<Record<string, string>>> = {
  DISK_DAMAGE_RISING: "DISK_DAMAGE",
  DISK_DAMAGE_PRESENT: "DISK_DAMAGE",
} satisfies Partial<Record<Finding["code"], string>>;

function keyOf({ code, details }: SeenFinding): string {
  const about = ["counter", "attribute", "warning", "member", "array", "source"]
    .map((name) => (name in details ? String(details[name as keyof typeof details]) : ""))
    .filter((text) => text !== "");
  return [SAME[code] ?? code, ...about].join(" ");
}

/** Temperatures and times change all the time, and are no counters. */
const NUMBERS = ["value", "errors", "missing", "read", "write", "checksum", "blocks", "wornPercent"];

/** The largest number of a finding that grows when it gets worse. */
export function numberOf({ details }: SeenFinding): number {
  const values = NUMBERS.map((name) => (name in details ? details[name as keyof typeof details] : 0));
  return Math.max(0, ...values.filter((value) => typeof value === "number"));
}
