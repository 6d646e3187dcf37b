import { z } from "zod";
import type { ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import { ReplicaIdText, RepositoryIdText, SourceIdText } from "../../shared/model/primitives.ts";
import type { SettingsStore } from "../catalog/settings-store.ts";

const Exemption = z.strictObject({
  ...{ repositoryId: RepositoryIdText, sourceId: SourceIdText, replicaId: ReplicaIdText },
});

/** Which source's backups have to be on which replica: each on each, unless somebody said otherwise. */
export type PlacementRules = {
  isNeeded(repositoryId: RepositoryId, sourceId: SourceId, replicaId: ReplicaId): boolean;
  set(repositoryId: RepositoryId, sourceId: SourceId, replicaId: ReplicaId, isNeeded: boolean): void;
  /** The repository is not looked after any more: should it come back, nothing was said of it. */
  forget(repositoryId: RepositoryId): void;
};

const SETTING = "placementExemptions";

export function createPlacementRules(settings: Pick<SettingsStore, "get" | "setAll">): PlacementRules {
  const all = () =>
    z
      .array(Exemption)
      .catch([])
      .parse(settings.get(SETTING) ?? []);
  return {
    isNeeded: (repositoryId, sourceId, replicaId) =>
      !all().some(
        (one) =>
          one.repositoryId === repositoryId && one.sourceId === sourceId && one.replicaId === replicaId,
      ),
    set(repositoryId, sourceId, replicaId, isNeeded) {
      const others = all().filter(
        (one) =>
          one.repositoryId !== repositoryId || one.sourceId !== sourceId || one.replicaId !== replicaId,
      );
      const exemptions = isNeeded ? others : [...others, { repositoryId, sourceId, replicaId }];
      settings.setAll({ [SETTING]: exemptions });
    },
    forget(repositoryId) {
      const before = all();
      const kept = before.filter((one) => one.repositoryId !== repositoryId);
      if (kept.length < before.length) settings.setAll({ [SETTING]: kept });
    },
  };
}
