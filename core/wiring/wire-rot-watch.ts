import type { RepositoryId } from "../../shared/ids.ts";
import { localPathsOf } from "../../shared/model/source.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import { createRotWatch, type RotWatch } from "../guard/rot-watch.ts";
import { certainDisks } from "../health/under-path/certain-disks.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";

export type RotWatchWiring = {
  readonly stores: Pick<Stores, "pins" | "rottenFiles" | "sources">;
  readonly alerts: AlertService;
  readonly clock: Clock;
  readonly grounds: () => Pick<Grounds, "of">;
  /** Which snapshots of a repository are pinned has changed. */
  readonly onPins: (id: RepositoryId) => void;
};

/** Disks that an alert has room for. */
const MAX_DISKS = 8;

/** What is told of files that changed without a new date, over the catalog, alerts and what is known of disks. */
export function wireRotWatch({ stores, alerts, clock, grounds, onPins }: RotWatchWiring): RotWatch {
  return createRotWatch({
    ...{ alerts, pins: stores.pins, files: stores.rottenFiles, clock, onPins },
    disksUnder(id) {
      const source = stores.sources.get(id);
      const disks = source === undefined ? [] : [...certainDisks(localPathsOf(source), grounds())];
      return disks.slice(0, MAX_DISKS).map(([subjectId, name]) => ({ subjectId, name }));
    },
  });
}
