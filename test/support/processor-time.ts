import { availableParallelism, loadavg } from "node:os";

/**
 * Milliseconds that processors have worked for this process. For tests of what only calculates: unlike the time that passes, it is the
 * same on a machine that has much else to do.
 */
export function processorTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How many times longer than on an idle machine something may take that others have the processors from: 1 on an idle one. */
export function busyness(): number {
  const [load = 0] = loadavg();
  return Math.max(1, load / availableParallelism());
}
