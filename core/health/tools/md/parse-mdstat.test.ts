import { describe, expect, test } from "vitest";
import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import { judgeArray } from "../../rules/judge-array.ts";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { verdictLines } from "../../testing/verdicts.ts";
import { parseMdstat } from "./parse-mdstat.ts";

/** Behind the first array's `[UUU]` a cut takes only other arrays away, and what md does at the moment. */
const firstArray = (text: string): number => {
  const slots = /\[[U_E]+\]/.exec(text);
  if (slots !== null) return slots.index + slots[0].length;
  return (/ blocks/.exec(text)?.index ?? text.length) + " blocks".length;
};

fuzzParser("mdstat", { parse: parseMdstat, samples: readFixtures("mdstat"), decidedAt: firstArray });
fuzzParser("Unraid's mdstat", {
  parse: parseMdstat,
  samples: {
    ok: readFixture("quirks", "mdstat-unraid-ok"),
    disabled: readFixture("quirks", "mdstat-unraid-disk-disabled"),
  },
  // the last disk that is there
  decidedAt: (text) => text.indexOf("rdevStatus.2=DISK_OK") + "rdevStatus.2=DISK_OK".length,
});

function arrays(text: string): Record<string, ArrayReading> {
  const reading = parseMdstat(text);
  expect(reading.gaps).toEqual([]);
  return Object.fromEntries(reading.arrays.map((array) => [array.name, array]));
}

const fixture = (number: string) => arrays(readFixture("mdstat", `nicolargo__pymdstat__mdstat.${number}`));
const states = (array: ArrayReading | undefined) =>
  array?.members.map(({ name, slot, state }) => `${name ?? slot}: ${state}`);

describe("/proc/mdstat", () => {
  test("names members, places and what is missing", () => {
    const { md0 } = fixture("03");
    expect(md0).toMatchObject({
      level: "raid5",
      expectedMembers: 4,
      activeMembers: 3,
      sizeBytes: 1_465_151_808 * 1024,
      signals: [{ source: "/proc/mdstat", text: "active [4/3] [UUU_]", state: "degraded" }],
    });
    expect(states(md0)).toEqual(["sda1: ok", "sdd1: ok", "sdb1: ok", "3: missing"]);
  });

  test("tells a faulty member from a missing one, and says no place where it cannot be known", () => {
    expect(states(fixture("07").md1)).toEqual([
      "sde1: failed",
      "sdg1: ok",
      "sdb1: ok",
      "sdd1: ok",
      "sdc1: ok",
      "null: missing",
    ]);
  });

  test("knows the new disk that is being filled by its number", () => {
    const { md127 } = fixture("05");
    expect(states(md127)?.filter((state) => !state.endsWith("ok"))).toEqual(["sdh1: rebuilding"]);
    expect(md127?.operation).toEqual({
      kind: "rebuild",
      isWaiting: false,
      donePercent: 12.6,
      remainingSeconds: 7650,
      bytesPerSecond: 33_440 * 1024,
    });
  });

  test("knows a disk that came back and is being filled by its place", () => {
    const text = readLab("12", "mdstat.txt").replace("sdb[4]", "sdb[1]");
    expect(states(arrays(text).md0)).toEqual(["sdb: rebuilding", "sdc: ok", "sda: ok"]);
  });

  test("takes a write journal neither for a place nor for the new disk in one", () => {
    const text = readLab("11", "mdstat.txt").replace("raid5 sdc", "raid5 sdd[4](J) sdc");
    const { md0 } = arrays(text);
    expect(states(md0)).toEqual(["sdd: ok", "sdc: ok", "sda: ok", "1: missing"]);
    // nothing waits there to be filled, so a disk has to be bought
    const [worst] = md0 === undefined ? [] : judgeArray(md0, undefined).findings;
    expect(worst?.details).not.toHaveProperty("waits");
  });

  test("reads progress below ten percent, which is padded", () => {
    expect(arrays(readLab("12", "mdstat.txt")).md0?.operation).toMatchObject({
      kind: "rebuild",
      donePercent: 9.4,
    });
    expect(arrays(readLab("14", "mdstat.txt")).md0?.operation).toMatchObject({
      kind: "check",
      donePercent: 3.3,
    });
  });

  test.each(["DELAYED", "PENDING"])("sees that a resync waits (%s)", (word) => {
    const text = readLab("13", "mdstat.txt").replace("[UUU]\n", `[UUU]\n      \tresync=${word}\n`);
    expect(arrays(text).md0?.operation).toMatchObject({ kind: "resync", isWaiting: true, donePercent: null });
  });

  test("takes two lost disks of RAID 5 for a failed array, which md still calls active", () => {
    expect(arrays(readLab("34", "mdstat.txt")).md0?.signals).toMatchObject([{ state: "failed" }]);
  });

  test("does not miss brackets where a level has none", () => {
    const { md125, md129 } = fixture("10");
    expect(md125).toMatchObject({ level: "raid0", expectedMembers: null, signals: [{ state: "ok" }] });
    expect(md129?.signals).toMatchObject([{ state: "ok" }]);
  });

  test.each([
    [
      "a broken stripe",
      "md0 : broken raid0 sda[0] sdb[1]\n      1024 blocks super 1.2 512k chunks\n",
      "failed",
    ],
    [
      "a stripe with a faulty member",
      "md0 : active raid0 sda[0] sdb[1](F)\n      1024 blocks super 1.2\n",
      "failed",
    ],
    [
      "an array that may only be read",
      "md0 : active (auto-read-only) raid1 sda[0] sdb[1]\n      1024 blocks [2/2] [UU]\n",
      "ok",
    ],
    [
      "counts that do not agree",
      "md0 : active raid1 sda[0] sdb[1]\n      1024 blocks [2/2] [U_]\n",
      "unknown",
    ],
    ["a mirror without brackets", "md0 : active raid1 sda[0] sdb[1]\n      1024 blocks\n", "unknown"],
    [
      "a mirror with fewer devices than filled places",
      "md0 : active raid1 sda[0]\n      1024 blocks [2/2] [UU]\n",
      "unknown",
    ],
    [
      "a mirror of which nobody is there",
      "md0 : active raid1 sda[0](F)\n      1024 blocks [2/0] [__]\n",
      "failed",
    ],
  ])("judges %s", (_, text, state) => {
    expect(
      parseMdstat(`Personalities : [raid1]\n${text}\nunused devices: <none>\n`).arrays[0]?.signals,
    ).toMatchObject([{ state }]);
  });

  test("reads arrays of all kinds beside each other", () => {
    expect(verdictLines(parseMdstat(readFixture("mdstat", "prometheus__procfs__mdstat")))).toEqual([
      "md3 ok",
      "md127 ok",
      "md0 ok",
      "md4 failed ARRAY_INACTIVE ARRAY_MEMBER_FAILED",
      "md6 rebuilding ARRAY_DEGRADED ARRAY_MEMBER_FAILED ARRAY_REBUILDING", // its new disk still bears the mark of a spare
      "md8 rebuilding ARRAY_REBUILDING",
      "md201 checking",
      "md7 degraded ARRAY_DEGRADED ARRAY_MEMBER_FAILED",
      "md9 rebuilding ARRAY_MEMBER_FAILED ARRAY_REBUILDING",
      "md10 ok",
      "md11 rebuilding ARRAY_MEMBER_FAILED ARRAY_REBUILDING",
      "md12 ok",
      "md126 ok",
      "md219 unknown ARRAY_UNREADABLE",
      "md00 ok",
      "md120 ok",
      "md101 ok",
      "md42 degraded ARRAY_DEGRADED ARRAY_MEMBER_MISSING ARRAY_REBUILDING",
    ]);
  });

  test("says that there is a line nobody understands", () => {
    const reading = parseMdstat(
      "Personalities : [raid1]\nmd0 : exploded raid1 sda[0]\nunused devices: <none>\n",
    );
    expect(reading).toMatchObject({
      arrays: [],
      gaps: [{ reason: "output-unreadable", message: "md0 : exploded raid1 sda[0]" }],
    });
  });

  test.each([
    "[====",
    "[==================>..]  ch",
    "[==================>..]  check = 94.3% (10620027200/112",
  ])("does not call an array fine when what runs there is cut off after %j", (end) => {
    const text = readFixture("mdstat", "influxdata__telegraf__mdstat_check_raid10");
    const cut = text.slice(0, text.indexOf("[==") + end.length);
    expect(cut.endsWith(end)).toBe(true);
    expect(verdictLines(parseMdstat(cut))).toEqual(["md2 unknown ARRAY_UNREADABLE"]);
  });

  test("notices an array of which only the second line is there", () => {
    const text = readFixture("mdstat", "nicolargo__pymdstat__mdstat.09").replace(/md2 : .*\n/, "");
    expect(verdictLines(parseMdstat(text))).toEqual(["md0 ok", "md1 unknown ARRAY_UNREADABLE"]);
  });

  test("finds no arrays where there are none, without a complaint", () => {
    expect(parseMdstat("Personalities : \nunused devices: <none>\n")).toMatchObject({ arrays: [], gaps: [] });
  });
});
