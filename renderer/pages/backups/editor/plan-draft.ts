import type { RepositoryId, SourceId } from "../../../../shared/ids.ts";
import type { Plan, PlanDraft, Retention } from "../../../../shared/model/plan.ts";
import { emptySchedule } from "../../../components/schedule-presets.ts";

/** A plan while somebody fills it in: what is missing is empty. */
export type DraftInProgress = Omit<PlanDraft, "repositoryId"> & {
  readonly repositoryId: RepositoryId | undefined;
};

export type MissingPart = "name" | "sources" | "repository" | "schedule" | "retention";

export const STANDARD_RETENTION: Retention = {
  last: null,
  hourly: 24,
  daily: 14,
  weekly: 8,
  monthly: 12,
  yearly: 3,
};

export const KEEP_EVERYTHING: Retention = {
  last: null,
  hourly: null,
  daily: null,
  weekly: null,
  monthly: null,
  yearly: null,
};

export const RETENTION_KEYS = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const;

/** A new plan: what most offices want, without a name, for everything that no plan takes care of yet. */
export function newDraft(
  sourceIds: readonly SourceId[],
  repositoryId: RepositoryId | undefined,
): DraftInProgress {
  return {
    name: "",
    repositoryId,
    sourceIds: [...sourceIds],
    mode: "incremental",
    schedule: emptySchedule("hourly"),
    window: null,
    retention: STANDARD_RETENTION,
    deadlineMinutes: null,
  };
}

export function draftOf({ id: _id, isPaused: _isPaused, ...draft }: Plan): DraftInProgress {
  return draft;
}

/** What has to be filled in before it can be saved, in the order of the form. */
export function missingParts(draft: DraftInProgress): readonly MissingPart[] {
  const { schedule, retention } = draft;
  const isCronEmpty = schedule.kind === "cron" && schedule.expression.trim().length < 9;
  const isCountWrong = RETENTION_KEYS.some((key) => {
    const count = retention[key];
    return count !== null && (!Number.isInteger(count) || count < 0);
  });
  return [
    ...(draft.name.trim() === "" ? ["name" as const] : []),
    ...(draft.sourceIds.length === 0 ? ["sources" as const] : []),
    ...(draft.repositoryId === undefined ? ["repository" as const] : []),
    ...(isCronEmpty ? ["schedule" as const] : []),
    ...(isCountWrong ? ["retention" as const] : []),
  ];
}

export type RetentionPreset = "standard" | "everything" | "own";

export function presetOf(retention: Retention): RetentionPreset {
  if (isSameRetention(retention, STANDARD_RETENTION)) return "standard";
  return isSameRetention(retention, KEEP_EVERYTHING) ? "everything" : "own";
}

function isSameRetention(a: Retention, b: Retention): boolean {
  return RETENTION_KEYS.every((key) => a[key] === b[key]);
}
