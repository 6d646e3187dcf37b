import { rawPathFromText } from "../platform/raw-path.ts";
import type { EntryProblem, NamedProblem } from "./messages.ts";

const MAX_PROBLEMS = 10_000;
const LOSSES: readonly EntryProblem["reason"][] = [
  "vanished",
  "denied",
  "unreadable",
  "replaced",
  "not-mounted",
];

export type Problems = ReturnType<typeof collectProblems>;

/** Problems of a backup: some one by one, all counted. */
export function collectProblems() {
  const problems: NamedProblem[] = [];
  let furtherProblems = 0;
  return {
    add(problem: NamedProblem) {
      if (problems.length < MAX_PROBLEMS) problems.push(problem);
      else furtherProblems += 1;
    },
    count: () => problems.length + furtherProblems,
    /** Whether nothing of the entry with this path could be saved. */
    isLost: (path: string) => {
      const rawPath = rawPathFromText(path);
      return problems.some((problem) => problem.path === rawPath && LOSSES.includes(problem.reason));
    },
    result: () => ({ problems, furtherProblems }),
  };
}
