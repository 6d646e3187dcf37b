/** What installations say of themselves in a replica, as it is read and written. */
import { BackstayError } from "../../../shared/errors.ts";
import type { PlanId, RepositoryId } from "../../../shared/ids.ts";
import type { Schedule } from "../../../shared/model/schedule.ts";
import { checkSchedule } from "../../schedule/check-schedule.ts";
import type { BackstayDocument, ControllerDocument, OfferedPlan } from "../manifest/documents.ts";
import { type DocumentPlace, documentsOf, type FoundDocuments } from "../manifest/read-documents.ts";
import { replaceDocuments } from "../manifest/replace-documents.ts";
import { type FoundInstallation, mergeLeases } from "./stand-in.ts";

/**
 * The newest document of each installation; of two that a killed one left, all leases count. Of a plan that another one has made its own
 * since, what the one before says of it counts no more.
 */
export type Controllers = ReadonlyMap<string, { readonly newest: ControllerDocument } & FoundInstallation>;

/** @param all what was found in each of the replicas that could be read */
export function controllersIn(all: readonly FoundDocuments[]): Controllers {
  const byWriter = Map.groupBy(
    all.flatMap((found) => documentsOf(found, "controller").map(({ content }) => content)),
    ({ writer }) => writer,
  );
  const leases = [...byWriter.values()].flatMap((documents) => documents.map((one) => one.leases));
  const owners = new Map(leases.reduce(mergeLeases, []).map(({ planId, ownerId }) => [planId, ownerId]));
  const isWriters = (planId: PlanId, writer: string) => (owners.get(planId) ?? writer) === writer;
  return new Map(
    [...byWriter].flatMap(([id, documents]) => {
      const last = documents.toSorted((a, b) => b.writtenMs - a.writtenMs || b.beat - a.beat)[0];
      if (last === undefined) return [];
      const newest = {
        ...last,
        plans: last.plans.filter(
          (offered) => isWriters(offered.plan.id, id) && isSound(offered, last.repositoryId),
        ),
        offers: last.offers.filter((planId) => isWriters(planId, id)),
      };
      const stamps = new Set(documents.map(({ beat, writtenMs }) => `${writtenMs}.${beat}`));
      const leases = documents.map((one) => one.leases).reduce(mergeLeases, []);
      return [[id, { id, newest, leases, stamp: [...stamps].sort().join(" ") }] as const];
    }),
  );
}

/** What is offered goes where it is offered, saves only what is described with it, and can be due. */
function isSound({ plan, sources }: OfferedPlan, repositoryId: RepositoryId): boolean {
  const described = new Set(sources.map(({ id }) => id));
  return (
    plan.repositoryId === repositoryId &&
    plan.sourceIds.every((id) => described.has(id)) &&
    sources.every(({ id }) => plan.sourceIds.includes(id)) &&
    canBeDue(plan.schedule)
  );
}

function canBeDue(schedule: Schedule): boolean {
  try {
    checkSchedule(schedule);
    return true;
  } catch (error) {
    if (error instanceof BackstayError) return false;
    throw error;
  }
}

/**
 * Puts the own document in the place of those that were found; nobody else writes one.
 * @throws {BackstayError} STORE_WITHOUT_MANIFESTS, or what the store throws
 */
export async function publishController(
  place: DocumentPlace,
  found: FoundDocuments,
  document: ControllerDocument,
  signal: AbortSignal,
): Promise<void> {
  const own = documentsOf(found, "controller").filter(({ content }) => content.writer === document.writer);
  await replaceDocuments<BackstayDocument>(place, own, document, signal);
}
