import { describe, expect, test } from "vitest";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseLvm } from "./parse-lvm.ts";

fuzzParser("lvm", {
  parse: parseLvm,
  samples: { ...readFixtures("lvm-json"), lvs: readLab("01", "lvs.json"), pvs: readLab("01", "pvs.json") },
});

const MIRRORED = readFixture("lvm-json", "hansmi__prometheus-lvm-exporter__mirrored.json");
type Rows = Record<string, Record<string, string>[]>;

function changed(change: (report: Rows) => void): string {
  const output = JSON.parse(MIRRORED);
  change(output.report[0]);
  return JSON.stringify(output);
}

const volume = (change: Record<string, string>) =>
  parseLvm(
    changed((report) => Object.assign(report.lv?.find((row) => row.lv_name === "mirrored") ?? {}, change)),
  );

const lv = (row: Record<string, string>) =>
  parseLvm(JSON.stringify({ report: [{ lv: [{ vg_name: "vg0", lv_name: "x", ...row }] }] }));

describe("LVM", () => {
  test("makes an array of a group and one of each RAID volume in it", () => {
    expect(parseLvm(MIRRORED).arrays.map(({ name, level, id }) => [name, level, id])).toEqual([
      ["vgaaa", null, "Uq6z0j-D3zp-fNVa-frk9-s83o-81qH-8vfnWG"],
      ["vgaaa/mirrored", "raid1", "X5tkZ2-pzPA-Aumf-lCF1-eKI8-AuPk-lf1VHq"],
    ]);
    expect(parseLvm(MIRRORED).arrays[0]).toMatchObject({
      expectedMembers: 2,
      activeMembers: 2,
      sizeBytes: 2_088_763_392,
    });
  });

  test.each([
    [{ lv_health_status: "partial" }, "critical"],
    [{ lv_health_status: "refresh needed" }, "critical"],
    [{ lv_health_status: "mismatches exist" }, "warning"],
    [{ lv_health_status: "haunted" }, "ok"],
    [{ lv_attr: "rwi-a-r-p-" }, "critical"],
    [{ lv_attr: "rwi-a-r-r-" }, "critical"],
    [{ lv_attr: "rwi-a-r-m-" }, "warning"],
    [{ sync_percent: "41.50", raid_sync_action: "resync" }, "warning"],
    [{ sync_percent: "41.50", raid_sync_action: "recover" }, "warning"],
    [{ sync_percent: "100.00", raid_sync_action: "check" }, "ok"],
  ])("judges a mirror with %j", (change, severity) => {
    // one column that is not understood leaves the other to decide
    expect(severityOfReading(volume(change))).toBe(severity);
  });

  test.each([
    [{ lv_attr: "rwi-a-r-?-", lv_health_status: "haunted" }, "unknown"],
    [{ lv_attr: "-wi-a-----" }, "ok"],
    [{ lv_attr: "-wi-a---p-" }, "critical"],
    [{ lv_size: "1" }, "unknown"],
    [{ lv_attr: "twi-aotz--", data_percent: "40.00", metadata_percent: "91.20" }, "warning"],
    [{ lv_attr: "twi-aotzD-", data_percent: "100.00", metadata_percent: "12.00" }, "critical"],
    [{ vdo_operating_mode: "read-only" }, "critical"],
  ])("judges a volume alone with %j", (row, severity) => expect(severityOfReading(lv(row))).toBe(severity));

  test("sees a physical volume that is missing, by each column that tells it", () => {
    const bySum = changed((report) => Object.assign(report.vg?.[0] ?? {}, { vg_missing_pv_count: "1" }));
    const byDevice = changed((report) =>
      Object.assign(report.pv?.[1] ?? {}, { pv_missing: "1", pv_attr: "a-m" }),
    );
    expect(verdictLines(parseLvm(bySum))[0]).toMatch(/^vgaaa degraded ARRAY_DEGRADED/);
    expect(verdictLines(parseLvm(byDevice))[0]).toMatch(
      /^vgaaa degraded ARRAY_DEGRADED ARRAY_MEMBER_MISSING/,
    );
  });

  test("says that health was not asked for where no column tells it", () => {
    const [array] = parseLvm(
      readFixture("lvm-json", "hansmi__prometheus-lvm-exporter__snapshot.json"),
    ).arrays;
    expect(array?.quirks).toEqual(["lvm-health-not-asked"]);
  });

  test("is not calm about the empty list that who may not look gets", () => {
    expect(parseLvm(readLab("07", "lvs.json"))).toMatchObject({
      arrays: [],
      gaps: [{ reason: "output-empty" }],
    });
    expect(parseLvm(readLab("07", "lvs.json.err")).gaps).toMatchObject([{ reason: "permission-denied" }]);
  });
});
