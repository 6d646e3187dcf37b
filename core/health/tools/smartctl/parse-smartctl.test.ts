import { describe, expect, test } from "vitest";
import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { judgeDisk } from "../../rules/judge-disk.ts";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { parseSmartctl } from "./parse-smartctl.ts";

fuzzParser("smartctl", { parse: parseSmartctl, samples: readFixtures("smartctl") });

const SEAGATE = "sat-Seagate_Enterprise_Capacity_3.5_HDD-ST2000NM0008-2F3100-sdl.json";

function oneDisk(text: string): DiskReading {
  const { disks, gaps } = parseSmartctl(text);
  expect(gaps).toEqual([]);
  expect(disks).toHaveLength(1);
  return disks[0] as DiskReading;
}

const fixture = (file: string) => oneDisk(readFixture("smartctl", file));
const exporter = (file: string) => fixture(`prometheus-community__smartctl_exporter__${file}`);

/** A healthy output in which something else stands. */
function changed(file: string, change: (output: Record<string, unknown>) => void): DiskReading {
  const output = JSON.parse(readFixture("smartctl", file));
  change(output);
  return oneDisk(JSON.stringify(output));
}

const findings = (disk: DiskReading) => judgeDisk(disk, undefined).findings;
const codes = (disk: DiskReading) => findings(disk).map(({ code }) => code);

describe("an ATA disk", () => {
  test("is read with its identity, place and counters", () => {
    const disk = fixture("AnalogJ__scrutiny__smart-fail2.json");
    expect(disk.identity).toEqual({
      serial: "MSK423Y20S3HBC",
      wwn: "5000cca37fca81a8",
      model: "Hitachi HDS721050DLE630",
      firmware: "MS1OA650",
      sizeBytes: 500_107_862_016,
    });
    expect(disk).toMatchObject({
      place: { device: "/dev/sdc", deviceType: "usbjmicron" },
      protocol: "ata",
      medium: "spinning",
      selfAssessment: "failed",
      flags: {
        isFailing: true,
        isPrefailNow: true,
        wasPrefailOnce: false,
        hasErrorLog: true,
        hasSelfTestErrors: true,
      },
    });
    expect(disk.metrics).toMatchObject({
      reallocatedSectors: 1975,
      reallocationEvents: 3831,
      pendingSectors: 8,
      offlineUncorrectable: 0,
      reportedUncorrectable: null,
      interfaceCrcErrors: 0,
      spinRetries: 0,
      temperatureC: 25,
      powerOnHours: 65_592,
      powerCycles: 86,
      errorLogEntries: 56,
    });
    expect(disk.attributes.find(({ id }) => id === 5)).toEqual({
      id: 5,
      name: "Reallocated_Sector_Ct",
      ...{ value: 1, worst: 1, threshold: 5, raw: 1975, rawText: "1975" },
      isPrefail: true,
      failed: "now",
    });
  });

  test("has a long self-test that failed, which shorter ones do not make up for; its clock of 16 bits went round", () => {
    expect(fixture("AnalogJ__scrutiny__smart-fail2.json").selfTest).toEqual({
      kind: "long",
      outcome: "failed",
      remainingPercent: 90,
      atPowerOnHours: 65_540,
      firstErrorAt: "104870168",
    });
  });

  test("is not failed by a self-test that runs", () => {
    const disk = fixture("PhilipMay__smart-prom-next__sat_xall.json");
    expect(disk.selfTest).toMatchObject({ kind: "short", outcome: "running", remainingPercent: 90 });
    expect(codes(disk)).toEqual([]);
  });

  test.each([
    [1, 1],
    [100, 100],
    [0x0001_0001_0001, 1],
    [0x0005_0006_00c8, 200],
  ])("has its time-outs taken apart: %d are %d", (raw, timeouts) => {
    const disk = changed("joeywli__smartctl-rs__hdd.json", (output) => setRaw(output, 188, raw));
    expect(disk.metrics.commandTimeouts).toBe(timeouts);
    expect(codes(disk)).toEqual(timeouts > 100 ? ["DISK_COMMAND_TIMEOUTS"] : []);
  });

  test("is not alarmed about by numbers in which its maker packs others", () => {
    const disk = exporter(SEAGATE);
    expect(disk.attributes.find(({ id }) => id === 1)?.raw).toBeGreaterThan(100_000_000);
    expect(codes(disk)).toEqual([]);
  });

  test.each([
    [5, "DISK_DAMAGE_PRESENT"],
    [187, "DISK_DAMAGE_PRESENT"],
    [197, "DISK_DAMAGE_PRESENT"],
    [198, "DISK_DAMAGE_PRESENT"],
  ])("with a raw value of 1 in attribute %d is a warning with a band", (id, code) => {
    const disk = changed("joeywli__smartctl-rs__hdd.json", (output) => setRaw(output, id, 1));
    const [finding] = findings(disk);
    expect(finding).toMatchObject({ code, level: "warning", details: { value: 1, trend: null } });
    expect(finding?.details).toHaveProperty("band.lowPercent");
  });

  test.each(["Total_Unc_NAND_Blocks", "Bogus_Current_Pend_Sect", "Unknown_Attribute"])(
    "is not read by the number of an attribute that means something else: %s",
    (name) => {
      const disk = changed("joeywli__smartctl-rs__hdd.json", (output) => {
        setRaw(output, 197, 5000);
        attribute(output, 197).name = name;
      });
      expect(disk.metrics.pendingSectors).toBeNull();
      expect(codes(disk)).toEqual([]);
    },
  );

  test.each([
    [5, "Reallocate_NAND_Blk_Cnt"],
    [5, "Retired_Block_Count"],
    [187, "Reported_UE_Counts"],
    [198, "Offline_Scan_UNC_SectorCt"],
    [197, "Current_Pending_ECC_Cnt"],
  ])("is read by attribute %d also under its maker's name %s", (id, name) => {
    const disk = changed("joeywli__smartctl-rs__hdd.json", (output) => {
      setRaw(output, id, 3);
      attribute(output, id).name = name;
    });
    expect(codes(disk)).toEqual(["DISK_DAMAGE_PRESENT"]);
  });

  test("is unknown when only its status is there: passed is not health", () => {
    const disk = changed("joeywli__smartctl-rs__hdd.json", (output) => {
      output.ata_smart_attributes = { table: [] };
    });
    expect(disk).toMatchObject({ selfAssessment: "passed", isReadable: false });
    expect(judgeDisk(disk, undefined).verdict).toBe("unknown");
  });

  test("is unknown when its attributes are all of a kind that nobody knows", () => {
    const disk = changed("joeywli__smartctl-rs__hdd.json", (output) => {
      const { table } = output.ata_smart_attributes as { table: { name: string }[] };
      for (const entry of table) entry.name = "Unknown_Attribute";
    });
    expect(disk.attributes.length).toBeGreaterThan(10);
    expect(judgeDisk(disk, undefined).verdict).toBe("unknown");
  });

  test("behind a bridge that lost a log is judged by the rest", () => {
    const disk = fixture("PhilipMay__smart-prom-next__usbjmicron_x_exit_status_4.json");
    expect(disk.isReadable).toBe(true);
    expect(disk.metrics).toMatchObject({ temperatureWarnC: 60, temperatureCriticalC: 85 });
    expect(judgeDisk(disk, undefined).verdict).toBe("ok");
  });

  test("tells its wear by what is left of its life, or by smartctl's own figure", () => {
    expect(fixture("AnalogJ__scrutiny__smart-ata2.json").metrics.wornPercent).toBe(1);
    const disk = changed("AnalogJ__scrutiny__smart-ata2.json", (output) => {
      output.endurance_used = { current_percent: 97 };
    });
    expect(codes(disk)).toEqual(["DISK_WORN"]);
  });
});

describe("an NVMe disk", () => {
  test("is read with its counters", () => {
    const disk = fixture("henrygd__beszel__nvme0.json");
    expect(disk).toMatchObject({
      protocol: "nvme",
      medium: "solid-state",
      isReadable: true,
      nvmeWarnings: [],
    });
    expect(disk.metrics).toMatchObject({
      mediaErrors: 0,
      wornPercent: 0,
      sparePercent: 100,
      spareThresholdPercent: 32,
      temperatureC: 61,
      temperatureWarnC: 100,
      temperatureCriticalC: 110,
      powerOnHours: 4399,
      powerCycles: 430,
      unsafeShutdowns: 44,
      writtenBytes: 16_040_567 * 512_000,
    });
  });

  test.each([
    [64, ["other"], "warning"],
    [128, ["other"], "warning"],
    [192, ["other"], "warning"],
    [66, ["temperature", "other"], "warning"],
    [36, ["reliability-degraded", "persistent-memory"], "failing"],
  ])("of a warning with bits of a later version, %i, is not fine", (bits, warnings, verdict) => {
    const output = JSON.parse(readLab("01", "smartctl-a-LABNVME0.json"));
    output.nvme_smart_health_information_log.critical_warning = bits;
    const disk = oneDisk(JSON.stringify(output));
    expect(disk.nvmeWarnings).toEqual(warnings);
    expect(judgeDisk(disk, undefined).verdict).toBe(verdict);
  });

  test.each([
    ["02", ["reliability-degraded"], "failing"],
    ["03", ["spare-low", "temperature", "read-only"], "failing"],
    ["04", [], "ok"],
  ])("of the lab in state %s has its warnings decoded bit by bit", (state, warnings, verdict) => {
    const disk = oneDisk(readLab(state, "smartctl-a-LABNVME0.json"));
    expect(disk.nvmeWarnings).toEqual(warnings);
    const judged = judgeDisk(disk, undefined);
    expect(judged).toMatchObject({ id: "LABNVME0", verdict });
    expect(judged.findings).toHaveLength(warnings.length);
  });

  test("that is only too warm has not failed, though its status says so", () => {
    const disk = changed("henrygd__beszel__nvme0.json", (output) => {
      Object.assign(output.nvme_smart_health_information_log as object, { critical_warning: 2 });
      Object.assign(output, { smart_status: { passed: false, nvme: { value: 2 } } });
    });
    expect(judgeDisk(disk, undefined).verdict).toBe("warning");
    expect(codes(disk)).toEqual(["DISK_NVME_WARNING"]);
  });

  test("with many entries in its log of errors is fine", () => {
    const disk = fixture("AnalogJ__scrutiny__smart-nvme2.json");
    expect(disk.metrics.errorLogEntries).toBe(8382);
    expect(codes(disk)).toEqual([]);
  });

  test("may have counters beyond what a number holds", () => {
    const disk = changed("henrygd__beszel__nvme0.json", (output) => {
      const log = output.nvme_smart_health_information_log as Record<string, unknown>;
      log.media_errors = 1.8446744073709552e19;
      log.media_errors_s = "18446744073709551615";
    });
    expect(disk.metrics.mediaErrors).toBe(Number.MAX_SAFE_INTEGER);
    expect(codes(disk)).toEqual(["DISK_DAMAGE_PRESENT"]);
  });

  test.each([
    [[{ value: 0 }, { value: 7 }], "passed"],
    [[{ value: 1 }, { value: 7 }], "failed"],
    [[{ value: 5 }], "failed"],
    [[{ value: 9 }], "aborted"],
  ])("has of the self-tests %j the one that counts", (results, outcome) => {
    const disk = changed("henrygd__beszel__nvme0.json", (output) => {
      const table = results.map((self_test_result) => ({
        self_test_code: { string: "Short" },
        self_test_result,
      }));
      output.nvme_self_test_log = { current_self_test_operation: { value: 0 }, table };
    });
    expect(disk.selfTest?.outcome).toBe(outcome);
  });
});

describe("a SCSI disk", () => {
  test("is read by its old and new names", () => {
    const old = fixture("AnalogJ__scrutiny__smart-scsi.json");
    expect(old.identity).toMatchObject({
      serial: "Z1Z5DWJK0000XXXXXXXX",
      model: "SEAGATE ST4000NM0043",
      firmware: "MS03",
    });
    expect(old.metrics).toMatchObject({
      reallocatedSectors: 56,
      uncorrectedReads: 0,
      temperatureCriticalC: 68,
    });
    expect(old.metrics.writtenBytes).toBeCloseTo(86_472.611e9);
    const recent = fixture("henrygd__beszel__scsi.json");
    expect(recent.identity).toMatchObject({
      wwn: "5000cca29063dc00",
      model: "YADRO WUH721414AL4204",
      firmware: "C240",
    });
    expect(recent.metrics.writtenBytes).toBeCloseTo(2124.59e9);
  });

  test.each(["read", "write"])("with an error of %s that was not corrected is a warning", (side) => {
    const disk = changed("henrygd__beszel__scsi.json", (output) => {
      const log = output.scsi_error_counter_log as Record<string, Record<string, number>>;
      Object.assign(log[side] ?? {}, { total_uncorrected_errors: 1 });
    });
    expect(codes(disk)).toEqual(["DISK_DAMAGE_PRESENT"]);
  });

  test("has its self-tests under keys of their own", () => {
    const disk = changed("henrygd__beszel__scsi.json", (output) => {
      Object.assign(output, {
        scsi_self_test_0: {
          code: { string: "Background short" },
          result: { value: 0 },
          power_on_time: { hours: 400 },
        },
        scsi_self_test_1: {
          code: { string: "Background long" },
          result: { value: 7 },
          power_on_time: { hours: 300 },
        },
      });
    });
    expect(disk.selfTest).toMatchObject({ kind: "long", outcome: "failed", atPowerOnHours: 300 });
  });
});

describe("a disk that was not read", () => {
  test.each([
    ["AnalogJ__scrutiny__smart-fail.json", "permission-denied", "/dev/sda"],
    ["PhilipMay__smart-prom-next__nvme_xall_error.json", "permission-denied", "/dev/nvme0"],
    ["joeywli__smartctl-rs__perm.json", "permission-denied", "/dev/sda"],
    ["Starosdev__scrutiny__smartctl_info_hitachi_autodetect.json", "smart-unsupported", "/dev/sda"],
    ["AnalogJ__scrutiny__smart-raid.json", "smart-unsupported", "/dev/sdb"],
    ["AnalogJ__scrutiny__smart-pass.json", "counters-missing", "/dev/sdc"],
    ["PhilipMay__smart-prom-next__scsi_xall_limited_output.json", "smart-unsupported", "/dev/sda"],
  ])("is unknown with the reason: %s", (file, reason, device) => {
    const disk = fixture(file);
    expect(disk).toMatchObject({ isReadable: false, place: { device } });
    expect(findings(disk)).toMatchObject([
      { code: "DISK_UNREADABLE", level: "unknown", details: { reason } },
    ]);
  });

  // the messages are smartctl's own; no capture of these was at hand
  test.each([
    ["/dev/sda: Unknown USB bridge [0x152d:0x0578 (0x100)]", 1, "bridge-hides-smart"],
    ["Smartctl open device: /dev/sdz failed: No such device", 2, "device-not-opened"],
    ["/dev/xvda: Unable to detect device type", 1, "smart-unsupported"],
    ["/dev/sdb: Unable to detect device type", 1, "device-not-opened"],
    ["SMART Disabled. Use option -s with argument 'on' to enable it.", 4, "smart-disabled"],
  ])("is unknown by what smartctl says: %s", (string, exit_status, reason) => {
    const output = {
      smartctl: { argv: ["smartctl"], messages: [{ string, severity: "error" }], exit_status },
    };
    const disk = oneDisk(JSON.stringify(output));
    expect(findings(disk)).toMatchObject([{ code: "DISK_UNREADABLE", details: { reason } }]);
  });

  test("gives no health data where a virtual machine only makes it up, and is not sought at its plug", () => {
    const [disk] = parseSmartctl(readLab("81", "smartctl-xall-vda.json")).disks;
    expect(disk).toMatchObject({ isReadable: false, place: { device: "/dev/vda" } });
    expect(disk?.gaps).toMatchObject([{ reason: "smart-unsupported" }]);
  });

  test.each([
    [2, "Device is in STANDBY mode, exit(2)"],
    [3, "Device is in STANDBY_Y mode, exit(3)"],
    [3, "Device is in SLEEP mode, exit(3)"],
    [3, undefined],
  ])("sleeps, and is neither fine nor broken: status %d, %s", (exit_status, string) => {
    const messages = string === undefined ? [] : [{ string, severity: "information" }];
    const device = { name: "/dev/sdb", type: "sat", protocol: "ATA" };
    const disk = oneDisk(JSON.stringify({ smartctl: { messages, exit_status }, device }));
    expect(judgeDisk(disk, undefined)).toMatchObject({
      verdict: "asleep",
      findings: [{ code: "DISK_ASLEEP", level: "note" }],
    });
  });

  test("by a form of output that nobody knows yet is unknown", () => {
    const disk = changed("henrygd__beszel__nvme0.json", (output) => {
      output.json_format_version = [2, 0];
    });
    expect(findings(disk)).toMatchObject([
      { code: "DISK_UNREADABLE", details: { reason: "version-unknown" } },
    ]);
  });
});

test("the lab's disk with 24 replaced sectors is a warning, the one below its limit is failing, though both passed", () => {
  const replaced = oneDisk(readLab("05", "smartctl-a-LABSATA0.json"));
  expect(replaced.selfAssessment).toBe("passed");
  expect(judgeDisk(replaced, undefined)).toMatchObject({ id: "LABSATA0", verdict: "warning" });
  const failing = oneDisk(readLab("06", "smartctl-a-LABSATA0.json"));
  expect(failing).toMatchObject({
    selfAssessment: "passed",
    flags: { isPrefailNow: false, wasPrefailOnce: true },
  });
  expect(judgeDisk(failing, undefined)).toMatchObject({ id: "LABSATA0", verdict: "failing" });
});

function attribute(output: Record<string, unknown>, id: number): Record<string, unknown> {
  const { table } = output.ata_smart_attributes as { table: Record<string, unknown>[] };
  return table.find((entry) => entry.id === id) ?? {};
}

function setRaw(output: Record<string, unknown>, id: number, value: number): void {
  attribute(output, id).raw = { value, string: String(value) };
}
