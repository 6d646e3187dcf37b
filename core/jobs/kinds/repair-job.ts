import { z } from "zod";
import { isFullId, type PackId } from "../../../shared/ids.ts";
import type { RebuildResult } from "../../repository/rebuild/rebuild-index.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import { describeCheck } from "./check-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const RepairInput = z.strictObject({
  repository: RepositoryPlace,
  /** Packs in which checks found damage: no index file is believed about them, and what cannot be read of them is lost. */
  packs: z.array(
    z
      .string()
      .refine(isFullId)
      .transform((id) => id as PackId),
  ),
  /** Read every pack, because nobody knows which of them are damaged. */
  readAllPacks: z.boolean(),
  /** How much of the data those checks had read, in percent: what is to prove that all is whole must read as much. */
  readDataPercent: z.number().min(0).max(100),
});

/**
 * Takes what is damaged out of the index and saves what is whole, so that the next backup stores again what its sources still have.
 * Its problems are what snapshots lack until then, in the words of a check.
 */
export const repairJob = defineJob({
  kind: "repair",
  access: "exclusive",
  input: RepairInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { rebuildIndex } = await import("../../repository/rebuild/rebuild-index.ts");
    const { runCheck } = await import("../../repository/check/run-check.ts");
    const options = { doubtedPacks: new Set(input.packs), readAllPacks: input.readAllPacks };
    return await withRepository(input.repository, context, async (repository, cache) => {
      const rebuilt = await rebuildIndex(repository, cache, options, context);
      logLeftOut(rebuilt, context);
      const checked = await runCheck(
        repository,
        { readData: { kind: "none" } },
        {
          signal: context.signal,
          reportProgress: (progress) => context.reportProgress({ ...progress, phase: "verify" }),
        },
      );
      const { problemCount, problems } = describeCheck(checked);
      const counts = {
        packs: rebuilt.packs,
        packsRead: rebuilt.packsRead,
        packsLeftOut: rebuilt.problems.length + rebuilt.packsForgotten.length,
        piecesSaved: rebuilt.problems.reduce((sum, { savedBlobs }) => sum + savedBlobs, 0),
        piecesLost: rebuilt.lostBlobs,
        snapshotsLacking: checked.lost.snapshots.length,
      };
      return { problemCount, summary: { counts, problems } };
    });
  },
});

/** Which packs were damaged, for who looks after the disk. */
function logLeftOut({ problems, packsForgotten }: RebuildResult, { log }: JobContext): void {
  for (const { packId, reason = null, savedBlobs, lostBlobs } of problems)
    log({
      level: "warning",
      text: "damaged pack left out",
      facts: { packId, reason, savedBlobs, lostBlobs },
    });
  for (const packId of packsForgotten)
    log({ level: "warning", text: "missing pack left out", facts: { packId } });
}
