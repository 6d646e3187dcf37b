import type { Backstay, BackstayParts, LogEntry } from "../../core/api/backstay.ts";
import { openBackstay } from "../../core/backstay.ts";
import { systemClock } from "../../core/clock.ts";
import { forkJobProcesses } from "../../core/jobs/spawn-job-process.ts";
import { requireWhole, runSelfCheck } from "../../core/self-check/run-self-check.ts";
import { workerUrl } from "../../core/threads/worker-url.ts";

/**
 * Opens the engine in this process, with job processes of its own.
 * @throws {BackstayError} RUNTIME_LACKS, and what `openBackstay` throws
 */
export async function openEngine(
  parts: Omit<BackstayParts, "spawnJob" | "clock" | "chooseFolder">,
): Promise<Backstay> {
  await proveRuntime(parts.log);
  const spawnJob = forkJobProcesses(workerUrl(import.meta.url, "../../core/jobs/job-process"));
  // for tests and demonstrations: what programs in it print is as good as a disk
  const { BACKSTAY_TOOLS: toolFolder } = process.env;
  const tools = toolFolder === undefined || toolFolder === "" ? {} : { toolFolder };
  return await openBackstay({ ...parts, ...tools, spawnJob, clock: systemClock });
}

async function proveRuntime(log: (entry: LogEntry) => void): Promise<void> {
  const report = await runSelfCheck();
  for (const { piece, reason } of [...report.missing, ...report.reduced]) {
    log({ level: "warning", text: "the runtime lacks something", facts: { piece, reason } });
  }
  requireWhole(report);
}
