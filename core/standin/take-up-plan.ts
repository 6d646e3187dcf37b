/** Plans as their owner describes them to others, and as others take them into their catalog. */
import { access, constants } from "node:fs/promises";
import type { Source } from "../../shared/model/source.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { ControllerDocument } from "../failover/manifest/documents.ts";
import { planOf } from "../plans/plan-service.ts";
import { isSameName } from "../repositories/repository-service.ts";

export type FollowStores = Pick<Stores, "plans" | "sources">;
export type OfferedPlan = ControllerDocument["plans"][number];

export function offeredPlan(plan: PlanRecord, { sources }: FollowStores): OfferedPlan {
  return { plan: planOf(plan), sources: plan.sourceIds.flatMap((id) => sources.get(id) ?? []) };
}

/** Both keep their ids: a source's snapshots are known by its id, so that one history goes on whoever writes it. */
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
  stores.plans.save({ ...plan, name: freeName(plan.name, names, ownerName) }, nowMs);
}

/** @returns whether its owner has changed something of it. What it is called here stays, and whether a person paused it here */
export function followOwner(
  offered: OfferedPlan,
  known: PlanRecord,
  stores: FollowStores,
  nowMs: number,
): boolean {
  const sources: readonly Source[] = offered.sources.map((source) => ({
    ...source,
    name: stores.sources.get(source.id)?.name ?? source.name,
  }));
  const plan = { ...offered.plan, name: known.name, isPaused: known.isPaused };
  const isSame =
    sameText(plan, planOf(known)) &&
    sources.every((source) => sameText(source, stores.sources.get(source.id)));
  if (isSame) return false;
  for (const source of sources) stores.sources.save(source, nowMs);
  stores.plans.save(plan, nowMs);
  return true;
}

/** Those that cannot be read on this computer. */
export async function missingPathsOf(paths: readonly string[]): Promise<string[]> {
  const isThere = await Promise.all(
    paths.map((path) =>
      access(path, constants.R_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, n) => !isThere[n]);
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
