import type { NamedProblem } from "../../backup/messages.ts";
import { rawPathToText } from "../../platform/raw-path.ts";
import type { JobContext } from "../define-job.ts";

/** Problems that a job's result names one by one; beyond these it only counts. */
export const MAX_NAMED_PROBLEMS = 200;
/** Problems that the log names after those of the result. */
const MAX_LOGGED_PROBLEMS = 1_000;

/** @returns those that the result of a backup names; the log gets those for which it has no room */
export function namedProblems(
  problems: readonly NamedProblem[],
  { log }: Pick<JobContext, "log">,
): { path: string; reason: string; systemCode: string }[] {
  const [named, further] = [problems.slice(0, MAX_NAMED_PROBLEMS), problems.slice(MAX_NAMED_PROBLEMS)];
  for (const { path, reason, systemCode } of further.slice(0, MAX_LOGGED_PROBLEMS))
    log({ level: "warning", text: reason, facts: { path: rawPathToText(path), systemCode } });
  return named.map(({ path, reason, systemCode }) => ({ path: rawPathToText(path), reason, systemCode }));
}
