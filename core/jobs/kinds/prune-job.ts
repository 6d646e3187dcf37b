import { z } from "zod";
import type { SnapshotId } from "../../../shared/ids.ts";
import { isFullId } from "../../../shared/ids.ts";
import { sourceTag } from "../../backup/source-tag.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const FullSnapshotId = z
  .string()
  .refine(isFullId)
  .transform((id) => id as SnapshotId);

const Keep = z.strictObject({
  last: z.int().nonnegative().optional(),
  hourly: z.int().nonnegative().optional(),
  daily: z.int().nonnegative().optional(),
  weekly: z.int().nonnegative().optional(),
  monthly: z.int().nonnegative().optional(),
  yearly: z.int().nonnegative().optional(),
});

const ForgetInput = z.strictObject({
  repository: RepositoryPlace,
  /** What a person chose. */
  snapshots: z.array(FullSnapshotId),
  /** Sources with their rules: what none of the rules of a source keeps of its snapshots is removed. */
  retain: z.array(z.strictObject({ sourceId: z.string(), keep: z.array(Keep).min(1) })).optional(),
  /** What no rule removes. */
  pinned: z.array(FullSnapshotId).optional(),
  /** Of a repository with several replicas: whose word it is, for what is remembered there so that no other one brings it back. */
  remember: z.strictObject({ writer: z.string(), by: z.enum(["person", "policy"]) }).optional(),
});

/** Removes snapshots that a person or retention rules chose. Their data stays until it is pruned. */
export const forgetJob = defineJob({
  kind: "forget",
  access: "exclusive",
  input: ForgetInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { forgetSnapshots } = await import("../../repository/snapshots/remove-snapshots.ts");
    const { retain, remember } = input;
    const removed = await withRepository(input.repository, context, (repository, cache) => {
      const choose = async () =>
        retain === undefined
          ? input.snapshots
          : [...input.snapshots, ...(await chooseByRules(repository, cache, { ...input, retain }, context))];
      const wanted =
        remember === undefined
          ? retain === undefined
            ? input.snapshots
            : choose
          : async () => await remembered(repository, await choose(), remember, context);
      return forgetSnapshots(repository, wanted, context);
    });
    return { problemCount: 0, summary: { removed: [...removed] } };
  },
});

/** Says first what is about to be removed: a replica that is away must not bring it back. */
async function remembered(
  repository: Repository,
  ids: readonly SnapshotId[],
  { writer, by }: NonNullable<z.infer<typeof ForgetInput>["remember"]>,
  { signal }: JobContext,
): Promise<readonly SnapshotId[]> {
  const { publishTombstones } = await import("../../failover/manifest/set-manifest.ts");
  const removedMs = Date.now();
  if (ids.length > 0 && repository.store.keepsManifests)
    await publishTombstones(
      repository,
      ids.map((snapshotId) => ({ snapshotId, removedMs, by, writer })),
      signal,
    );
  return ids;
}

/** Asked under the lock. A snapshot that cannot be read belongs to nobody and stays. */
async function chooseByRules(
  repository: Repository,
  cache: RepositoryCache,
  {
    retain,
    pinned = [],
  }: {
    readonly retain: NonNullable<z.infer<typeof ForgetInput>["retain"]>;
    readonly pinned?: readonly SnapshotId[] | undefined;
  },
  { signal }: JobContext,
): Promise<readonly SnapshotId[]> {
  const { loadSnapshots } = await import("../../repository/snapshots/load-snapshots.ts");
  const { selectOutlived } = await import("../../repository/snapshots/select-outlived.ts");
  const { snapshots } = await loadSnapshots(repository, cache, signal);
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  const stays = new Set(pinned);
  const outlived = retain.flatMap(({ sourceId, keep }) =>
    selectOutlived(
      snapshots.filter(({ tags }) => tags.includes(sourceTag(sourceId))),
      keep.map(({ last = 0, hourly = 0, daily = 0, weekly = 0, monthly = 0, yearly = 0 }) => ({
        ...{ last, hourly, daily, weekly, monthly, yearly },
      })),
      { nowNs },
    ),
  );
  return outlived.map(({ id }) => id).filter((id) => !stays.has(id));
}

const PruneInput = z.strictObject({
  repository: RepositoryPlace,
  /** Share of the repository that may stay unused, in percent. */
  maxUnusedPercent: z.number().min(0).max(99),
});

/** Removes what no snapshot needs any more. */
export const pruneJob = defineJob({
  kind: "prune",
  access: "exclusive",
  input: PruneInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { runPrune } = await import("../../repository/prune/run-prune.ts");
    const maxUnused = { kind: "percent", percent: input.maxUnusedPercent } as const;
    const { report, bytesWritten } = await withRepository(input.repository, context, (repository, cache) =>
      runPrune(repository, cache, { maxUnused }, context),
    );
    return {
      problemCount: 0,
      summary: { report: { ...report }, bytesWritten, bytesFreed: report.bytes.removeTotal },
    };
  },
});
