import { z } from "zod";
import { SnapshotIdText } from "../../../shared/model/primitives.ts";
import { defineJob } from "../define-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const VerifyInput = z.strictObject({
  repository: RepositoryPlace,
  /** Snapshots that have to be whole where they are there. */
  newest: z.array(SnapshotIdText),
  /** How long packs are looked at, in ms. */
  packsMs: z.number().positive(),
});

/** Looks whether a replica could take over. It fails with what is wrong; people see no more of it than what follows. */
export const verifyJob = defineJob({
  kind: "verify",
  access: "shared",
  input: VerifyInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { verifyReplica } = await import("../../failover/verify/verify-replica.ts");
    const { newest, packsMs } = input;
    const verified = await withRepository(input.repository, context, (repository, cache) =>
      verifyReplica({ ...repository, cache }, newest, AbortSignal.timeout(packsMs), context.signal),
    );
    return { problemCount: 0, summary: { ...verified } };
  },
});
