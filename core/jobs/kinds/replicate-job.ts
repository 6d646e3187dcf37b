import { z } from "zod";
import { isFullId, type SnapshotId } from "../../../shared/ids.ts";
import type {
  ReplicateOptions,
  ReplicateProblem,
  ReplicateProgress,
  ReplicateResult,
} from "../../failover/replicate/replication.ts";
import type { Repository } from "../../repository/repository.ts";
import { createPace } from "../../storage/pace.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import { MAX_NAMED_PROBLEMS } from "./named-problems.ts";
import { openJobStore, RepositoryPlace, withCacheOf, withRepository } from "./with-repository.ts";

const ReplicateInput = z.strictObject({
  /** The replica to copy from. */
  repository: RepositoryPlace,
  /** The replica to copy to. It opens with the keys of the other, so no password of its own is needed. */
  target: RepositoryPlace.omit({ expectedId: true }),
  /** Make the target when there is nothing yet. */
  makeTarget: z.boolean(),
  /** Then copy back what only the target has. */
  bothWays: z.boolean(),
  /** Look also at what the target has lost of snapshots that both have. */
  mend: z.boolean(),
  /** Snapshots that were removed on purpose. */
  tombstones: z.array(
    z
      .string()
      .refine(isFullId)
      .transform((id) => id as SnapshotId),
  ),
  /**
   * Then bring to both what either remembers as removed, let the target remove it too, and measure what either lacks still: so that
   * whoever looks after both knows.
   */
  align: z.boolean().optional(),
  /** Bytes a second that go to the target; without it as fast as it goes. */
  upBytesPerSecond: z.number().positive().optional(),
});

/** Copies to one replica what another has and it lacks. Its problems are damage at the source, and snapshots that it costs. */
export const replicateJob = defineJob({
  kind: "replicate",
  access: "shared",
  input: ReplicateInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { replicate } = await import("../../failover/replicate/replicate.ts");
    const { reconcile } = await import("../../failover/replicate/reconcile.ts");
    const { toJobProgress } = await import("../../failover/replicate/job-progress.ts");
    const options: ReplicateOptions = { tombstones: new Set(input.tombstones), mendOld: input.mend };
    const job = {
      signal: context.signal,
      reportProgress: (progress: ReplicateProgress) => context.reportProgress(toJobProgress(progress)),
      onSnapshot: (id: SnapshotId) =>
        context.log({ level: "info", text: "snapshot copied", facts: { snapshotId: id } }),
    };
    const results = await withRepository(input.repository, context, (source, sourceCache) =>
      withTarget(source, input, context, async (target) =>
        withCacheOf(target, input.target.cacheFolder, context, async (cache) => {
          const [from, to] = [
            { ...source, cache: sourceCache },
            { ...target, cache },
          ];
          const copied = input.bothWays
            ? Object.values(await reconcile(from, to, options, job))
            : [await replicate(from, to, { ...options, copyKeys: true }, job)];
          if (input.align !== true) return { copied, lag: undefined };
          const { alignReplicas } = await import("../../failover/replicate/align-replicas.ts");
          return { copied, lag: await alignReplicas(from, to, context) };
        }),
      ),
    );
    const { problemCount, summary } = summarize(results.copied, context);
    const { lag } = results;
    return { problemCount, summary: { ...summary, ...(lag === undefined ? {} : { lag: { ...lag } }) } };
  },
});

async function withTarget<T>(
  source: Repository,
  { target, makeTarget, upBytesPerSecond }: z.infer<typeof ReplicateInput>,
  context: JobContext,
  work: (target: Repository) => Promise<T>,
): Promise<T> {
  const { openReplica } = await import("../../failover/replicate/open-replica.ts");
  const { createReplica } = await import("../../failover/replicate/create-replica.ts");
  const { hasConfig } = await import("../../repository/open-repository.ts");
  const store = openJobStore(target.location, context, createPace({ upBytesPerSecond }));
  try {
    const isNew = makeTarget && !(await hasConfig(store, context.signal));
    const open = isNew ? createReplica : openReplica;
    return await work(await open(source, store, context.signal));
  } finally {
    await store.close();
  }
}

function summarize(results: readonly ReplicateResult[], { log }: JobContext) {
  const sum = (of: (result: ReplicateResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const problems = results.flatMap((result) => result.problems);
  for (const problem of problems.slice(MAX_NAMED_PROBLEMS))
    log({ level: "warning", text: problem.code, facts: { ...problem } });
  return {
    problemCount: problems.length,
    summary: {
      counts: {
        snapshotsCopied: sum(({ snapshots }) => snapshots.length),
        snapshotsHeldBack: sum(({ heldBack }) => heldBack.length),
        packsCopied: sum(({ packsCopied }) => packsCopied),
        blobsRepacked: sum(({ blobsRepacked }) => blobsRepacked),
        bytesCopied: sum(({ bytesCopied }) => bytesCopied),
        keysCopied: sum(({ keysCopied }) => keysCopied),
      },
      problems: problems.slice(0, MAX_NAMED_PROBLEMS).map((problem: ReplicateProblem) => ({ ...problem })),
    },
  };
}
