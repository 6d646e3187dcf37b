import type { RepositoryId } from "../../../shared/ids.ts";
import type { AutomaticActStore } from "../../catalog/automatic-act-store.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import type { Clock } from "../../clock.ts";
import { causeOf } from "./back-up-failing.ts";
import type { Trouble } from "./trouble-under.ts";

export type HastenCopyingParts = {
  readonly repositories: () => readonly RepositoryRecord[];
  /** What may soon be lost under any replica, as far as what is known of it is new enough; the worst first. */
  readonly threatsTo: (repository: RepositoryRecord) => readonly Trouble[];
  /** Has the copying between its replicas go before other work. @returns false where there is nothing to copy to now */
  readonly hasten: (id: RepositoryId) => boolean;
  readonly acts: AutomaticActStore;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

/** A disk that goes on failing is a reason once a day. */
const AGAIN_AFTER_MS = 24 * 3_600_000;
const MAX_CAUSES = 20;

/**
 * What is only on a disk that fails is to be on another replica soon: copying begins at once, before other work. For each disk and each
 * repository at most once a day, and not again once a person has taken it upon themselves.
 */
export function hastenCopying(parts: HastenCopyingParts): void {
  const { acts } = parts;
  const nowMs = parts.clock.nowMs();
  for (const repository of parts.repositories()) {
    if (repository.replicas.length < 2) continue;
    const { id, name } = repository;
    const due = parts.threatsTo(repository).filter(({ subjectId, isAcknowledged }) => {
      const lastMs = acts.lastHastenedMs(id, subjectId);
      return lastMs === undefined || (!isAcknowledged && Math.abs(nowMs - lastMs) >= AGAIN_AFTER_MS);
    });
    if (due.length === 0) continue;
    try {
      if (!parts.hasten(id)) continue;
      // each cause is remembered by itself, so that none of them hastens it another time
      for (const cause of due.slice(0, MAX_CAUSES).map(causeOf))
        acts.add({
          ...{ atMs: nowMs, kind: "copying-hastened", planId: null, repositoryId: id, about: name },
          ...{ runId: null, causes: [cause] },
        });
    } catch (error) {
      parts.onError(error); // one repository must not keep the others from being copied
    }
  }
}
