/** What of a set-up is there already: one that broke off is taken up, never begun a second time beside it. */

import type { RepositoryId, SourceId } from "../../../shared/ids.ts";
import type { Plan } from "../../../shared/model/plan.ts";
import { localPathsOf, type Source } from "../../../shared/model/source.ts";

/** @returns the source that is this folder and nothing else */
export function sourceOf(path: string, sources: readonly Source[]): Source | undefined {
  return sources.find((source) => {
    const paths = localPathsOf(source);
    return paths.length === 1 && paths[0] === path;
  });
}

/**
 * @param name what the set-up calls its plan
 * @returns the plan that saves these sources there; or one of that name that saves some of them there, which is how far somebody came
 *   who then chose another one more
 */
export function planOf(
  name: string,
  repositoryId: RepositoryId,
  sourceIds: readonly SourceId[],
  plans: readonly Plan[],
): Plan | undefined {
  const there = plans.filter(
    (plan) => plan.repositoryId === repositoryId && plan.sourceIds.every((id) => sourceIds.includes(id)),
  );
  return (
    there.find((plan) => plan.sourceIds.length === sourceIds.length) ??
    there.find((plan) => plan.name === name)
  );
}

/** @returns the name, or with a number behind it where somebody else has it */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let n = 2; ; n += 1) {
    const other = `${name} ${n}`;
    if (!taken.includes(other)) return other;
  }
}
