/** Plans as their owner describes them to others, and as others take them into their catalog. */
import type { SourceId } from "../../shared/ids.ts";
import type { Source } from "../../shared/model/source.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { OfferedPlan } from "../failover/manifest/documents.ts";
import { planOf } from "../plans/plan-service.ts";
import { isSameName } from "../repositories/repository-service.ts";
import { isOthersSource } from "./hindrances.ts";
import { filesOf } from "./plan-files.ts";
import type { SavedStandIn } from "./saved-stand-in.ts";

export type FollowStores = Pick<Stores, "plans" | "sources">;

/** Without its hooks: their programs are those of this computer, and may be others or none elsewhere. */
export function offeredPlan(record: PlanRecord, stores: FollowStores): OfferedPlan {
  const { hooks: _, ...plan } = planOf(record);
  return { plan, sources: [...filesOf(record, stores)] };
}

/**
 * Both keep their ids: a source's snapshots are known by its id, so that one history goes on whoever writes it. Whether it is paused is
 * said where it was made, and besides by whoever pauses it here.
 */
export function adoptPlan(
  { plan, sources }: OfferedPlan,
  stores: FollowStores,
  nowMs: number,
  ownerName: string,
): void {
  for (const source of sources) {
    const names = stores.sources.list().flatMap(({ id, name }) => (id === source.id ? [] : [name]));
    stores.sources.save({ ...source, name: freeName(source.name, names, ownerName) }, nowMs);
  }
  const names = stores.plans.list().flatMap(({ id, name }) => (id === plan.id ? [] : [name]));
  stores.plans.save({ ...plan, name: freeName(plan.name, names, ownerName), isPaused: false }, nowMs);
}

/**
 * What it is called here stays, whether a person paused it here, and what a person has run around its backups here.
 * @returns whether its owner has changed something of it
 */
export function followOwner(
  offered: OfferedPlan,
  known: PlanRecord,
  stores: FollowStores,
  standing: SavedStandIn["standing"],
  nowMs: number,
): boolean {
  const ownerId = standing[known.id]?.ownerId ?? "";
  const added = offered.sources.filter(({ id }) => !known.sourceIds.includes(id));
  if (added.some(({ id }) => isOthersSource(id, ownerId, stores, standing))) return false;
  const sources: readonly Source[] = offered.sources.map((source) => ({
    ...source,
    name: stores.sources.get(source.id)?.name ?? source.name,
  }));
  const { name, isPaused, hooks } = known;
  const plan = { ...offered.plan, name, isPaused, ...(hooks === undefined ? {} : { hooks }) };
  const isSame =
    sameText(plan, planOf(known)) &&
    sources.every((source) => sameText(source, stores.sources.get(source.id)));
  if (isSame) return false;
  for (const source of sources) stores.sources.save(source, nowMs);
  stores.plans.save(plan, nowMs);
  removeUnused(standing[known.id]?.sourceIds ?? [], stores);
  return true;
}

/** Those of them that no plan saves any more. */
export function removeUnused(sourceIds: readonly SourceId[], { plans, sources }: FollowStores): void {
  const used = new Set(plans.list().flatMap((plan) => plan.sourceIds));
  for (const id of sourceIds) if (!used.has(id)) sources.remove(id);
}

function freeName(name: string, taken: readonly string[], ownerName: string): string {
  const isTaken = (wanted: string) => taken.some((other) => isSameName(other, wanted));
  if (!isTaken(name)) return name;
  const own = `${name} (${ownerName})`;
  for (let n = 1; ; n += 1) {
    const wanted = n === 1 ? own : `${own} ${n}`;
    if (!isTaken(wanted)) return wanted.slice(0, 200);
  }
}

function sameText(a: object, b: object | undefined): boolean {
  const sorted = (value: object) =>
    JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  return b !== undefined && sorted(a) === sorted(b);
}
