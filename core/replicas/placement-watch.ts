/** Tells people of sources that are not where they have to be, for longer than was agreed. */
import { z } from "zod";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { MatrixCell, PlacementMatrix } from "../../shared/model/failover-metrics.ts";
import { ReplicaIdText, SourceIdText, TimeMs } from "../../shared/model/primitives.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { SettingsStore } from "../catalog/settings-store.ts";

export type PlacementWatch = {
  /** To be called now and then. */
  tick(): void;
  /** A rule was changed: what need not be there any more is over at once. */
  noteRules(id: RepositoryId): void;
};

export type PlacementWatchParts = {
  readonly repositories: () => readonly Pick<RepositoryRecord, "id" | "name" | "replicas">[];
  readonly matrix: (id: RepositoryId) => PlacementMatrix;
  readonly alerts: Pick<AlertService, "keepRaised" | "resolve" | "resolveAll">;
  /** For how long something may lack; null when nobody is to be told. */
  readonly hours: () => number | null;
  readonly settings: Pick<SettingsStore, "get" | "setAll">;
};

/** Since when a source is not known to be where it has to be. It is kept, as otherwise each start of the host would begin anew. */
const Lack = z.strictObject({ replicaId: ReplicaIdText, sourceId: SourceIdText, sinceMs: TimeMs });
type Lack = z.infer<typeof Lack>;

const SETTING = "placementLacks";
const HOUR_MS = 3_600_000;
const MAX_NAMES = 5;

export function createPlacementWatch(parts: PlacementWatchParts): PlacementWatch {
  const { alerts, settings } = parts;

  const lacksOf = (matrix: PlacementMatrix, before: readonly Lack[]): readonly Lack[] =>
    matrix.rows.flatMap(({ sourceId, newestMs, cells }) =>
      cells.flatMap((cell): Lack[] => {
        // what was never backed up lacks everywhere, of which people are told as of something else
        if (newestMs === null || cell.isMet === true) return [];
        const { replicaId } = cell;
        const known = before.find((one) => one.replicaId === replicaId && one.sourceId === sourceId);
        return [{ replicaId, sourceId, sinceMs: Math.min(known?.sinceMs ?? matrix.nowMs, matrix.nowMs) }];
      }),
    );

  const tellOf = (
    { id: repositoryId, name: about }: Pick<RepositoryRecord, "id" | "name">,
    matrix: PlacementMatrix,
    lacks: readonly Lack[],
  ) => {
    const hours = parts.hours();
    for (const [column, { replicaId, name: replicaName }] of matrix.replicas.entries()) {
      const late = matrix.rows.flatMap(({ sourceId, name, cells }) => {
        const lack = lacks.find((one) => one.replicaId === replicaId && one.sourceId === sourceId);
        const cell = cells[column];
        if (hours === null || lack === undefined || cell === undefined) return [];
        const sinceMs = lateSince(lack, cell);
        return matrix.nowMs - sinceMs < hours * HOUR_MS
          ? []
          : [{ name, sinceMs, isKnown: cell.isMet === false }];
      });
      // what is certain comes first; what is not is told of only where nothing is
      const certain = late.filter(({ isKnown }) => isKnown);
      const told = certain.length > 0 ? certain : late;
      const subject = {
        ...({ code: "PLACEMENT_UNMET", repositoryId, replicaId, about, replicaName } as const),
        ...{ sourceNames: told.slice(0, MAX_NAMES).map(({ name }) => name) },
        furtherSources: Math.max(0, told.length - MAX_NAMES),
        sinceMs: Math.min(matrix.nowMs, ...told.map(({ sinceMs }) => sinceMs)),
        isCertain: certain.length > 0,
        step: 2 * late.length + (certain.length > 0 ? 1 : 0),
      };
      if (told.length > 0) alerts.keepRaised(subject, "warning");
      else alerts.resolve(thingOf(subject));
    }
  };

  const read = () =>
    z
      .array(Lack)
      .catch([])
      .parse(settings.get(SETTING) ?? []);

  const look = (only?: RepositoryId) => {
    const before = read();
    const kept = parts.repositories().filter(({ replicas }) => replicas.length > 1);
    const looks = kept
      .filter(({ id }) => only === undefined || id === only)
      .map((repository) => {
        const matrix = parts.matrix(repository.id);
        return { repository, matrix, lacks: lacksOf(matrix, before) };
      });
    const looked = new Set(looks.flatMap(({ matrix }) => matrix.replicas.map(({ replicaId }) => replicaId)));
    const isOther = ({ replicaId }: Lack) => only !== undefined && !looked.has(replicaId);
    const now = [...before.filter(isOther), ...looks.flatMap(({ lacks }) => lacks)];
    if (JSON.stringify(now) !== JSON.stringify(before)) settings.setAll({ [SETTING]: now });
    for (const { repository, matrix, lacks } of looks) tellOf(repository, matrix, lacks);
    return new Set<ReplicaId>(kept.flatMap(({ replicas }) => replicas.map(({ id }) => id)));
  };

  return {
    tick() {
      const replicas = look();
      alerts.resolveAll((subject) => subject.code === "PLACEMENT_UNMET" && !replicas.has(subject.replicaId));
    },
    noteRules: (id) => void look(id),
  };
}

/** Where something always lacks, as the next backup comes before the last is copied, nothing lacks for long. */
function lateSince({ sinceMs }: Lack, { missingSinceMs }: MatrixCell): number {
  return Math.max(sinceMs, missingSinceMs ?? sinceMs);
}
