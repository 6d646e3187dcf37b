import { printable } from "../../../../shared/format/printable.ts";
import type { RepositoryId } from "../../../../shared/ids.ts";
import type { PlanView } from "../../../../shared/model/plan.ts";
import type { StandInPlan } from "../../../../shared/model/stand-in.ts";

/** A plan of the places that are looked at; one that nobody else may start is known by its name only. */
export type SharedRow =
  | { readonly kind: "shared"; readonly plan: StandInPlan }
  | { readonly kind: "own"; readonly plan: Pick<StandInPlan, "planId" | "name" | "repositoryId"> };

/** Those that somebody else starts first, then those of others, then the own ones; each by its name. */
export function sharedRows(
  shared: readonly StandInPlan[],
  plans: readonly Pick<PlanView, "plan">[],
  repositoryIds: ReadonlySet<RepositoryId>,
): readonly SharedRow[] {
  const known = new Set(shared.map(({ planId }) => planId));
  const rows: SharedRow[] = [
    ...shared.map((plan): SharedRow => ({ kind: "shared", plan })),
    ...plans
      .filter(({ plan }) => !known.has(plan.id))
      .map(
        ({ plan }): SharedRow => ({
          kind: "own",
          plan: { planId: plan.id, name: plan.name, repositoryId: plan.repositoryId },
        }),
      ),
  ];
  return rows
    .filter(({ plan }) => repositoryIds.has(plan.repositoryId))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.plan.name < b.plan.name ? -1 : 1));
}

function rankOf(row: SharedRow): number {
  if (row.kind === "own") return 4;
  if (row.plan.state === "taken-over") return 0;
  if (row.plan.state === "not-shared" || row.plan.state === "withdrawn") return 2;
  return row.plan.isOwn ? 3 : 1;
}

/** How long its owner leaves no sign until it is taken over. */
export function takenAfterMs({ lastsMs, afterMs }: Pick<StandInPlan, "lastsMs" | "afterMs">): number {
  return lastsMs + Math.max(afterMs ?? 0, lastsMs / 2);
}

/** The names in it safe to show. */
export function printablePlan(plan: StandInPlan): StandInPlan {
  return {
    ...plan,
    name: printable(plan.name),
    ownerName: printable(plan.ownerName),
    holderName: printable(plan.holderName),
    standbyNames: plan.standbyNames.map(printable),
    missingPaths: plan.missingPaths.map(printable),
    newPaths: plan.newPaths.map(printable),
    paths: plan.paths.map(printable),
  };
}
