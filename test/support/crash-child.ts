/**
 * A process to be killed: does one piece of work on a repository in a folder and says when it begins and ends, so that a test
 * knows when to kill it. Given as JSON in its only argument.
 */
import { z } from "zod";
import { openRepository } from "../../core/repository/open-repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { backUp, CRASH_PASSWORD, forgetAndPrune, restoreInto } from "./crash-repository.ts";

const snapshotId = z.string().transform((id) => id as SnapshotId);

const Work = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("backup"), source: z.string() }),
  z.object({ kind: z.literal("forget"), snapshots: z.array(snapshotId) }),
  z.object({ kind: z.literal("restore"), snapshot: snapshotId, target: z.string() }),
]);
const Order = z.object({ location: z.string(), cacheFolder: z.string(), work: Work });
export type CrashOrder = z.input<typeof Order>;
export type CrashWork = CrashOrder["work"];

/** What the process prints, each on a line of its own. */
export const BEGINS = "begins";
export const ENDS = "ends";

if (import.meta.main) await obey(Order.parse(JSON.parse(process.argv[2] ?? "")));

async function obey({ location, cacheFolder, work }: z.output<typeof Order>): Promise<void> {
  const repository = await openRepository(openLocalStore(location), CRASH_PASSWORD);
  console.log(BEGINS);
  switch (work.kind) {
    case "backup":
      await backUp(repository, { sources: [work.source], cacheFolder });
      break;
    case "forget":
      await forgetAndPrune(repository, work.snapshots, cacheFolder);
      break;
    case "restore":
      await restoreInto(repository, work.snapshot, work.target, cacheFolder);
  }
  console.log(ENDS);
}
