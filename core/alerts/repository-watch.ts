import type { WireError } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import { type AlertService, thingOf } from "./alert-service.ts";

/** Tells people about repositories that are out of reach. */
export type RepositoryWatch = {
  /** To be told of every look at an active replica; without an error it was found. */
  noteLook(repository: RepositoryRecord, error: WireError | undefined): void;
  /** A job could not reach it: the next look that does not either is enough. */
  noteFailure(id: RepositoryId): void;
};

/** A share that restarts is no news. */
const LOOKS_BEFORE_ALERT = 2;

/** @param isUsed whether a plan that is not paused needs the repository */
export function createRepositoryWatch(
  alerts: AlertService,
  isUsed: (id: RepositoryId) => boolean,
): RepositoryWatch {
  const failures = new Map<RepositoryId, number>();
  return {
    noteLook({ id, name }, error) {
      if (error === undefined || !isUsed(id)) {
        failures.delete(id);
        if (error === undefined) alerts.resolve(thingOf(subjectOf(id, name, NO_ERROR)));
        return;
      }
      const count = (failures.get(id) ?? 0) + 1;
      failures.set(id, count);
      if (count >= LOOKS_BEFORE_ALERT) alerts.keepRaised(subjectOf(id, name, error), "failing");
    },
    noteFailure(id) {
      failures.set(id, Math.max(failures.get(id) ?? 0, LOOKS_BEFORE_ALERT - 1));
    },
  };
}

/** What an alert is about does not depend on its error. */
const NO_ERROR: WireError = { code: "CANCELLED", details: { reason: "person" } };

function subjectOf(repositoryId: RepositoryId, about: string, error: WireError) {
  return { code: "REPOSITORY_UNREACHABLE", repositoryId, about, error } as const;
}
