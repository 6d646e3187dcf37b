/** What of a plan another computer can save as well: files, as long as they lie under the same path there. */
import type { FilesSource } from "../../shared/model/source.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";

/**
 * Programs and databases are of the computer they were set up on: no other one runs a program because a document says so, nor has the
 * passwords.
 */
export function hasOnlyFiles(plan: Pick<PlanRecord, "sourceIds">, stores: Pick<Stores, "sources">): boolean {
  return filesOf(plan, stores).length === plan.sourceIds.length;
}

/** What the plan reads of this computer. */
export function pathsOf(plan: Pick<PlanRecord, "sourceIds">, stores: Pick<Stores, "sources">): string[] {
  return filesOf(plan, stores).flatMap(({ paths }) => paths);
}

/** Those of its sources that are files of a computer. */
export function filesOf(
  { sourceIds }: Pick<PlanRecord, "sourceIds">,
  { sources }: Pick<Stores, "sources">,
): readonly FilesSource[] {
  return sourceIds.flatMap((id) => {
    const source = sources.get(id);
    return source?.kind === "files" ? [source] : [];
  });
}
