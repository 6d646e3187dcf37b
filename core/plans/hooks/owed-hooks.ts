/**
 * Which hooks are still to be run for which backups, in the catalog: what was stopped before a backup is started again after it, also when
 * Backstay was killed or the power went in between.
 */
import { z } from "zod";
import type { JobId } from "../../../shared/ids.ts";
import { PlanHook } from "../../../shared/model/plan-hooks.ts";
import { JobIdText, PlanIdText, RepositoryIdText } from "../../../shared/model/primitives.ts";
import type { SettingsStore } from "../../catalog/settings-store.ts";

const OwedHooks = z.object({
  backup: z.object({
    ...{ planId: PlanIdText, planName: z.string(), sourceId: z.string(), sourceName: z.string() },
    ...{ repositoryId: RepositoryIdText, repositoryName: z.string(), runId: z.string(), trigger: z.string() },
    ...{ jobId: JobIdText, attempt: z.int() },
  }),
  /** As they were when the backup began. */
  hooks: z.array(PlanHook),
  /** Names of those that were run after it. */
  done: z.array(z.string()),
  /** The one that runs, to be known again; null when none does, or where processes cannot be told apart. */
  running: z.object({ pid: z.int().positive(), stamp: z.string() }).nullable(),
});
export type OwedHooks = z.infer<typeof OwedHooks>;

export type OwedHooksStore = {
  list(): readonly OwedHooks[];
  put(owed: OwedHooks): void;
  remove(jobId: JobId): void;
};

const SETTING = "backupHooksOwed";

export function createOwedHooksStore(settings: Pick<SettingsStore, "get" | "setAll">): OwedHooksStore {
  const list = () =>
    z
      .array(OwedHooks)
      .catch([])
      .parse(settings.get(SETTING) ?? []);
  const without = (jobId: string) => list().filter(({ backup }) => backup.jobId !== jobId);
  return {
    list,
    put: (owed) => settings.setAll({ [SETTING]: [...without(owed.backup.jobId), owed] }),
    remove(jobId) {
      const all = list();
      const rest = without(jobId);
      if (rest.length < all.length) settings.setAll({ [SETTING]: rest });
    },
  };
}
