import { createHash, randomUUID } from "node:crypto";
import { BackstayError } from "../../shared/errors.ts";
import type { PlanId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { Plan, PlanDraft } from "../../shared/model/plan.ts";
import type { PlanRecord, PlanStore } from "../catalog/plan-store.ts";
import type { Clock } from "../clock.ts";
import { isSameName } from "../repositories/repository-service.ts";
import { checkSchedule } from "../schedule/check-schedule.ts";
import { checkHooks } from "./hooks/check-hooks.ts";

export type PlanService = {
  list(): readonly PlanRecord[];
  /** @throws {BackstayError} PLAN_NOT_FOUND */
  require(id: PlanId): PlanRecord;
  /**
   * Makes one, not paused, when `id` is null.
   * @param revision what {@link revisionOf} said of the plan that was edited; undefined to replace whatever there is
   * @param mayChooseProgram whether the caller may say which programs its hooks run
   * @throws {BackstayError} PLAN_CHANGED, PLAN_NOT_FOUND, NAME_TAKEN, REPOSITORY_NOT_FOUND, SOURCE_NOT_FOUND, SCHEDULE_INVALID,
   *   HOOK_REFUSED
   */
  save(id: PlanId | null, draft: PlanDraft, revision?: string, mayChooseProgram?: boolean): Plan;
  /** @throws {BackstayError} PLAN_NOT_FOUND */
  setPaused(id: PlanId, isPaused: boolean): Plan;
  /** @throws {BackstayError} PLAN_NOT_FOUND */
  remove(id: PlanId): void;
  /** Names of plans. */
  using(id: RepositoryId): readonly string[];
  /** Names of plans. */
  withSource(id: SourceId): readonly string[];
};

export type PlanServiceParts = {
  readonly store: PlanStore;
  readonly clock: Clock;
  /** Throw when it is not known. */
  readonly requireRepository: (id: RepositoryId) => unknown;
  readonly requireSource: (id: SourceId) => unknown;
  readonly onChange: () => void;
};

export function createPlanService(parts: PlanServiceParts): PlanService {
  const { store, clock, onChange } = parts;
  const require = (id: PlanId): PlanRecord => {
    const plan = store.get(id);
    if (plan === undefined) throw new BackstayError("PLAN_NOT_FOUND", {});
    return plan;
  };
  const save = (plan: Plan): Plan => {
    store.save(plan, clock.nowMs());
    onChange();
    return plan;
  };
  const namesOf = (fits: (plan: PlanRecord) => boolean) =>
    store
      .list()
      .filter(fits)
      .map(({ name }) => name);
  return {
    list: () => store.list(),
    require,
    save(id, draft, revision, mayChooseProgram = false) {
      const before = id === null ? undefined : require(id);
      if (before !== undefined && revision !== undefined && revisionOf(before) !== revision) {
        throw new BackstayError("PLAN_CHANGED", { name: before.name });
      }
      const isTaken = store.list().some((other) => other.id !== id && isSameName(other.name, draft.name));
      if (isTaken) throw new BackstayError("NAME_TAKEN", { name: draft.name });
      parts.requireRepository(draft.repositoryId);
      const sourceIds = [...new Set(draft.sourceIds)];
      for (const sourceId of sourceIds) parts.requireSource(sourceId);
      checkSchedule(draft.schedule);
      const { hooks = before?.hooks, ...others } = draft;
      checkHooks(hooks ?? [], before?.hooks ?? [], mayChooseProgram);
      const planId = id ?? (randomUUID() as string as PlanId);
      const kept = hooks === undefined || hooks.length === 0 ? {} : { hooks };
      return save({ ...others, ...kept, sourceIds, id: planId, isPaused: before?.isPaused ?? false });
    },
    setPaused: (id, isPaused) => save({ ...planOf(require(id)), isPaused }),
    remove(id) {
      require(id);
      store.remove(id);
      onChange();
    },
    using: (id) => namesOf(({ repositoryId }) => repositoryId === id),
    withSource: (id) => namesOf(({ sourceIds }) => sourceIds.includes(id)),
  };
}

/**
 * Tells versions of a plan from each other by what is in them, so that one which was changed and changed back is the same. That
 * it is paused does not count: nobody edits that.
 */
export function revisionOf(plan: PlanRecord): string {
  const { id: _, isPaused: __, ...draft } = planOf(plan);
  const sorted = Object.entries(draft).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("base64url");
}

/** A plan as the contract shows it. */
export function planOf({ sourcesSinceMs: _, ...plan }: PlanRecord): Plan {
  return plan;
}
