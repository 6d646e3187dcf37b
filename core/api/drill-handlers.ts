import { relative, sep } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import { localPathsOf, type Source } from "../../shared/model/source.ts";
import type { DrillStore } from "../catalog/drill-store.ts";
import type { Clock } from "../clock.ts";
import type { DrillService } from "../failover/drills/drill-service.ts";
import { drillView } from "../failover/drills/drill-views.ts";
import { renderDrillReport } from "../failover/drills/report/render-drill-report.ts";
import { checkPath, type SourceService } from "../plans/source-service.ts";
import type { HandlersOf } from "./handlers.ts";

export type DrillServices = {
  readonly drills: DrillService;
  readonly store: DrillStore;
  readonly sources: Pick<SourceService, "require">;
  readonly officeName: () => string;
  readonly onVital: () => void;
  readonly clock: Clock;
};

/** Answers what is about rehearsed failures. */
export function drillHandlers(parts: DrillServices): HandlersOf<"drills"> {
  const { drills, store } = parts;
  const vital = () => ({ paths: [...store.vital()] });
  return {
    "drills.standing": async () => ({ repositories: [...drills.standing()] }),
    "drills.list": async ({ limit, ...filter }) => ({ drills: store.list(filter, limit).map(drillView) }),
    "drills.get": async ({ drillId }) => drills.require(drillId),
    "drills.startRestore": async ({ repositoryId, replicaIds }) => ({
      drillId: drills.startRestore(repositoryId, replicaIds),
    }),
    "drills.startFailover": async ({ repositoryId }) => ({ drillId: drills.startFailover(repositoryId) }),
    "drills.cancel": async ({ drillId }) => {
      await drills.cancel(drillId);
      return {};
    },
    "drills.settings": async ({ repositoryId, settings }) => {
      drills.setSettings(repositoryId, settings);
      return {};
    },
    "drills.vital": async () => vital(),
    "drills.addVital": async ({ sourceId, path }) => {
      const whole = checkPath(path);
      requireInside(parts.sources.require(sourceId), whole);
      store.addVital({ sourceId, path: whole, addedMs: parts.clock.nowMs() });
      parts.onVital();
      return vital();
    },
    "drills.removeVital": async ({ sourceId, path }) => {
      store.removeVital(sourceId, path);
      parts.onVital();
      return vital();
    },
    "drills.report": async ({ drillId, language }) => {
      const drill = drills.require(drillId);
      if (drill.state === "running") throw new BackstayError("DRILL_REFUSED", { reason: "not-over" });
      return renderDrillReport(drill, {
        ...{ language, officeName: parts.officeName(), nowMs: parts.clock.nowMs() },
      });
    },
  };
}

/** @throws {BackstayError} VITAL_PATH_OUTSIDE */
function requireInside(source: Source, path: string): void {
  const isInside = localPathsOf(source).some((folder) => {
    const way = relative(folder, path);
    return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !/^(?:[A-Za-z]:)?[\\/]/.test(way));
  });
  if (!isInside) throw new BackstayError("VITAL_PATH_OUTSIDE", { path, source: source.name });
}
