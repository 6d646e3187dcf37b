/** Made by hand after the makers' documentation: nobody has given an output of this tool that may be kept here. */
import { describe, expect, test } from "vitest";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseStorageSpaces } from "./parse-storage-spaces.ts";

/** As `Get-CimInstance` gives it: numbers, whatever the language of Windows. */
const disk = (changes: Readonly<Record<string, unknown>> = {}) => ({
  CimClass: { CimSuperClassName: "MSFT_StorageFaultDomain", CimClassName: "MSFT_PhysicalDisk" },
  DeviceId: "1",
  FriendlyName: "MAKER HDD 4TB",
  SerialNumber: "        WX123456",
  UniqueId: "50014EE20C1D2E3F",
  MediaType: 3,
  Size: 4_000_787_030_016,
  Usage: 1,
  SlotNumber: 4,
  HealthStatus: 0,
  OperationalStatus: [2],
  ...changes,
});
const virtualDisk = (changes: Readonly<Record<string, unknown>> = {}) => ({
  FriendlyName: "Mirror",
  UniqueId: "DEADBEEF0123",
  ResiliencySettingName: "Mirror",
  NumberOfDataCopies: 2,
  Size: 4_000_000_000_000,
  HealthStatus: 0,
  OperationalStatus: [2],
  ...changes,
});
const pool = (changes: Readonly<Record<string, unknown>> = {}) => ({
  FriendlyName: "Pool",
  UniqueId: "{1}",
  IsPrimordial: false,
  Size: 8_000_000_000_000,
  AllocatedSize: 4_100_000_000_000,
  HealthStatus: 0,
  OperationalStatus: [2],
  ...changes,
});
const parse = (value: unknown) => parseStorageSpaces(JSON.stringify(value));
const whole = {
  physicalDisks: [disk()],
  virtualDisks: [virtualDisk()],
  pools: [
    pool({ IsPrimordial: true, FriendlyName: "Primordial", HealthStatus: 1, OperationalStatus: [3] }),
    pool(),
  ],
  jobs: [],
  counters: [
    {
      DeviceId: "1",
      ReadErrorsUncorrected: 0,
      WriteErrorsUncorrected: null,
      Wear: 0,
      Temperature: 33,
      PowerOnHours: 812,
    },
  ],
};

describe("Windows' storage", () => {
  test("reads disks with their counters, virtual disks and pools, but not the primordial one", () => {
    const { disks, arrays, gaps } = parse(whole);
    expect(gaps).toEqual([]);
    expect(disks).toMatchObject([
      {
        identity: {
          serial: "WX123456",
          wwn: "50014ee20c1d2e3f",
          model: "MAKER HDD 4TB",
          sizeBytes: 4_000_787_030_016,
        },
        place: { device: "PhysicalDisk1", slot: "4" },
        medium: "spinning",
        reported: { text: "healthy (0), OK", state: "ok" },
        metrics: { uncorrectedReads: 0, uncorrectedWrites: null, temperatureC: 33, powerOnHours: 812 },
      },
    ]);
    expect(arrays.map(({ name, level, usedBytes }) => [name, level, usedBytes])).toEqual([
      ["Mirror", "Mirror", null],
      ["Pool", null, 4_100_000_000_000],
    ]);
    expect(severityOfReading(parse(whole))).toBe("ok");
  });

  test("reads one object, a list, and English words, also behind a byte order mark", () => {
    const worded = {
      FriendlyName: "SSD",
      SerialNumber: "S1",
      MediaType: "SSD",
      HealthStatus: "Healthy",
      OperationalStatus: "OK",
      Usage: "Auto-Select",
    };
    expect(parseStorageSpaces(`\ufeff${JSON.stringify(worded)}`).disks).toMatchObject([
      { medium: "solid-state", reported: { state: "ok" } },
    ]);
    expect(parse([worded, worded]).disks).toHaveLength(2);
  });

  test.each([
    [{ HealthStatus: 1, OperationalStatus: [5] }, "failing", "critical"],
    [{ HealthStatus: 1, OperationalStatus: [13] }, "missing", "critical"],
    [{ HealthStatus: 2, OperationalStatus: [3] }, "failed", "critical"],
    [{ HealthStatus: 1, OperationalStatus: [53_252] }, "warning", "warning"],
    [{ Usage: 4 }, "warning", "warning"],
    [{ Usage: "Hot Spare" }, "spare", "unknown"],
    [{ HealthStatus: 5, OperationalStatus: [0] }, "unknown", "unknown"],
    [{ HealthStatus: "Fehlerfrei", OperationalStatus: "OK" }, "unknown", "unknown"],
  ])("judges a disk with %j as %s", (changes, state, severity) => {
    const reading = parse([disk(changes)]);
    expect(reading.disks[0]?.reported?.state).toBe(state);
    expect(severityOfReading(reading)).toBe(severity);
  });

  test.each([
    [{ HealthStatus: 1, OperationalStatus: ["Incomplete"] }, "degraded"],
    [{ HealthStatus: "Warning", OperationalStatus: "Degraded" }, "degraded"],
    [{ HealthStatus: 1, OperationalStatus: [11] }, "rebuilding"],
    [{ HealthStatus: 2, OperationalStatus: ["No Redundancy"] }, "failed"],
    [{ HealthStatus: 0, OperationalStatus: ["Suboptimal"] }, "ok"],
    [{ HealthStatus: 5, OperationalStatus: ["Detached"] }, "failed"],
    [{ HealthStatus: 1, OperationalStatus: [53_251] }, "degraded"],
    [{ HealthStatus: 5, OperationalStatus: [] }, "unknown"],
  ])("judges a virtual disk with %j as %s", (changes, verdict) => {
    expect(verdictLines(parse([virtualDisk(changes)]))[0]).toMatch(new RegExp(`^Mirror ${verdict}`));
  });

  test("reads how far a repair is, when only one runs", () => {
    const repaired = virtualDisk({ HealthStatus: 1, OperationalStatus: [11] });
    const job = { Name: "Mirror-Repair", JobState: 4, PercentComplete: 42 };
    expect(parse({ virtualDisks: [repaired], jobs: [job] }).arrays[0]?.operation).toMatchObject({
      kind: "rebuild",
      donePercent: 42,
    });
    expect(parse({ virtualDisks: [repaired], jobs: [job, job] }).arrays[0]?.operation).toMatchObject({
      donePercent: null,
    });
  });

  test("keeps counters of a disk that is not listed beside them", () => {
    const reading = parse([{ DeviceId: "3", ReadErrorsUncorrected: 4, Wear: 12, Temperature: 0 }]);
    expect(reading.disks).toMatchObject([
      {
        place: { device: "PhysicalDisk3" },
        metrics: { uncorrectedReads: 4, wornPercent: 12, temperatureC: null },
      },
    ]);
    expect(severityOfReading(reading)).toBe("warning");
  });
});

fuzzParser("Windows' storage", {
  parse: parseStorageSpaces,
  samples: { whole: JSON.stringify(whole, null, 2) },
});
