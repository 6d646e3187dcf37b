import type { DrillProblem, DrillState, RestoreDrill } from "../../../shared/model/drill.ts";

/** Whoever needs what is concerned could not have it back. */
const FAILS: ReadonlySet<DrillProblem["code"]> = new Set([
  "vital-missing",
  "database-failed",
  "not-listed",
  "switch-failed",
  "backup-failed",
  "restore-failed",
  "return-failed",
  "switch-too-long",
  "backup-too-long",
  "restore-too-long",
  "return-too-long",
  "halted",
]);
/** Told, but nothing is lacking in what the drill was to prove. */
const NOTED: ReadonlySet<DrillProblem["code"]> = new Set(["sample-left-out"]);

/** What a drill that came to its end proved. What could not be tried is not passed. */
export function verdictOf(
  replicas: RestoreDrill["replicas"],
  problems: readonly DrillProblem[],
): Extract<DrillState, "passed" | "failed" | "incomplete"> {
  if (replicas.some(({ outcome }) => outcome === "failed") || problems.some(({ code }) => FAILS.has(code)))
    return "failed";
  const isWhole =
    replicas.length > 0 &&
    replicas.every(({ outcome }) => outcome === "passed") &&
    problems.every(({ code }) => NOTED.has(code));
  return isWhole ? "passed" : "incomplete";
}
