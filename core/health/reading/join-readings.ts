import type { ToolReading } from "../../../shared/model/health-reading.ts";

/** Readings of several commands or answers, put one behind the other. */
export function joinReadings(readings: readonly ToolReading[]): ToolReading {
  return {
    disks: readings.flatMap(({ disks }) => disks),
    arrays: readings.flatMap(({ arrays }) => arrays),
    controllers: readings.flatMap(({ controllers }) => controllers),
    gaps: readings.flatMap(({ gaps }) => gaps),
  };
}
