/** What smartctl tells about a disk, by the protocol the disk speaks. Each says also whether its health can be judged by it. */
import type { DiskMetrics, DiskReading } from "../../../../shared/model/health-reading.ts";
import { asList, at } from "../../reading/json.ts";
import { toCount, toNumber, toPercent } from "../../reading/numbers.ts";
import { metricsOf, readAttributes } from "./ata-attributes.ts";
import { criticalWarnings } from "./critical-warnings.ts";
import { ataSelfTests, decisiveTest, nvmeSelfTests, scsiSelfTests } from "./self-tests.ts";

export type ProtocolReading = Pick<
  DiskReading,
  "attributes" | "nvmeWarnings" | "selfTest" | "selfTestLog" | "isReadable"
> & {
  readonly metrics: Partial<DiskMetrics>;
};

/** Any of these tells how an ATA disk is; those that do not spin have few of them, and by names of their makers. */
const TELLING: readonly (keyof DiskMetrics)[] = [
  "reallocatedSectors",
  "reallocationEvents",
  "pendingSectors",
  "offlineUncorrectable",
  "reportedUncorrectable",
  "endToEndErrors",
  "wornPercent",
];

/** NVMe counts in thousands of 512 bytes. */
const NVME_UNIT_BYTES = 512_000;
/** Gigabytes, as SCSI counts them. */
const GIGABYTE = 1e9;
const USUAL_SECTOR_BYTES = 512;

/** A status alone is no health: without a counter of damage or wear behind it nobody knows how the disk is. */
export function readAta(output: unknown): ProtocolReading {
  const attributes = readAttributes(at(output, "ata_smart_attributes", "table"));
  const sectorBytes = toCount(at(output, "logical_block_size")) || USUAL_SECTOR_BYTES;
  const worn = toPercent(at(output, "endurance_used", "current_percent")) ?? enduranceStatistic(output);
  const errors =
    toCount(at(output, "ata_smart_error_log", "extended", "count")) ??
    toCount(at(output, "ata_smart_error_log", "summary", "count"));
  const metrics = {
    ...metricsOf(attributes, sectorBytes),
    ...(worn === null ? {} : { wornPercent: worn }),
    errorLogEntries: errors,
  };
  const hasLimits = attributes.some(({ threshold }) => threshold !== null);
  const isJudged = typeof at(output, "smart_status", "passed") === "boolean" || hasLimits;
  return {
    attributes,
    nvmeWarnings: [],
    ...testsOf(ataSelfTests(output)),
    isReadable: isJudged && TELLING.some((counter) => typeof metrics[counter] === "number"),
    metrics,
  };
}

export function readNvme(output: unknown): ProtocolReading {
  const log = at(output, "nvme_smart_health_information_log");
  const count = (key: string) => countAt(log, key);
  const units = count("data_units_written");
  const warning = toCount(at(log, "critical_warning"));
  const status = toCount(at(output, "smart_status", "nvme", "value"));
  return {
    attributes: [],
    nvmeWarnings: criticalWarnings(warning ?? status ?? 0),
    ...testsOf(nvmeSelfTests(output)),
    isReadable: warning !== null && count("media_errors") !== null,
    metrics: {
      mediaErrors: count("media_errors"),
      wornPercent: wornPercent(at(log, "percentage_used")),
      sparePercent: toPercent(at(log, "available_spare")),
      spareThresholdPercent: toPercent(at(log, "available_spare_threshold")),
      unsafeShutdowns: count("unsafe_shutdowns"),
      errorLogEntries: count("num_err_log_entries"),
      writtenBytes: units === null ? null : units * NVME_UNIT_BYTES,
    },
  };
}

export function readScsi(output: unknown): ProtocolReading {
  const errors = at(output, "scsi_error_counter_log");
  const uncorrected = (side: string) => countAt(at(errors, side), "total_uncorrected_errors");
  const defects = countAt(output, "scsi_grown_defect_list");
  const worn = wornPercent(at(output, "scsi_percentage_used_endurance_indicator"));
  const written = toNumber(
    // some systems print a comma in front of the decimals
    String(at(errors, "write", "gigabytes_processed") ?? "").replace(/^(\d+),(\d{3})$/, "$1.$2"),
  );
  const isPassedKnown = typeof at(output, "smart_status", "passed") === "boolean";
  const hasCounters = [defects, uncorrected("read"), uncorrected("write"), worn].some((one) => one !== null);
  return {
    attributes: [],
    nvmeWarnings: [],
    ...testsOf(scsiSelfTests(output)),
    isReadable: isPassedKnown && hasCounters,
    metrics: {
      reallocatedSectors: defects,
      pendingSectors: countAt(at(output, "scsi_pending_defects"), "count"),
      uncorrectedReads: uncorrected("read"),
      uncorrectedWrites: uncorrected("write"),
      wornPercent: worn,
      writtenBytes: written === null || written < 0 ? null : written * GIGABYTE,
    },
  };
}

/** @param tests the newest first */
function testsOf(tests: DiskReading["selfTestLog"]) {
  return { selfTest: decisiveTest(tests), selfTestLog: tests };
}

/** @returns a counter; numbers beyond 2^53 are printed a second time as text, which is exact */
function countAt(record: unknown, key: string): number | null {
  return toCount(at(record, `${key}_s`)) ?? toCount(at(record, key));
}

/** May be above 100; 255 stands for all that is higher. */
function wornPercent(value: unknown): number | null {
  const percent = toCount(value);
  return percent === null ? null : Math.min(percent, 255);
}

/** "Percentage Used Endurance Indicator" of the solid state page, which is the same in every language. */
function enduranceStatistic(output: unknown): number | null {
  for (const page of asList(at(output, "ata_device_statistics", "pages")).slice(0, 50)) {
    if (toCount(at(page, "number")) !== 7) continue;
    for (const entry of asList(at(page, "table")).slice(0, 50)) {
      if (toCount(at(entry, "offset")) === 8 && at(entry, "flags", "valid") !== false) {
        return wornPercent(at(entry, "value"));
      }
    }
  }
  return null;
}
