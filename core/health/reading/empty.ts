import type {
  ArrayReading,
  ControllerReading,
  DiskMetrics,
  DiskReading,
  Gap,
  GapReason,
  ToolReading,
} from "../../../shared/model/health-reading.ts";
import { cleanText } from "./text.ts";

/** Metrics of which none was said. */
export function emptyMetrics(): DiskMetrics {
  return {
    reallocatedSectors: null,
    reallocationEvents: null,
    pendingSectors: null,
    offlineUncorrectable: null,
    reportedUncorrectable: null,
    commandTimeouts: null,
    interfaceCrcErrors: null,
    spinRetries: null,
    endToEndErrors: null,
    mediaErrors: null,
    otherErrors: null,
    predictedFailures: null,
    uncorrectedReads: null,
    uncorrectedWrites: null,
    wornPercent: null,
    sparePercent: null,
    spareThresholdPercent: null,
    temperatureC: null,
    temperatureWarnC: null,
    temperatureCriticalC: null,
    powerOnHours: null,
    powerCycles: null,
    unsafeShutdowns: null,
    errorLogEntries: null,
    writtenBytes: null,
  };
}

/** A disk of which nothing is known: no rule takes it for a good one. A parser fills in what its tool says. */
export function emptyDisk(): DiskReading {
  return {
    identity: { serial: null, wwn: null, model: null, firmware: null, sizeBytes: null },
    place: { device: null, deviceType: null, controller: null, enclosure: null, slot: null },
    protocol: "unknown",
    medium: "unknown",
    isAsleep: false,
    isReadable: false,
    selfAssessment: null,
    flags: {
      isFailing: false,
      isPrefailNow: false,
      wasPrefailOnce: false,
      hasErrorLog: false,
      hasSelfTestErrors: false,
    },
    nvmeWarnings: [],
    reported: null,
    attributes: [],
    metrics: emptyMetrics(),
    selfTest: null,
    selfTestLog: [],
    gaps: [],
  };
}

/** An array of which nothing but its name is known. */
export function emptyArray(id: string, name: string, technology: ArrayReading["technology"]): ArrayReading {
  return {
    id: cleanText(id) ?? "?",
    name: cleanText(name) ?? "?",
    technology,
    level: null,
    signals: [],
    members: [],
    expectedMembers: null,
    activeMembers: null,
    operation: null,
    unrecoveredErrors: null,
    mismatches: null,
    sizeBytes: null,
    usedBytes: null,
    thinPoolUsedPercent: null,
    isMounted: null,
    quirks: [],
    gaps: [],
  };
}

/** A controller of which nothing but its name is known. */
export function emptyController(id: string): ControllerReading {
  return {
    id: cleanText(id) ?? "?",
    model: null,
    state: "unknown",
    stateText: null,
    battery: "unknown",
    batteryText: null,
    cache: "unknown",
    cacheText: null,
    temperatureC: null,
    gaps: [],
  };
}

/** What a tool said that said nothing. */
export function emptyReading(): ToolReading {
  return { disks: [], arrays: [], controllers: [], gaps: [] };
}

/** @param message the tool's own words @param about what could not be read, when it is not everything */
export function gap(reason: GapReason, message: unknown = null, about: unknown = null): Gap {
  return { reason, message: cleanText(message), about: cleanText(about) };
}

/** An output of which nothing could be read. */
export function unreadable(reason: GapReason, message: unknown = null): ToolReading {
  return { ...emptyReading(), gaps: [gap(reason, message)] };
}
