import { describe, expect, test } from "vitest";
import { worstSeverity } from "../../rules/severity.ts";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { readDisk } from "./commands.ts";
import { judgeScan } from "./judge-scan.ts";
import { parseScan } from "./parse-scan.ts";

fuzzParser("smartctl --scan", { parse: parseScan, samples: readFixtures("smartctl-scan"), judge: judgeScan });

test("each disk behind a controller is listed with the type it has to be asked by", () => {
  const { disks } = parseScan(readFixture("smartctl-scan", "AnalogJ__scrutiny__smartctl_scan_megaraid.json"));
  expect(disks.map(({ place }) => [place.device, place.deviceType])).toEqual([
    ["/dev/bus/0", "megaraid,0"],
    ["/dev/bus/0", "megaraid,1"],
  ]);
  expect(disks.every(({ isReadable }) => !isReadable)).toBe(true);
});

test("what could not be opened is unknown, with the reason", () => {
  const subjects = judgeScan(parseScan(readLab("07", "smartctl-scan-open.json")));
  expect(subjects).toHaveLength(7);
  for (const { verdict, findings } of subjects) {
    expect(verdict).toBe("unknown");
    expect(findings).toMatchObject([{ code: "DISK_UNREADABLE", details: { reason: "permission-denied" } }]);
  }
});

test("a list of no disks is nothing to be calm about", () => {
  const reading = parseScan('{"smartctl":{"argv":["smartctl","--scan","-j"],"exit_status":0},"devices":[]}');
  expect(worstSeverity(judgeScan(reading))).toBe("unknown");
});

describe("the command that reads a disk", () => {
  test("is a list, and leaves a sleeping disk alone", () => {
    expect(readDisk("/dev/bus/0", "megaraid,4")).toEqual({
      program: "smartctl",
      args: ["--json=c", "--xall", "--nocheck=standby,3", "-d", "megaraid,4", "/dev/bus/0"],
    });
  });

  test.each(["-s", "--smart=off", "", "/dev/sda;reboot", "/dev/sda\n", "$(id)", "/dev/sd a"])(
    "is not made for the device %j",
    (device) => expect(readDisk(device, null)).toBeUndefined(),
  );

  test.each(["-x", "", "sat;id", "sat sat"])("is not made for the type %j", (type) =>
    expect(readDisk("/dev/sda", type)).toBeUndefined(),
  );
});
