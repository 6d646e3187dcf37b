import type { ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk, emptyMetrics, emptyReading, unreadable } from "../../reading/empty.ts";
import { at, isRecord, parseJson } from "../../reading/json.ts";
import { toCelsius, toCount, toNumber, toPercent } from "../../reading/numbers.ts";
import { outputLines } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { criticalWarnings } from "../smartctl/critical-warnings.ts";

const UNIT_BYTES = 512_000;
const ZERO_CELSIUS_K = 273;
/** Colder than any machine room: a number below is in Celsius already, as a few versions print it. */
const COLDEST_K = 200;

/**
 * Reads `nvme smart-log --output-format=json`. Numbers are integers, floats or text, by version; the warning is a number or, in
 * verbose outputs, its bits.
 *
 * @returns one disk without an identity, which the output does not tell: whoever asked knows which disk it was
 */
export function parseSmartLog(text: string): ToolReading {
  const { value, problem } = parseJson(text);
  if (problem !== null) return unreadable(toolRefusal(outputLines(text.slice(0, 1000))[0]) ?? problem);
  const warning = warningBits(at(value, "critical_warning"));
  const count = (...keys: readonly string[]) =>
    keys.map((key) => toCount(at(value, key))).find((one) => one !== null) ?? null;
  const mediaErrors = count("media_errors");
  const sparePercent = toPercent(count("avail_spare", "available_spare"));
  if (warning === null || mediaErrors === null || sparePercent === null)
    return unreadable("output-unreadable");
  const units = count("data_units_written");
  const used = count("percent_used", "percentage_used");
  const disk = {
    ...emptyDisk(),
    protocol: "nvme" as const,
    medium: "solid-state" as const,
    isReadable: true,
    nvmeWarnings: criticalWarnings(warning),
    metrics: {
      ...emptyMetrics(),
      mediaErrors,
      sparePercent,
      spareThresholdPercent: toPercent(count("spare_thresh", "available_spare_threshold")),
      wornPercent: used === null ? null : Math.min(used, 255),
      temperatureC: temperatureC(at(value, "temperature")),
      powerOnHours: count("power_on_hours"),
      powerCycles: count("power_cycles"),
      unsafeShutdowns: count("unsafe_shutdowns"),
      errorLogEntries: count("num_err_log_entries"),
      writtenBytes: units === null ? null : units * UNIT_BYTES,
    },
  };
  return { ...emptyReading(), disks: [disk] };
}

function warningBits(value: unknown): number | null {
  return toCount(isRecord(value) ? at(value, "value") : value);
}

function temperatureC(value: unknown): number | null {
  const degrees = toNumber(value);
  if (degrees === null) return null;
  return toCelsius(degrees >= COLDEST_K ? degrees - ZERO_CELSIUS_K : degrees);
}
