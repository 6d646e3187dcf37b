/** Why another's plan would not be taken over as things are. */
import { access, constants } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { PlanId, SourceId } from "../../shared/ids.ts";
import type { StandInPlan } from "../../shared/model/stand-in.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { Controllers } from "../failover/standin/controller-documents.ts";
import { pathsOf } from "./plan-files.ts";
import type { SavedStandIn } from "./saved-stand-in.ts";

export type Hindrances = Pick<StandInPlan, "missingPaths" | "newPaths" | "pausedAt"> & {
  /** Its owner does not let others start it any more. */
  readonly isWithdrawn: boolean;
};

/** @param standing as it was agreed here */
export async function hindrancesOf(
  { id, isPaused, sourceIds }: PlanRecord,
  standing: SavedStandIn["standing"][string],
  controllers: Controllers,
  { sources }: Pick<Stores, "sources">,
): Promise<Hindrances> {
  const owner = controllers.get(standing.ownerId)?.newest;
  const paths = pathsOf({ sourceIds }, { sources });
  const isPausedThere = owner?.plans.find(({ plan }) => plan.id === id)?.plan.isPaused === true;
  return {
    isWithdrawn: isWithdrawn(id, standing.ownerId, controllers),
    newPaths: paths.filter((path) => !standing.paths.some((agreed) => isBelow(agreed, path))),
    pausedAt: isPausedThere ? "owner" : isPaused ? "here" : null,
    missingPaths: await missingPathsOf(paths),
  };
}

export function isHindered({ isWithdrawn: isOver, newPaths, pausedAt, missingPaths }: Hindrances): boolean {
  return isOver || newPaths.length > 0 || pausedAt !== null || missingPaths.length > 0;
}

/** Its owner is known, and does not let others start it any more. */
export function isWithdrawn(planId: PlanId, ownerId: string, controllers: Controllers): boolean {
  const owner = controllers.get(ownerId)?.newest;
  return owner !== undefined && !owner.offers.includes(planId);
}

/** Those that cannot be read on this computer. */
export async function missingPathsOf(paths: readonly string[]): Promise<string[]> {
  const isThere = await Promise.all(
    paths.map(async (path) => {
      if (!isAbsolute(path)) return false; // of another kind of system
      return await access(path, constants.R_OK).then(
        () => true,
        () => false,
      );
    }),
  );
  return paths.filter((_, n) => !isThere[n]);
}

/** Whether there is a source of that id here that does not come from that owner: it would be overwritten. */
export function isOthersSource(
  id: SourceId,
  ownerId: string,
  { plans, sources }: Pick<Stores, "plans" | "sources">,
  standing: SavedStandIn["standing"],
): boolean {
  if (sources.get(id) === undefined) return false;
  const users = plans.list().filter(({ sourceIds }) => sourceIds.includes(id));
  return users.length === 0 || users.some((plan) => standing[plan.id]?.ownerId !== ownerId);
}

/** Whether a path is that folder, or in it. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
