import type Database from "better-sqlite3";
import { z } from "zod";
import type { ReplicaId, WatchedHostId } from "../../shared/ids.ts";
import { STANDINGS, type Standing, type StandingSubject } from "../../shared/model/standing.ts";

/** The table of where machines and places stand, as a person said it. */
export type StandingStore = {
  /** @returns null where nobody has said it */
  of(subject: StandingSubject): Standing | null;
  /** @param standing null takes back what was said */
  set(subject: StandingSubject, standing: Standing | null): void;
};

const Row = z.object({ standing: z.enum(STANDINGS) });

export function createStandingStore(database: Database.Database): StandingStore {
  const get = database.prepare<unknown[]>("SELECT standing FROM standings WHERE kind = ? AND id = ?");
  const save = database.prepare<unknown[]>(
    "INSERT OR REPLACE INTO standings (kind, id, standing) VALUES (?, ?, ?)",
  );
  const remove = database.prepare<unknown[]>("DELETE FROM standings WHERE kind = ? AND id = ?");
  return {
    of(subject) {
      const row = get.get(...keyOf(subject));
      return row === undefined ? null : Row.parse(row).standing;
    },
    set(subject, standing) {
      if (standing === null) remove.run(...keyOf(subject));
      else save.run(...keyOf(subject), standing);
    },
  };
}

function keyOf(subject: StandingSubject): readonly [kind: string, id: WatchedHostId | ReplicaId] {
  return "hostId" in subject ? ["host", subject.hostId] : ["replica", subject.replicaId];
}
