import { z } from "zod";
import { SourceIdText } from "../../shared/model/primitives.ts";
import type { Stores } from "../catalog/open-stores.ts";
import { PlanLease } from "../failover/manifest/documents.ts";

/** What is remembered of plans that several installations may start. */
const Saved = z.object({
  /** Own plans that others may start. */
  offered: z.record(z.string(), z.object({ lastsMs: z.int() })),
  /** Plans of others that are started here when their owner is gone. */
  standing: z.record(
    z.string(),
    z.object({
      ...{ ownerId: z.string(), ownerName: z.string(), lastsMs: z.int(), afterMs: z.int() },
      /** What somebody here agreed to have read: its owner may add something. */
      paths: z.array(z.string()),
      /** All that ever came from its owner; a plan may have been given others here. */
      sourceIds: z.array(SourceIdText),
    }),
  ),
  leases: z.array(PlanLease),
  /** In which term of its lease a plan was started here last: another one means that somebody else was at it. */
  terms: z.record(z.string(), z.int()),
  /** In which term of its lease another holder was seen last, and when. */
  since: z.record(z.string(), z.object({ term: z.int(), atMs: z.int() })),
  /** Repositories in which a document stands that others act upon: it has to be taken back when nothing is shared any more. */
  said: z.array(z.string()),
});
export type SavedStandIn = z.infer<typeof Saved>;

const NAME = "standIn";
const NOTHING: SavedStandIn = { offered: {}, standing: {}, leases: [], terms: {}, since: {}, said: [] };

export type StandInMemory = {
  get(): SavedStandIn;
  /** Is in the catalog when it returns. */
  change(changed: Partial<SavedStandIn>): void;
};

export function rememberStandIn(settings: Stores["settings"]): StandInMemory {
  let saved = Saved.safeParse(settings.get(NAME)).data ?? NOTHING;
  return {
    get: () => saved,
    change(changed) {
      const next = { ...saved, ...changed };
      if (JSON.stringify(next) === JSON.stringify(saved)) return;
      settings.setAll({ [NAME]: next });
      saved = next;
    },
  };
}

/** A record without one of its members. */
export function without<V>(record: Readonly<Record<string, V>>, key: string): Record<string, V> {
  const { [key]: _, ...rest } = record;
  return rest;
}
