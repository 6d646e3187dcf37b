import { join } from "node:path";
import { z } from "zod";
import { DrillProblem, RestoreDrill } from "../../../shared/model/drill.ts";
import { ReplicaIdText, TreePath } from "../../../shared/model/primitives.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { defineJob } from "../define-job.ts";
import { withRepository } from "./with-repository.ts";

const DrillInput = z.strictObject({
  /** What the exclusion between jobs goes by: where the active replica is. */
  repository: z.strictObject({ location: z.string().min(1), expectedId: z.string() }),
  /** To be tried, the active one first. */
  replicas: z
    .array(z.strictObject({ replicaId: ReplicaIdText, name: z.string(), location: z.string().min(1) }))
    .min(1),
  sources: z.array(
    z.strictObject({
      sourceId: z.string(),
      name: z.string(),
      vital: z.array(TreePath.transform((path) => path as RawPath)),
      /** Where a person says that the programs of its databases lie. */
      programFolder: z.string().nullable().default(null),
    }),
  ),
  seed: z.string().min(1),
  sampleFiles: z.int().min(1),
  sampleBytes: z.int().min(1),
  /** Folder of the repository caches, for finding out what there is; nothing is restored with it. */
  cacheFolder: z.string().optional(),
  /** A folder that is made and removed. */
  scratch: z.string().min(1),
  hostname: z.string(),
});

/** What the result of a drill's job holds. */
export const DrillSummary = z.object({ drill: RestoreDrill.extend({ problems: z.array(DrillProblem) }) });

/** Restores a sample from each replica and compares it. What it finds is in its result; whoever asked for it tells people. */
export const drillJob = defineJob({
  kind: "drill",
  access: "shared",
  input: DrillInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { runRestoreDrill } = await import("../../failover/drills/run-restore-drill.ts");
    const { signal } = context;
    const replicas = input.replicas.map(({ replicaId, name, location }, n) => ({
      replicaId,
      name,
      withOpen: <T>(
        as: "cold" | "known",
        until: AbortSignal,
        work: Parameters<typeof withRepository<T>>[2],
      ) => {
        // the cold one stands beside what is restored, so that it is gone with it: it names files
        const cold = join(input.scratch, `cache-${n}`);
        const cacheFolder = as === "known" ? (input.cacheFolder ?? cold) : cold;
        const place = { location, cacheFolder, expectedId: input.repository.expectedId };
        return withRepository(place, { ...context, signal: until }, work);
      },
    }));
    const drill = await runRestoreDrill(
      { ...input, replicas },
      { signal, reportProgress: context.reportProgress },
    );
    const sum = (of: (replica: (typeof drill.replicas)[number]) => number) =>
      drill.replicas.reduce((total, replica) => total + of(replica), 0);
    const faults = drill.replicas.flatMap((replica) => replica.faults);
    const lost = drill.replicas.flatMap(({ databases }) =>
      databases.filter(({ outcome }) => outcome === "failed"),
    );
    return {
      problemCount: faults.length + lost.length + sum(({ furtherFaults }) => furtherFaults),
      summary: {
        counts: {
          filesTried: sum(({ files }) => files),
          bytesTried: sum(({ bytes }) => bytes),
          replicasPassed: sum(({ outcome }) => (outcome === "passed" ? 1 : 0)),
          replicas: drill.replicas.length,
          databasesRestored: sum(({ databasesRestored }) => databasesRestored),
          databasesTried: sum(
            ({ databasesRestored, databasesFailed }) => databasesRestored + databasesFailed,
          ),
          databases: sum(({ databases }) => databases.length),
        },
        problems: [
          ...lost.map(({ path }) => ({ path, reason: "database-not-restored", systemCode: "" })),
          ...faults.map(({ path, fault, reason, systemCode }) => ({
            ...{ path, reason: reason === "" ? fault : reason, systemCode },
          })),
        ],
        drill: z.json().parse(JSON.parse(JSON.stringify(drill))),
      },
    };
  },
});
