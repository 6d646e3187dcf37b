import { describe, expect, test } from "vitest";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading } from "../../testing/verdicts.ts";
import { parseMdadmDetail } from "./parse-mdadm-detail.ts";
import { parseMdadmExamine } from "./parse-mdadm-examine.ts";

/** The state and the last row of the table; the path in it is only a name. */
const lastRow = (text: string): number => text.lastIndexOf("active sync") + "active sync".length;

fuzzParser("mdadm-detail", {
  parse: parseMdadmDetail,
  samples: { ...readFixtures("mdadm-detail"), lab: readLab("13", "mdadm-detail-md0.txt") },
  decidedAt: lastRow,
});
fuzzParser("mdadm-examine", {
  parse: parseMdadmExamine,
  samples: readFixtures("mdadm-examine"),
  // the member's view of all; the last row of version 0.90; the last volume of DDF
  decidedAt: (text) =>
    Math.max(
      text.indexOf("('A' == active"),
      text.lastIndexOf("active sync") + 11,
      text.lastIndexOf("Array Size[") + 13,
    ),
});

const array = (text: string) => parseMdadmDetail(text).arrays[0];

describe("mdadm --detail", () => {
  test("names the lost disk once, with the place it left", () => {
    const md126 = array(readFixture("mdadm-detail", "kellyjonbrazil__jc__mdadm-query-raid1-faulty.out"));
    expect(md126?.members.map(({ name, slot, state }) => [name, slot, state])).toEqual([
      ["vda1", "0", "ok"],
      ["vda2", "1", "failed"],
    ]);
    expect(md126?.signals).toEqual([
      { source: "mdadm --detail", text: "clean, degraded", state: "degraded" },
      { source: "mdadm --detail members", text: "1 of 2", state: "degraded" },
    ]);
  });

  test("tells a container, which has no state, from a broken array", () => {
    const md0 = array(readFixture("mdadm-detail", "kellyjonbrazil__jc__mdadm-query-container1-root.out"));
    expect(md0).toMatchObject({
      level: "container",
      signals: [],
      gaps: [{ reason: "container-not-judged" }],
    });
  });

  test("does not overlook that another array could not be read", () => {
    const refused = "mdadm: cannot open /dev/md1: No such file or directory\n";
    for (const text of [
      readLab("13", "mdadm-detail-md0.txt") + refused,
      refused + readLab("13", "mdadm-detail-md0.txt"),
    ]) {
      expect(parseMdadmDetail(text).gaps).toMatchObject([{ reason: "device-not-opened" }]);
      expect(severityOfReading(parseMdadmDetail(text))).toBe("unknown");
    }
    const examined = readFixture("mdadm-examine", "kellyjonbrazil__jc__mdadm-examine-raid1-ok.out");
    const text = `${examined}mdadm: No md superblock detected on /dev/sdz1.\n`;
    expect(severityOfReading(parseMdadmExamine(text))).toBe("unknown");
  });

  test.each([
    ["51", "inactive"],
    ["62", "inactive"],
    ["34", "failed"],
    ["10", "degraded"],
    ["12", "degraded"],
    ["14", "ok"],
    ["60", "ok"],
  ])("reads the state of %s as %s", (state, expected) => {
    expect(array(readLab(state, "mdadm-detail-md0.txt"))?.signals[0]?.state).toBe(expected);
  });

  test("does not believe a state it does not know", () => {
    const text = readLab("13", "mdadm-detail-md0.txt").replace("State : clean", "State : clean, haunted");
    expect(array(text)?.signals[0]?.state).toBe("unknown");
  });

  test("believes the table when the state forgets a disk that is gone", () => {
    const text = readLab("11", "mdadm-detail-md0.txt").replace("active, degraded", "clean");
    expect(array(text)?.signals.map(({ state }) => state)).toEqual(["unknown", "degraded"]);
  });

  test("misses a faulty disk that is counted, and not listed", () => {
    const text = readFixture("mdadm-detail", "kellyjonbrazil__jc__mdadm-query-raid1-failed-and-flags.out");
    expect(array(text)?.gaps).toEqual([]);
    expect(array(text.replace(/.*faulty.*\n/, ""))?.gaps).toMatchObject([{ reason: "output-truncated" }]);
  });

  test("says that it wants to be root", () => {
    expect(parseMdadmDetail(readLab("07", "mdadm-detail-md0.txt.err"))).toMatchObject({
      arrays: [],
      gaps: [{ reason: "permission-denied", message: "mdadm: must be super-user to perform this action" }],
    });
  });
});

describe("mdadm --detail --export", () => {
  test("cannot tell that all is well: it says the same of a disk that is being filled", () => {
    for (const state of ["01", "12"])
      expect(array(readLab(state, "mdadm-detail-export-md0.txt"))?.signals).toMatchObject([
        { state: "unknown" },
      ]);
  });

  test.each([
    ["10", "degraded"], // a faulty member is called a spare
    ["11", "degraded"],
    ["34", "failed"],
    ["51", "inactive"],
  ])("tells by empty places in %s that it is %s", (state, expected) => {
    expect(array(readLab(state, "mdadm-detail-export-md0.txt"))?.signals).toMatchObject([
      { state: expected },
    ]);
  });
});

describe("mdadm --examine", () => {
  const healthy = readFixture("mdadm-examine", "kellyjonbrazil__jc__mdadm-examine-raid1-ok.out");
  const second = healthy.replace("/dev/vda1", "/dev/vda2").replace("Active device 0", "Active device 1");

  test("lets the member speak that heard of the most events", () => {
    const missed = healthy
      .replace("Array State : AA", "Array State : .A")
      .replace("Events : 17", "Events : 40");
    const [array] = parseMdadmExamine(
      healthy + missed.replace("/dev/vda1", "/dev/vda2").replace("device 0", "device 1"),
    ).arrays;
    expect(array?.signals).toMatchObject([{ text: "clean .A", state: "degraded" }]);
    expect(array?.members.map(({ name, state }) => [name, state])).toEqual([
      ["vda1", "removed"], // does not know yet that it was thrown out
      ["vda2", "ok"],
    ]);
  });

  test("puts members of one array together", () => {
    const { arrays } = parseMdadmExamine(healthy + second);
    expect(arrays).toMatchObject([{ id: "e054553afbccdcfe0ae80bc89379377a", signals: [{ state: "ok" }] }]);
    expect(arrays[0]?.members).toHaveLength(2);
  });

  const VERSION_0 = readFixture("mdadm-examine", "kellyjonbrazil__jc__mdadm-examine-raid1-0-90-ok.out");
  const DDF = readFixture("mdadm-examine", "kellyjonbrazil__jc__mdadm-examine-container2-dev1.out");

  test.each([
    ["as it is", VERSION_0, "ok"],
    ["with one member less", VERSION_0.replace("Active Devices : 2", "Active Devices : 1"), "degraded"],
    ["cut off in its table", VERSION_0.slice(0, -60), "unknown"],
  ])("reads a superblock of version 0.90 %s", (_, text, state) => {
    expect(parseMdadmExamine(text).arrays).toMatchObject([
      { name: "md0", level: "raid1", signals: [{ state }] },
    ]);
  });

  test("reads the volumes of a DDF container, each with its own state", () => {
    const text = DDF.replace("state[1] : Optimal", "state[1] : Degraded");
    expect(parseMdadmExamine(text).arrays).toMatchObject([
      { name: "vol0", level: "raid1", signals: [{ text: "Optimal, Consistent", state: "ok" }] },
      { name: "vol1", signals: [{ state: "degraded" }] },
    ]);
    const other = DDF.replace("/dev/vda:", "/dev/vdb:");
    expect(parseMdadmExamine(DDF + other).arrays.map(({ name }) => name)).toEqual(["vol0", "vol1"]);
  });

  test("does not call a volume fine that awaits a resync", () => {
    const text = DDF.replace("state[0] : Optimal, Consistent", "state[0] : Optimal, Not Consistent");
    expect(parseMdadmExamine(text).arrays[0]?.signals).toMatchObject([{ state: "unknown" }]);
  });

  test("does not judge superblocks of another kind", () => {
    const text = "/dev/sda:\n          Magic : Intel Raid ISM Cfg Sig.\n        Version : 1.3.00\n";
    expect(parseMdadmExamine(text)).toMatchObject({
      arrays: [{ signals: [], gaps: [{ reason: "version-unknown" }] }],
    });
  });
});
