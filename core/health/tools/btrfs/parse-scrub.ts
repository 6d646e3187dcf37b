import type { ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { splitKeyed } from "../../reading/keyed-line.ts";
import { tidyArray } from "../../reading/member.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { outputLines } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";

export function isBtrfsScrub(text: string): boolean {
  return /^(?:UUID:\s|scrub (?:status|done|started|device) |Error summary:)/im.test(text);
}

/**
 * Reads `btrfs scrub status`, plain or with `-R`. It tells of what was read at some time: that no error was found then does not
 * say that all is well now, and it says the same of a file system that was never scrubbed, or that lacks a device.
 */
export function parseBtrfsScrub(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const reading = emptyReading();
  const values = new Map<string, string>();
  let refusal: string | undefined;
  for (const longLine of outputLines(text).slice(0, 5000)) {
    const line = longLine.slice(0, 1000);
    const keyed = splitKeyed(line);
    if (toolRefusal(line) !== null) refusal ??= line;
    else if (keyed !== null && !values.has(keyed.key)) values.set(keyed.key, keyed.value);
  }
  const uuid =
    /^[0-9a-f-]{36}$/.exec(values.get("UUID") ?? "")?.[0] ??
    /scrub (?:status|done) for ([0-9a-f-]{36})/.exec(text.slice(0, 2000))?.[1];
  const array = emptyArray(uuid ?? "btrfs", uuid ?? "btrfs", "btrfs");
  if (refusal !== undefined) array.gaps.push(gap(toolRefusal(refusal) ?? "tool-failed", refusal));
  const status = values.get("Status") ?? "";
  const summary = values.get("Error summary") ?? "";
  array.unrecoveredErrors = toCount(values.get("Uncorrectable") ?? values.get("uncorrectable_errors"));
  // blocks of which one copy was bad and another was good
  array.mismatches = toCount(values.get("Corrected") ?? values.get("corrected_errors"));
  if (/^no errors found/.test(summary)) {
    array.unrecoveredErrors ??= 0;
    array.mismatches ??= 0;
  }
  array.operation = operationOf(status, values);
  array.signals.push({
    source: "btrfs scrub",
    text: [status, summary].filter((part) => part !== "").join(": ") || "no stats available",
    state: "unknown",
  });
  reading.arrays.push(tidyArray(array));
  return reading;
}

function operationOf(status: string, values: ReadonlyMap<string, string>): ArrayReading["operation"] {
  if (status !== "running") return null;
  const [, percent] = /\(([\d.]{1,8})%\)/.exec(values.get("Bytes scrubbed") ?? "") ?? [];
  const [, hours, minutes, seconds] = /^(\d{1,6}):(\d\d):(\d\d)$/.exec(values.get("Time left") ?? "") ?? [];
  return {
    kind: "scrub",
    isWaiting: false,
    donePercent: toPercent(percent),
    remainingSeconds:
      hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
    bytesPerSecond: null,
  };
}
