import { describe, expect, test } from "vitest";
import { readFixture, readFixtures } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseArcconf } from "./parse-arcconf.ts";

const logical = readFixture("arcconf", "ulmitov__pyarcconf___getconfig_1_LD");
const physical = readFixture("arcconf", "ulmitov__pyarcconf___getconfig_1_PD");
const whole = readFixture("arcconf", "ulmitov__pyarcconf___getconfig_1");

/** A real output of a healthy controller, with some of its words changed. */
const changed = (text: string, ...changes: readonly (readonly [from: RegExp, to: string])[]) =>
  parseArcconf(
    changes.reduce((sum, [from, to]) => {
      expect(sum).toMatch(from);
      return sum.replace(from, to);
    }, text),
  );

describe("arcconf", () => {
  test("reads logical devices and their members, whichever way these are listed", () => {
    const { arrays, gaps } = parseArcconf(logical);
    expect(gaps).toEqual([]);
    expect(
      arrays.map(({ id, level, expectedMembers, activeMembers }) => [
        id,
        level,
        expectedMembers,
        activeMembers,
      ]),
    ).toEqual([
      ["600508B1001CF1A2E058530BA221FBBB", "RAID 1", 2, 2],
      ["600508B1001CA68D3EC043F5687BF245", "RAID 10", 4, 4],
    ]);
    expect(arrays[1]?.members[1]).toMatchObject({
      name: "Group 0, Segment 1",
      slot: "5",
      serial: "8DG76EGD",
      state: "ok",
    });
  });

  test("reads drives with their counters, and leaves enclosures out", () => {
    const { disks } = parseArcconf(physical);
    expect(disks).toHaveLength(8);
    expect(disks[0]).toMatchObject({
      identity: { serial: "8DGYNB3H", wwn: "5000cca25335ecbd", model: "HUH721212AL4204", firmware: "C3F0" },
      place: { device: "0,8", enclosure: "1", slot: "0" },
      reported: { text: "Online", state: "ok" },
      metrics: { mediaErrors: 0, predictedFailures: 0, temperatureC: 30, temperatureWarnC: 85 },
    });
  });

  test("reads the controller's state, temperature and cache", () => {
    const { controllers } = parseArcconf(whole);
    expect(controllers).toMatchObject([
      {
        id: "15234F3002555BA",
        model: "Adaptec SmartRAID 3204-8i",
        state: "ok",
        temperatureC: 46,
        cache: "off",
      },
    ]);
  });

  test("calls a logical device degraded, and names the place that is missing", () => {
    const reading = changed(
      logical,
      [/Status of Logical Device( +): Optimal/, "Status of Logical Device$1: Degraded"],
      [/(Device 9 +): Present/, "$1: Missing"],
    );
    expect(reading.arrays[0]).toMatchObject({ expectedMembers: 2, activeMembers: 1 });
    expect(verdictLines(reading)[0]).toContain("Logical device 0 degraded ARRAY_DEGRADED");
  });

  test.each([
    ["Optimal", "ok"],
    ["Degraded", "critical"],
    ["Degraded, Rebuilding", "warning"],
    ["Suboptimal", "critical"],
    ["Failed", "critical"],
    ["Offline", "critical"],
    ["Puzzled", "unknown"],
  ])("judges a logical device that is %s, in an older spelling, as %s", (status, severity) => {
    const text = `Controllers found: 1\nLogical device number 0\n   Status of logical device : ${status}\n   RAID level : 5\n   Size : 100 MB\n\nCommand completed successfully.\n`;
    expect(severityOfReading(parseArcconf(text))).toBe(severity);
  });

  test.each([
    ["Failed", "critical"],
    ["Rebuilding", "warning"],
    ["Global Hot-Spare", "ok"],
    ["Dedicated Hot-Spare for logical device 0", "ok"],
    ["Raw (Pass Through)", "ok"],
    ["Online (JBOD)", "ok"],
    ["Puzzled", "unknown"],
  ])("judges a drive that is %s as %s", (state, severity) => {
    expect(severityOfReading(changed(physical, [/State( +): Online/, `State$1: ${state}`]))).toBe(severity);
  });

  test("counts what a drive warned of", () => {
    expect(severityOfReading(changed(physical, [/(S\.M\.A\.R\.T\. warnings +): 0/, "$1: 2"]))).toBe(
      "critical",
    );
    expect(severityOfReading(changed(physical, [/(Hard Read Errors +): 0/, "$1: 7"]))).toBe("warning");
  });

  test("reads a heated controller, defunct drives and degraded devices that were not listed", () => {
    expect(verdictLines(changed(whole, [/\(Normal\)/, "(Critical)"]))).toContain(
      "15234F3002555BA warning CONTROLLER_STATE",
    );
    expect(verdictLines(changed(whole, [/(Defunct disk drive count +): 0/, "$1: 1"]))).toContain(
      "15234F3002555BA warning CONTROLLER_STATE",
    );
    expect(verdictLines(changed(whole, [/0\/0\/0/, "2/0/1"]))).toContain(
      "15234F3002555BA failing CONTROLLER_STATE",
    );
  });

  test.each([
    ["Status", "Optimal", "ok", "ok"],
    ["Status", "Charging", "charging", "ok"],
    ["Status", "Not Installed", "none", "ok"],
    ["Overall Backup Unit Status", "Failed", "failed", "warning"],
  ])("reads a battery whose %s is %s", (key, value, battery, severity) => {
    const ruler = `   ${"-".repeat(56)}`;
    const reading = changed(whole, [
      / {3}-+\n {3}RAID Properties/,
      `${ruler}\n   Controller Battery Information\n${ruler}\n   ${key}    : ${value}\n${ruler}\n   RAID Properties`,
    ]);
    expect(reading.controllers[0]).toMatchObject({ battery, state: "ok" });
    expect(severityOfReading(reading)).toBe(severity);
  });

  test.each([
    ["Ok", "Optimal", "ok"],
    ["Ok", "Degraded", "critical"],
    ["Has Failed Physical Device", "Degraded", "critical"],
    ["Puzzled", "Puzzled", "unknown"],
  ])(
    "reads arrays that are listed on their own: %s, with a logical device that is %s",
    (status, state, severity) => {
      const ruler = "-".repeat(56);
      const text = `Controllers found: 1\n${ruler}\nArray Information\n${ruler}\nArray Number 0\n   Name   : A\n   Status : ${status}\n${ruler}\n   Array Logical Device Information\n${ruler}\n   Logical ID : Status (RAID) Name\n${ruler}\n   Logical 0 : ${state} (1, Data, 11364320 MB) RAID1\n${ruler}\n   Array Physical Device Information\n${ruler}\n   Device 8 : Present (11444224MB, Enclosure:1, Slot:0) 8DGYNB3H\n\n\nCommand completed successfully.\n`;
      const reading = parseArcconf(text);
      expect(reading.arrays).toMatchObject([{ name: "Array A", members: [{ name: "Device 8", slot: "0" }] }]);
      expect(severityOfReading(reading)).toBe(severity);
    },
  );

  test("misses the tool's last line", () => {
    const cut = physical.slice(0, physical.indexOf("Command completed"));
    expect(parseArcconf(cut).gaps).toMatchObject([{ reason: "output-truncated" }]);
  });

  test("reads the answers of several controllers one by one", () => {
    const failed = whole.replace(/(Controller Status +: )Optimal/, "$1Failed");
    expect(failed).not.toBe(whole);
    for (const text of [
      whole + failed,
      failed + whole,
      `ann@server:~$ arcconf GETCONFIG 1\n${whole}\n${failed}`,
    ])
      expect(severityOfReading(parseArcconf(text))).toBe("critical");
    expect(parseArcconf(`${logical}\n${physical}`).gaps).toEqual([]);
    expect(severityOfReading(parseArcconf(`${logical}\n${physical}`))).toBe("ok");
    const cut = `${logical}\n${physical.slice(0, physical.indexOf("Command completed"))}`;
    expect(parseArcconf(cut).gaps).toMatchObject([{ reason: "output-truncated" }]);
  });
});

fuzzParser("arcconf", { parse: parseArcconf, samples: readFixtures("arcconf") });
