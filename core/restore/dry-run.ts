import type { Batch } from "./batch.ts";
import { distrustUnchanged, type FinishTools } from "./finish-files.ts";
import type { BatchRunner } from "./run-batches.ts";

/** Counts what would be done. Whether files can be read from the repository, and written, it cannot know. */
export function createDryRunner(tools: FinishTools): BatchRunner {
  const { counts, done, placed } = tools.report;
  return {
    async run(batch: Batch) {
      if (tools.distrusts) await distrustUnchanged(batch, tools);
      for (const file of batch.files) {
        counts.filesRestored += 1;
        counts.bytesRestored += file.sizeBytes;
        placed(file.path, file.place.finalPath);
        done(1, file.sizeBytes, file.path);
      }
      for (const { file } of batch.unchanged) {
        counts.filesUnchanged += 1;
        counts.bytesUnchanged += file.sizeBytes;
        placed(file.path, file.place.finalPath);
        done(1, file.sizeBytes, file.path);
      }
      for (const { path, item } of batch.specials) placed(path, item.place.finalPath);
      counts.othersRestored += batch.links.length + batch.specials.length;
      counts.foldersRestored += batch.folders.length;
      done(batch.links.filter(({ entry }) => entry.node.type === "file").length, 0);
    },
    finish: () => Promise.resolve(),
    settled: () => Promise.resolve(),
  };
}
