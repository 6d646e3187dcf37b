import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, gap } from "../../reading/empty.ts";
import type { JsonRecord } from "../../reading/json.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { cleanText } from "../../reading/text.ts";
import { type Health, healthOf, operationalOf } from "./cim-codes.ts";

type ArrayState = ArrayReading["signals"][number]["state"];

const STATE_OF_HEALTH: Readonly<Record<Health, ArrayState>> = {
  healthy: "ok",
  warning: "degraded",
  unhealthy: "failed",
  unknown: "unknown",
};

/** `Suboptimal` only wants data to be spread better, and `In Service` is a repair. */
const STATES: readonly (readonly [words: RegExp, state: ArrayState])[] = [
  [/^(?:OK|Suboptimal|Completed)$/i, "ok"],
  [
    /^(?:In Service|Degraded|Incomplete|Stressed|Predictive Failure|Supporting Entity in Error)$/i,
    "degraded",
  ],
  [/^(?:No Redundancy|Non-Recoverable Error|Error|Aborted|Lost Communication|No Contact)$/i, "failed"],
  [/^(?:Detached|Stopped|Dormant|Read-only|Starting|Stopping)$/i, "inactive"],
];

/** Jobs that make redundancy anew, by their names. */
const REPAIRS = /repair|rebuild|regenerat/i;
const RUNNING_JOB = /^(?:4|running|starting|3)$/i;

/**
 * A virtual disk, or a pool. Windows gives two answers on each: its health, and what it does.
 *
 * @param jobs storage jobs of this machine; none of them says which virtual disk it belongs to
 */
export function readVirtualDisk(object: JsonRecord, jobs: readonly JsonRecord[]): ArrayReading {
  const name = cleanText(object.FriendlyName) ?? "?";
  const array = emptyArray(
    cleanText(object.UniqueId) ?? cleanText(object.ObjectId) ?? name,
    name,
    "storage-spaces",
  );
  array.level = cleanText(object.ResiliencySettingName);
  array.sizeBytes = toCount(object.Size);
  if (!("ResiliencySettingName" in object)) array.usedBytes = toCount(object.AllocatedSize);
  const health = healthOf(object.HealthStatus);
  if (health !== null)
    array.signals.push({ source: "HealthStatus", text: health.text, state: STATE_OF_HEALTH[health.health] });
  const operational = operationalOf(object.OperationalStatus);
  for (const text of operational) {
    const state = STATES.find(([words]) => words.test(text))?.[1] ?? "unknown";
    // a number that only newer versions of Windows know says nothing against the health beside it
    if (state === "unknown" && /^\d+$/.test(text) && health !== null) continue;
    array.signals.push({ source: "OperationalStatus", text, state });
  }
  if (array.signals.length === 0) array.gaps.push(gap("output-truncated", null, name));
  if (operational.some((text) => /^In Service$/i.test(text))) array.operation = repair(jobs);
  return array;
}

function repair(jobs: readonly JsonRecord[]): ArrayReading["operation"] {
  const running = jobs.filter(
    (job) => REPAIRS.test(String(job.Name)) && RUNNING_JOB.test(String(job.JobState)),
  );
  const only = running.length === 1 ? running[0] : undefined;
  return {
    kind: "rebuild",
    isWaiting: false,
    donePercent: toPercent(only?.PercentComplete),
    remainingSeconds: null,
    bytesPerSecond: null,
  };
}
