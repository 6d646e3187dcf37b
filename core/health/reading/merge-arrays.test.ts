import { describe, expect, test } from "vitest";
import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import { judgeArray } from "../rules/judge-array.ts";
import { readLab } from "../testing/fixtures.ts";
import { parseBtrfsDeviceStats } from "../tools/btrfs/parse-device-stats.ts";
import { parseBtrfsScrub } from "../tools/btrfs/parse-scrub.ts";
import { parseBtrfsShow } from "../tools/btrfs/parse-show.ts";
import { parseBtrfsUsage } from "../tools/btrfs/parse-usage.ts";
import { parseMdSysfs } from "../tools/md/parse-md-sysfs.ts";
import { parseMdadmDetail } from "../tools/md/parse-mdadm-detail.ts";
import { parseMdstat } from "../tools/md/parse-mdstat.ts";
import { mergeArrays } from "./merge-arrays.ts";

/** All that the lab's NAS said of md in one state. Its sysfs files were printed without the array's name. */
function mdArrays(state: string): ArrayReading[] {
  const arrays = ["md0", "md1"].flatMap((name) => [
    ...parseMdadmDetail(readLab(state, `mdadm-detail-${name}.txt`)).arrays,
    ...parseMdadmDetail(readLab(state, `mdadm-detail-export-${name}.txt`)).arrays,
    ...parseMdSysfs(readLab(state, `sysfs-${name}.txt`).replace(/^(?=.)/gm, `${name}/md/`)).arrays,
  ]);
  return mergeArrays([...arrays, ...parseMdstat(readLab(state, "mdstat.txt")).arrays]);
}

function btrfsArrays(state: string): ArrayReading[] {
  return mergeArrays([
    ...parseBtrfsShow(readLab(state, "btrfs-filesystem-show.txt")).arrays,
    ...parseBtrfsUsage(readLab(state, "btrfs-filesystem-usage.txt")).arrays,
    ...parseBtrfsDeviceStats(readLab(state, "btrfs-device-stats.json")).arrays,
    ...parseBtrfsScrub(readLab(state, "btrfs-scrub-status.txt")).arrays,
  ]);
}

const said = (arrays: readonly ArrayReading[]) =>
  arrays.map((array) => {
    const { id, verdict, findings } = judgeArray(array, undefined);
    const lost = array.members.filter(({ state }) => ["failed", "missing", "rebuilding"].includes(state));
    const codes = findings
      .filter(({ level }) => level !== "note")
      .map(({ code }) => code.replace("ARRAY_", ""));
    return [
      id,
      verdict,
      ...lost.map(({ name, slot, state }) => `${name}@${slot}:${state}`),
      ...new Set(
        codes.filter((code) => !code.startsWith("MEMBER_FAILED") && !code.startsWith("MEMBER_MISSING")),
      ),
    ].join(" ");
  });

describe("what several commands say of the lab's md arrays", () => {
  test("calls a failed member by a word where one has a word for it", () => {
    const readings = [
      ...parseMdstat(readLab("10", "mdstat.txt")).arrays,
      ...parseMdadmDetail(readLab("10", "mdadm-detail-md0.txt")).arrays,
    ];
    for (const order of [readings, readings.toReversed()]) {
      const failed = mergeArrays(order).flatMap(({ members }) =>
        members.filter(({ state }) => state === "failed"),
      );
      expect(failed).toMatchObject([{ stateText: "faulty" }]);
    }
  });

  test("is one array each, with its UUID, its name and a signal of every command", () => {
    const [md0, md1, ...others] = mdArrays("01");
    expect(others).toEqual([]);
    expect(md0).toMatchObject({
      id: "2747d63f55888f532e83aecd1859019e",
      name: "md0",
      level: "raid5",
      expectedMembers: 3,
    });
    expect(md0?.signals.map(({ source, state }) => `${source}: ${state}`)).toEqual([
      "mdadm --detail: ok",
      "mdadm --detail members: ok",
      "mdadm --detail --export: unknown",
      "sysfs array_state: unknown",
      "sysfs degraded: ok",
      "/proc/mdstat: ok",
    ]);
    expect(md0?.members.map(({ name, slot, state }) => `${name}@${slot}:${state}`).sort()).toEqual([
      "sda@0:ok",
      "sdb@1:ok",
      "sdc@2:ok",
    ]);
    expect(md1?.name).toBe("md1");
  });

  test.each([
    ["01", "md0 ok", "md1 ok"],
    ["07", "md0 ok", "md1 ok"], // who may not ask mdadm still reads the kernel's own files
    ["10", "md0 degraded sdb@1:failed DEGRADED", "md1 ok"],
    ["11", "md0 degraded null@1:missing DEGRADED", "md1 ok"],
    ["12", "md0 rebuilding sdb@1:rebuilding DEGRADED REBUILDING", "md1 ok"],
    ["13", "md0 ok", "md1 ok"],
    ["14", "md0 checking", "md1 ok"],
    ["20", "md0 ok", "md1 degraded nvme1n1@null:failed DEGRADED"],
    ["21", "md0 ok", "md1 rebuilding nvme1n1@1:rebuilding DEGRADED REBUILDING"],
    ["22", "md0 ok", "md1 ok"],
    ["23", "md0 degraded sdc@null:failed DEGRADED", "md1 ok"],
    ["30", "md0 degraded sdc@2:failed DEGRADED", "md1 ok"],
    ["31", "md0 ok", "md1 ok"],
    ["32", "md0 degraded sda@null:failed DEGRADED", "md1 ok"],
    ["33", "md0 ok", "md1 ok"],
    ["34", "md0 failed sda@null:failed sdb@null:failed FAILED", "md1 ok"],
    ["50", "md0 degraded null@1:missing DEGRADED", "md1 ok"],
    ["51", "md0 failed INACTIVE", "md1 ok"],
    ["60", "md0 rebuilding REBUILDING", "md1 ok"],
    ["61", "md0 ok", "md1 ok"],
    ["62", "md0 failed sdb@1:rebuilding INACTIVE", "md1 ok"],
    ["63", "md0 ok", "md1 ok"],
  ])("in state %s: %s, %s", (state, ...expected) => {
    expect(said(mdArrays(state))).toEqual(expected);
  });

  test("counts the worse one where they do not agree, and says so", () => {
    const [lying] = parseMdadmDetail(readLab("13", "mdadm-detail-md0.txt")).arrays;
    const [truthful] = parseMdstat(readLab("10", "mdstat.txt")).arrays;
    const [array] = mergeArrays([lying, truthful].filter((reading) => reading !== undefined));
    const { verdict, findings } = judgeArray(array as ArrayReading, undefined);
    expect(verdict).toBe("degraded");
    const sources = findings.flatMap(({ code, level, details }) =>
      code === "ARRAY_STATE_REPORTED" && "source" in details ? [`${level} ${details.source}`] : [],
    );
    expect(sources).toEqual(["failing /proc/mdstat", "note mdadm --detail", "note mdadm --detail members"]);
  });
});

describe("what several commands say of the lab's Btrfs", () => {
  test("is one file system, told by UUID and devices", () => {
    const arrays = btrfsArrays("01");
    expect(arrays).toMatchObject([
      { id: "475ad077-c355-40e2-8d5f-4f0f936fe0d3", name: "labbtrfs", level: "raid1c2", expectedMembers: 2 },
    ]);
    expect(arrays[0]?.signals).toHaveLength(4);
    expect(arrays[0]?.members).toHaveLength(2);
  });

  test.each([
    ["01", "ok"],
    ["40-", "ok"], // nobody has read the damaged places yet
    ["40b", "warning MEMBER_ERRORS"],
    ["41", "warning MEMBER_ERRORS MISMATCHES"],
    ["42", "ok"],
    ["43", "warning MEMBER_ERRORS"],
    ["44", "warning MEMBER_ERRORS MISMATCHES"],
    ["45", "degraded /dev/sde@2:missing DEGRADED STATE_REPORTED MEMBER_ERRORS MISMATCHES"],
    ["46", "warning MEMBER_ERRORS MISMATCHES"],
    ["52", "degraded null@null:missing DEGRADED"],
    ["53", "degraded devid:2@null:missing DEGRADED"],
  ])("in state %s: %s", (state, expected) => {
    expect(said(btrfsArrays(state))).toEqual([`labbtrfs ${expected}`]);
  });
});

test("arrays of different kinds with the same name stay apart", () => {
  const zfs = { ...(mdArrays("01")[0] as ArrayReading), technology: "zfs" as const };
  expect(mergeArrays([...mdArrays("01"), zfs])).toHaveLength(3);
});
