import type { Batch } from "./batch.ts";
import { completeBatch } from "./complete-batch.ts";
import { distrustUnchanged, type FinishTools } from "./finish-files.ts";
import { writeFiles } from "./write-files.ts";

/** While one batch is being completed the next one is written already. */
const BATCHES_AT_ONCE = 2;

export type BatchRunner = {
  /** Begins a batch. Resolves when another one may be collected. */
  run(batch: Batch): Promise<void>;
  /** Resolves when all batches are complete. */
  finish(): Promise<void>;
  /** Resolves when nothing runs any more, whatever became of it. */
  settled(): Promise<void>;
};

export function createBatchRunner(tools: FinishTools): BatchRunner {
  const running: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();

  async function complete(batch: Batch, before: Promise<void>): Promise<void> {
    if (tools.distrusts) await distrustUnchanged(batch, tools);
    await writeFiles(batch.slices, tools);
    await before; // what this one links to, or closes, may be in there
    await completeBatch(batch, tools);
  }

  return {
    async run(batch) {
      last = complete(batch, last);
      last.catch(() => undefined); // whoever waits for it is told
      running.push(last);
      if (running.length >= BATCHES_AT_ONCE) await running.shift();
    },
    async finish() {
      await Promise.all(running);
    },
    async settled() {
      await Promise.allSettled([...running, last]);
    },
  };
}
