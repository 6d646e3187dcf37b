import { z } from "zod";
import { BackstayError } from "../../../shared/errors.ts";
import { isFullId } from "../../../shared/ids.ts";
import type { HealOptions } from "../../failover/heal/heal.ts";
import type { ReplicaEnd } from "../../failover/replicate/replication.ts";
import { openRepository } from "../../repository/open-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import { describeCheck } from "./check-job.ts";
import { MAX_NAMED_PROBLEMS } from "./named-problems.ts";
import { openJobStore, passwordOf, RepositoryPlace, withCacheOf } from "./with-repository.ts";

export const DamagedObjectShape = z.strictObject({
  kind: z.enum(["pack", "snapshot", "key"]),
  name: z.string().refine(isFullId),
});

const HealInput = z.strictObject({
  /** The replica that has damage. */
  repository: RepositoryPlace,
  /** Other replicas, the one that is asked first comes first. */
  from: z.array(z.string().min(1)).min(1),
  /** The damaged files; null when only looking everything through tells which they are. */
  objects: z.array(DamagedObjectShape).nullable(),
  /** Where to keep what is left of them; without it nothing is kept. */
  quarantineFolder: z.string().min(1).optional(),
});

/**
 * Puts what is damaged at one replica back from others, and proves it. Its problems are what is still wrong then, in the words of a check.
 */
export const healJob = defineJob({
  kind: "heal",
  access: "exclusive",
  input: HealInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { quarantineFolder } = input;
    const { createQuarantine } = await import("../../failover/heal/quarantine.ts");
    const onFailure = ({ message }: Error) =>
      context.log({ level: "warning", text: "a damaged file was not kept", facts: { reason: message } });
    const keepDamaged =
      quarantineFolder === undefined ? undefined : createQuarantine(quarantineFolder, onFailure);
    return await withReplicas(input, context, async (damaged, good) => {
      const { replaced, whole, unreplaced, rest } = await mend(damaged, good, input, {
        keepDamaged,
        context,
      });
      for (const { kind, name } of replaced)
        context.log({ level: "info", text: "damaged file put back", facts: { kind, name } });
      const { problemCount, problems } =
        rest === undefined ? { problemCount: 0, problems: [] } : describeCheck(rest.left);
      const given = problemCount === 0 ? [] : unreplaced;
      return {
        problemCount,
        summary: {
          counts: {
            objectsHealed: replaced.length,
            objectsWhole: whole.length,
            objectsLost: given.length,
            piecesBrought: rest?.blobsBrought ?? 0,
          },
          healed: replaced.slice(0, MAX_NAMED_OBJECTS).map((object) => ({ ...object })),
          lost: given.slice(0, MAX_NAMED_OBJECTS).map((object) => ({ ...object })),
          problems: problems.slice(0, MAX_NAMED_PROBLEMS),
        },
      };
    });
  },
});

const MAX_NAMED_OBJECTS = 1_000;

async function mend(
  damaged: ReplicaEnd,
  good: readonly ReplicaEnd[],
  { objects }: z.infer<typeof HealInput>,
  {
    keepDamaged,
    context,
  }: { readonly keepDamaged: HealOptions["keepDamaged"]; readonly context: JobContext },
) {
  const { heal } = await import("../../failover/heal/heal.ts");
  const { healObjects } = await import("../../failover/heal/heal-objects.ts");
  const healed =
    objects === null
      ? { replaced: [], whole: [], unreplaced: [] }
      : await healObjects(damaged, good, objects, { keepDamaged, proves: true }, context);
  if (objects !== null && healed.unreplaced.length === 0) return { ...healed, rest: undefined };
  // what nobody has under its name may be put together from what they have under others
  const options: HealOptions = { readData: { kind: "none" }, known: healed.unreplaced, keepDamaged };
  const rest = await heal(damaged, good, options, context);
  return { ...healed, replaced: [...healed.replaced, ...rest.replaced], rest };
}

/**
 * Opens the replicas: the others with the password, as many as can be, and the damaged one with their keys, for its own may be among what is
 * damaged.
 * @throws {BackstayError} what opening the last of the others threw, when none can be opened
 */
async function withReplicas<T>(
  { repository: { location, cacheFolder, expectedId }, from }: z.infer<typeof HealInput>,
  context: JobContext,
  work: (damaged: ReplicaEnd, good: readonly ReplicaEnd[]) => Promise<T>,
): Promise<T> {
  const { openReplica } = await import("../../failover/replicate/open-replica.ts");
  const { openReplicaMending } = await import("../../failover/heal/mend-config.ts");
  const { signal, log } = context;
  const stores = [...from, location].map((at) => openJobStore(at, context));
  const good: Repository[] = [];
  let failure: unknown;
  try {
    for (const store of stores.slice(0, -1)) {
      const [original] = good;
      try {
        const opened =
          original === undefined
            ? await openRepository(store, passwordOf(location, context), signal)
            : await openReplica(original, store, signal);
        if (expectedId !== undefined && opened.id !== expectedId)
          throw new BackstayError("REPOSITORY_CHANGED", {
            ...{ location: store.location, expected: expectedId, found: opened.id },
          });
        good.push(opened);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof BackstayError)) throw error;
        failure = error;
        log({
          level: "warning",
          text: "replica passed over",
          facts: { location: store.location, error: error.code },
        });
      }
    }
    const [original] = good;
    const store = stores.at(-1);
    if (original === undefined || store === undefined) throw failure;
    const damaged = await openReplicaMending(original, store, signal);
    return await withCaches([damaged, ...good], cacheFolder, context, ([first, ...others]) => {
      if (first === undefined) throw new Error("a replica got lost");
      return work(first, others);
    });
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}

async function withCaches<T>(
  [next, ...rest]: readonly Repository[],
  cacheFolder: string | undefined,
  context: JobContext,
  work: (ends: readonly ReplicaEnd[]) => Promise<T>,
): Promise<T> {
  if (next === undefined) return await work([]);
  return await withCacheOf(next, cacheFolder, context, (cache) =>
    withCaches(rest, cacheFolder, context, (ends) => work([{ ...next, cache }, ...ends])),
  );
}
