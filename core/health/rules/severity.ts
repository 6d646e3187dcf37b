import type {
  ArrayVerdict,
  DiskVerdict,
  Finding,
  FindingLevel,
  HealthSeverity,
  HealthSubject,
} from "../../../shared/model/health-verdict.ts";

const SEVERITY_OF: Readonly<Record<DiskVerdict | ArrayVerdict, HealthSeverity>> = {
  ok: "ok",
  asleep: "ok",
  checking: "ok",
  unknown: "unknown",
  warning: "warning",
  rebuilding: "warning",
  degraded: "critical",
  failing: "critical",
  failed: "critical",
};

/** From the worst on. */
const SEVERITIES: readonly HealthSeverity[] = ["critical", "warning", "unknown", "ok"];
const LEVELS: readonly FindingLevel[] = ["failed", "failing", "warning", "unknown", "note"];

/** How urgent a verdict is, in the words of scripts and other monitors. */
export function severityOf(verdict: DiskVerdict | ArrayVerdict): HealthSeverity {
  return SEVERITY_OF[verdict];
}

/** @returns the worst of all; `unknown` when nothing was judged, for that is no reason to be calm */
export function worstSeverity(subjects: readonly Pick<HealthSubject, "verdict">[]): HealthSeverity {
  const present = new Set(subjects.map(({ verdict }) => severityOf(verdict)));
  return SEVERITIES.find((severity) => present.has(severity)) ?? "unknown";
}

/** @returns the findings, the worst first; those alike stay in their order */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

/**
 * The verdict on a disk or a controller that its findings lead to. A warning outweighs what could not be read: somebody has to
 * look anyway.
 */
export function verdictFrom(
  findings: readonly Finding[],
): "ok" | "unknown" | "warning" | "failing" | "failed" {
  const worst = worstFirst(findings)[0]?.level ?? "note";
  return worst === "note" ? "ok" : worst;
}
