import { setFlagsFromString } from "node:v8";

/** Young enough that there is nothing to collect yet, and old enough to have loaded what it needs. */
const STARTED_AFTER_MS = 1000;

/**
 * Makes the garbage collector of this process come often instead of late. Left alone it lets the heap of a long run grow to
 * several times what is in use, because on a computer with much memory it has no reason not to; an office's
 * workstation has better uses for it. What is large lives outside the heap, so this costs next to nothing.
 *
 * The space for young objects is limited where the process is started, because that cannot be done later.
 *
 * Helpers of the collector are switched off: every processor is busy with the job's own threads, and waiting for a helper to be
 * scheduled takes longer than doing its work.
 *
 * To be called first thing by the entry of a process that runs jobs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--no-parallel-scavenge");
  // With this one V8 takes no compiled code made without it, so that Node.js would compile all of its own modules that are
  // loaded later, and again in the first thread: 30 ms and more.
  setTimeout(() => setFlagsFromString("--heap-growing-percent=100"), STARTED_AFTER_MS).unref();
}
