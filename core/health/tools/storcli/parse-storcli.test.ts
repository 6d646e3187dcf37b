import { describe, expect, test } from "vitest";
import { readFixture, readFixtures } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseStorcli } from "./parse-storcli.ts";
import { decodeBattery } from "./read-controller.ts";

const whole = readFixture("storcli", "AlexBomber12__megaraid-dashboard__c0_show_all.json");

/** The real output of a healthy RAID 5, with some of its words changed. */
const changed = (...changes: readonly (readonly [from: string, to: string])[]) =>
  parseStorcli(
    changes.reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, whole),
  );

const answer = (
  response: unknown,
  status: unknown = { Controller: 0, Status: "Success", Description: "None" },
) => JSON.stringify({ Controllers: [{ "Command Status": status, "Response Data": response }] });

describe("storcli", () => {
  test("reads controller, array and disks of one answer", () => {
    const { controllers, arrays, disks, gaps } = parseStorcli(whole);
    expect(gaps).toEqual([]);
    expect(controllers).toMatchObject([
      { id: "/c0", model: "LSI MegaRAID SAS 9270CV-8i", state: "ok", battery: "ok", temperatureC: 110 },
    ]);
    expect(arrays).toMatchObject([
      { id: "/c0/v0", level: "RAID5", expectedMembers: 8, activeMembers: 8, operation: null },
    ]);
    expect(arrays[0]?.signals.map(({ source }) => source)).toEqual(["VD LIST", "TOPOLOGY"]);
    expect(disks).toHaveLength(8);
    expect(disks[0]?.place).toEqual({
      device: "252:0",
      deviceType: "megaraid,14",
      controller: "/c0",
      enclosure: "252",
      slot: "0",
    });
  });

  test("reads serial numbers and counters of storcli2, one table within the other", () => {
    const { disks } = parseStorcli(readFixture("storcli2", "scality__raidmgmt__all.json"));
    expect(disks).toHaveLength(24);
    expect(disks[0]).toMatchObject({
      identity: {
        serial: "WP00MLCA0000E2426EZU",
        wwn: "5000c500ef7de7d4",
        firmware: "E001",
        sizeBytes: 10_000_831_348_736,
      },
      metrics: { mediaErrors: 0, otherErrors: 0, predictedFailures: 0, temperatureC: 40 },
      reported: { text: "Online", state: "ok" },
      protocol: "scsi",
    });
  });

  test("reads a drive's counters whether they are numbers or texts", () => {
    const drive = (errors: unknown, alert: string) =>
      parseStorcli(
        answer({
          "Drive /c0/e13/s0": [
            { "EID:Slt": "13:0", DID: 11, State: "Onln", DG: 0, Size: "1.818 TB", Med: "SSD" },
          ],
          "Drive /c0/e13/s0 - Detailed Information": {
            "Drive /c0/e13/s0 State": {
              "Media Error Count": errors,
              "S.M.A.R.T alert flagged by drive": alert,
              "Drive Temperature": " 19C (66.20 F)",
            },
            "Drive /c0/e13/s0 Device attributes": { SN: "  S4EVNX0   ", WWN: "500a07510c01a4df" },
          },
        }),
      );
    expect(drive("60", "No").disks).toMatchObject([
      {
        identity: { serial: "S4EVNX0" },
        metrics: { mediaErrors: 60, temperatureC: 19 },
        flags: { isFailing: false },
      },
    ]);
    expect(severityOfReading(drive(0, "No"))).toBe("ok");
    expect(severityOfReading(drive(60, "No"))).toBe("warning");
    expect(severityOfReading(drive(0, "Yes"))).toBe("critical");
  });

  test("calls an array degraded that lost a drive, and names the place", () => {
    const reading = changed(
      ['"State": "Optl"', '"State": "Dgrd"'],
      ['"TYPE": "RAID5",\n            "State": "Optl"', '"TYPE": "RAID5",\n            "State": "Dgrd"'],
      ['"EID:Slot": "252:6",\n            "DID": 16,', '"EID:Slot": "-",\n            "DID": "-",'],
      ['"Type": "DRIVE",\n            "State": "Onln"', '"Type": "DRIVE",\n            "State": "Msng"'],
    );
    expect(reading.arrays[0]).toMatchObject({ expectedMembers: 8, activeMembers: 7 });
    expect(verdictLines(reading).filter((line) => line.startsWith("/c0/v0"))).toEqual([
      expect.stringContaining("/c0/v0 degraded ARRAY_DEGRADED"),
    ]);
  });

  test("sees a rebuild in the state of a drive", () => {
    const reading = changed(
      ['"TYPE": "RAID5",\n            "State": "Optl"', '"TYPE": "RAID5",\n            "State": "Dgrd"'],
      ['"Type": "DRIVE",\n            "State": "Onln"', '"Type": "DRIVE",\n            "State": "Rbld"'],
    );
    expect(reading.arrays[0]?.operation).toMatchObject({ kind: "rebuild" });
    expect(severityOfReading({ ...reading, disks: [], controllers: [] })).toBe("warning");
  });

  test("believes the worse of two signals", () => {
    const reading = changed([
      '"TYPE": "RAID5",\n            "State": "Optl"',
      '"TYPE": "RAID5",\n            "State": "OfLn"',
    ]);
    expect(severityOfReading({ ...reading, disks: [], controllers: [] })).toBe("critical");
  });

  test.each([
    ["UBad", "critical"],
    ["Offln", "critical"],
    ["Msng", "critical"],
    ["Rbld", "warning"],
    ["UGShld", "warning"],
    ["GHS", "ok"],
    ["JBOD", "ok"],
    ["Blubb", "unknown"],
  ])("judges a drive that is %s as %s", (state, severity) => {
    const { disks } = parseStorcli(
      answer({ "PD LIST": [{ "EID:Slt": " :4", DID: 3, State: state, DG: "-" }] }),
    );
    expect(disks[0]?.place).toMatchObject({ device: ":4", enclosure: null, slot: "4" });
    expect(severityOfReading({ disks, arrays: [], controllers: [], gaps: [] })).toBe(severity);
  });

  test("reads a running check as a check, and a running rebuild of a drive as one", () => {
    const [array] = parseStorcli(
      readFixture("storcli", "AlexBomber12__megaraid-dashboard__vall_show_all.json"),
    ).arrays;
    expect(array?.operation).toMatchObject({ kind: "check", donePercent: 36 });
    expect(array?.id).toBe("5000000000000011");
    const rows = [
      {
        "Drive-ID": "/c0/e252/s1",
        "Progress%": 4,
        Status: "In progress",
        "Estimated Time Left": "3 Hours 2 Minutes",
      },
      { "Drive-ID": "/c0/e252/s2", "Progress%": "-", Status: "Not in progress", "Estimated Time Left": "-" },
    ];
    const status = (operation: string) => ({
      Controller: 0,
      Status: "Success",
      Description: `Show Drive ${operation} Status Succeeded.`,
    });
    expect(verdictLines(parseStorcli(answer(rows, status("Rebuild"))))).toEqual([
      "/c0/e252/s1 warning DISK_REPORTED_STATE",
    ]);
    expect(parseStorcli(answer(rows, status("Erase"))).disks).toEqual([]);
  });

  test.each([
    [{ "Controller Status": "Needs Attention" }, "warning"],
    [{ "Controller Status": "Degraded" }, "critical"],
    [{ "Controller Status": "Failed" }, "critical"],
    [{ "Controller Status": "Puzzled" }, "unknown"],
    [{ "Controller Status": "Optimal", "Memory Uncorrectable Errors": 2 }, "critical"],
    [{ "Controller Status": "Optimal", "Any Offline VD Cache Preserved": "Yes" }, "warning"],
    [{ "Controller Status": "Optimal", "BBU Status": 4096 }, "ok"],
    [{ "Controller Status": "Optimal", "BBU Status": "NA" }, "ok"],
    [{ "Controller Status": "Optimal", "BBU Status": 1024 }, "warning"],
    [{ "Controller Status": "OK" }, "ok"],
  ])("judges a controller that says %j as %s", (status, severity) => {
    expect(severityOfReading(parseStorcli(answer({ Status: status })))).toBe(severity);
  });

  test("decodes the battery's bits one by one", () => {
    expect(decodeBattery(0)).toEqual(["ok", "0"]);
    expect(decodeBattery(8 + 4096)).toEqual(["charging", "4104 (charging, learn cycle due)"]);
    expect(decodeBattery(1)[0]).toBe("failed");
    expect(decodeBattery(1 + 4096)).toEqual(["failed", "4097 (pack missing, learn cycle due)"]);
    expect(decodeBattery(128)[0]).toBe("warning");
    expect(decodeBattery(2 ** 20)).toEqual(["warning", "1048576 (?)"]);
  });

  test("says of the list of controllers which has arrays that are not optimal", () => {
    const overview = {
      "System Overview": [{ Ctl: 1, Model: "PERCH730P", DNOpt: 0, VNOpt: 2, BBU: "Opt", Hlth: "NdAtn" }],
    };
    expect(verdictLines(parseStorcli(answer(overview)))).toEqual(["/c1 failing CONTROLLER_STATE"]);
  });

  test("says so of the list of storcli2, which names its columns otherwise", () => {
    const row = { Ctrl: 0, "Product Name": "MegaRAID 9660", Status: "Optimal", VNOpt: 0, EPack: "Optimal" };
    const { controllers } = parseStorcli(answer({ "System Overview": [row] }));
    expect(controllers).toMatchObject([{ id: "/c0", model: "MegaRAID 9660", state: "ok", battery: "ok" }]);
  });

  test("wants somebody to look at drives of a foreign configuration that lacks some", () => {
    const status = {
      Controller: 0,
      Status: "Failure",
      Description: "None",
      "Detailed Status": [
        { Ctrl: 0, Status: "Failed", ErrCd: 59, ErrMsg: "Incomplete foreign configuration" },
      ],
    };
    expect(verdictLines(parseStorcli(answer(undefined, status)))).toEqual(["/c0 warning CONTROLLER_STATE"]);
  });

  test("tells of foreign drive groups whose drives it does not list", () => {
    const row = { DG: 0, "EID:Slot": "-", Type: "RAID60", State: "Frgn", Size: "0 KB", NoVDs: 1 };
    const response = { "FOREIGN CONFIGURATION": [row], "Total foreign Drive Groups": 1 };
    expect(verdictLines(parseStorcli(answer(response)))).toEqual(["/c0 warning CONTROLLER_STATE"]);
  });

  test("reads what storcli2 says of a virtual drive beside its row", () => {
    const virtualDrive = {
      "VD Info": { "DG/VD": "0/1", TYPE: "RAID1", State: "Optl", Size: "9.094 TiB" },
      PDs: [{ "EID:Slt": "306:0", State: "Conf", Status: "Online", DG: 0 }],
      "VD Properties": { "SCSI NAA Id": "600062b2", "Active Operations": "Background Initialization (12%)" },
    };
    expect(parseStorcli(answer({ "Virtual Drives": [virtualDrive] })).arrays).toMatchObject([
      {
        id: "600062b2",
        name: "/c0/v1",
        operation: { kind: "initialise", donePercent: 12 },
        activeMembers: 1,
      },
    ]);
  });

  test("tells of an enclosure that is not well", () => {
    const list = (State: string) => ({
      "Enclosure LIST": [{ EID: 35, State }],
      Status: { "Controller Status": "Optimal" },
    });
    expect(severityOfReading(parseStorcli(answer(list("OK"))))).toBe("ok");
    expect(parseStorcli(answer(list("Missing"))).controllers).toMatchObject([
      { state: "warning", stateText: "Enclosure 35: Missing" },
    ]);
  });

  test("takes an answer of nothing for no failure, and any other failure for a gap", () => {
    expect(
      parseStorcli(readFixture("storcli", "AlexBomber12__megaraid-dashboard__c0_fall_show_all_absent.json")),
    ).toMatchObject({ gaps: [], disks: [] });
    expect(parseStorcli(readFixture("storcli", "scality__raidmgmt__c5_invalid.json")).gaps).toMatchObject([
      { reason: "device-not-opened", about: "/c5" },
    ]);
    const failed = { Controller: 0, Status: "Failure", Description: "Un-supported command" };
    expect(parseStorcli(answer(undefined, failed)).gaps).toMatchObject([
      { reason: "tool-failed", message: "Un-supported command" },
    ]);
  });

  test("still reads what came with a partial failure", () => {
    const failed = {
      Controller: 0,
      Status: "Failure",
      Description: "None",
      "Detailed Status": [{ Status: "Failure", ErrMsg: "timeout" }],
    };
    const reading = parseStorcli(answer({ "PD LIST": [{ "EID:Slt": "1:2", State: "Failed" }] }, failed));
    expect(reading.gaps).toMatchObject([{ reason: "tool-failed", message: "timeout" }]);
    expect(severityOfReading(reading)).toBe("critical");
  });
});

fuzzParser("storcli", {
  parse: parseStorcli,
  samples: {
    whole,
    drives: readFixture("storcli2", "scality__raidmgmt__all.json"),
    ...readFixtures("storcli"),
  },
});
