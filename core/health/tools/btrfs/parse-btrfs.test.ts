import { describe, expect, test } from "vitest";
import { describeFinding } from "../../../../shared/words/describe-finding.ts";
import { judgeArray } from "../../rules/judge-array.ts";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseBtrfsSysfs } from "./parse-btrfs-sysfs.ts";
import { parseBtrfsDeviceStats } from "./parse-device-stats.ts";
import { parseBtrfsScrub } from "./parse-scrub.ts";
import { parseBtrfsShow } from "./parse-show.ts";
import { parseBtrfsUsage } from "./parse-usage.ts";

/** Behind the counters of the first device a cut takes only other devices away. */
const firstDevice = (text: string): number =>
  text.trimStart().startsWith("{")
    ? text.trimEnd().length
    : text.indexOf("generation_errs  0") + "generation_errs  0".length;

fuzzParser("btrfs device stats", {
  parse: parseBtrfsDeviceStats,
  samples: {
    lab: readLab("01", "btrfs-device-stats.txt"),
    ...readFixtures("btrfs-device-stats"),
    damaged: readLab("44", "btrfs-device-stats.json"),
  },
  decidedAt: firstDevice,
});
fuzzParser("btrfs filesystem usage", {
  parse: parseBtrfsUsage,
  samples: { ...readFixtures("btrfs-usage"), missing: readLab("53", "btrfs-filesystem-usage.txt") },
  // the last heading: all devices were listed above it
  decidedAt: (text) => text.indexOf("Unallocated:") + "Unallocated:".length,
});
fuzzParser("the kernel's files of Btrfs", {
  parse: parseBtrfsSysfs,
  samples: { healthy: readLab("82", "healthy.txt"), errors: readLab("82", "io-errors.txt") },
  decidedAt: (text) => text.indexOf("generation_errs 0") + "generation_errs 0".length,
});
fuzzParser("btrfs filesystem show", {
  parse: parseBtrfsShow,
  samples: {
    healthy: readLab("01", "btrfs-filesystem-show.txt"),
    gone: readLab("52", "btrfs-filesystem-show.txt"),
  },
  decidedAt: (text) => text.lastIndexOf(" path "),
});

describe("btrfs device stats", () => {
  test.each(["json", "txt"])("counts the errors of each device, from %s", (form) => {
    const [array] = parseBtrfsDeviceStats(readLab("44", `btrfs-device-stats.${form}`)).arrays;
    expect(array?.signals).toMatchObject([{ state: "ok" }]);
    expect(array?.members).toMatchObject([
      { name: "/dev/sdd", readErrors: 0, writeErrors: 0, checksumErrors: 0 },
      { name: "/dev/sde", readErrors: 0, writeErrors: 14, checksumErrors: 9 },
    ]);
  });

  test.each(["json", "txt"])("sees a missing device that counts no errors, from %s", (form) => {
    const [array] = parseBtrfsDeviceStats(readLab("53", `btrfs-device-stats.${form}`)).arrays;
    expect(array).toMatchObject({ expectedMembers: 2, activeMembers: 1, signals: [{ state: "degraded" }] });
  });

  test("takes a counter that is not there for no zero", () => {
    const text = readLab("01", "btrfs-device-stats.json").replace('"corruption_errs": "0",', "");
    expect(severityOfReading(parseBtrfsDeviceStats(text))).toBe("unknown");
  });

  test("says why it was refused", () => {
    expect(parseBtrfsDeviceStats(readLab("07", "btrfs-device-stats.txt.err")).gaps).toMatchObject([
      { reason: "permission-denied" },
    ]);
  });
});

describe("btrfs filesystem usage", () => {
  test("reads sizes, level and devices", () => {
    const [array] = parseBtrfsUsage(readLab("01", "btrfs-filesystem-usage.txt")).arrays;
    expect(array).toMatchObject({
      level: "raid1c2",
      sizeBytes: 1_073_741_824,
      usedBytes: 7_987_200,
      activeMembers: 2,
    });
  });

  test("reads sizes for people", () => {
    const text = readFixture("btrfs-usage", "PhilipMay__btrfs-prom-exporter__btrfs_filesystem_usage.txt")
      .replace("                 0\n    Device slack", "            0.00B\n    Device slack")
      .replace("22000898670592", "20.01TiB");
    expect(parseBtrfsUsage(text).arrays[0]).toMatchObject({
      sizeBytes: 22_001_227_671_798,
      signals: [{ state: "ok" }],
    });
    const missing = text.replace("0.00B", "1.82TiB");
    expect(parseBtrfsUsage(missing).arrays[0]?.signals).toMatchObject([{ state: "degraded" }]);
  });

  test.each([["45"], ["53"]])("sees in %s that a device is missing, also under its old name", (state) => {
    expect(parseBtrfsUsage(readLab(state, "btrfs-filesystem-usage.txt")).arrays[0]).toMatchObject({
      expectedMembers: 2,
      activeMembers: 1,
      signals: [{ state: "degraded" }],
    });
  });

  test("does not believe that nothing is missing when it may not look", () => {
    const reading = parseBtrfsUsage(readLab("07", "btrfs-filesystem-usage.txt"));
    expect(reading.arrays[0]?.gaps).toMatchObject([{ reason: "permission-denied" }]);
    expect(severityOfReading(reading)).toBe("unknown");
  });

  test("knows that data without copies is gone with its device", () => {
    const text = readLab("53", "btrfs-filesystem-usage.txt").replace("Data,RAID1", "Data,single");
    expect(parseBtrfsUsage(text).arrays[0]?.signals).toMatchObject([{ state: "failed" }]);
  });
});

describe("btrfs filesystem show", () => {
  test("knows the file system by its UUID and label", () => {
    expect(parseBtrfsShow(readLab("01", "btrfs-filesystem-show.txt")).arrays).toMatchObject([
      { id: "475ad077-c355-40e2-8d5f-4f0f936fe0d3", name: "labbtrfs", expectedMembers: 2, activeMembers: 2 },
    ]);
  });

  test.each(["45", "52", "53"])("sees a missing device in %s", (state) => {
    const [array] = parseBtrfsShow(readLab(state, "btrfs-filesystem-show.txt")).arrays;
    expect(array?.signals).toMatchObject([{ text: "1 of 2", state: "degraded" }]);
    expect(array?.members.filter((member) => member.state === "missing")).toHaveLength(1);
  });

  test("says that devices could not be opened", () => {
    expect(parseBtrfsShow(readLab("07", "btrfs-filesystem-show.txt.err"))).toMatchObject({
      arrays: [],
      gaps: [{ reason: "permission-denied" }],
    });
  });
});

describe("a Btrfs that lacks a device and is not known to be mounted", () => {
  /** What is said of it. @param isMounted as somebody knows who knows the mounts @param level what was told of it before */
  const said = (state: string, isMounted?: boolean, level: string | null = null) => {
    const [array] = parseBtrfsShow(readLab(state, "btrfs-filesystem-show.txt")).arrays;
    if (array === undefined) throw new Error("no array");
    const baseline = { members: 2, spares: 0, level, memberErrors: new Map() };
    const { verdict, findings } = judgeArray(
      { ...array, isMounted: isMounted ?? array.isMounted },
      level === null ? undefined : baseline,
    );
    expect(verdict).toBe("degraded");
    const [first] = findings;
    if (first?.code !== "ARRAY_DEGRADED") throw new Error("no such reason");
    return Object.values(describeFinding(first, { nowMs: 0 }, "en")).join(" ");
  };

  test("is not said to be usable where nothing tells how it keeps its data", () => {
    for (const isMounted of [undefined, false]) {
      expect(said("52", isMounted)).toContain("is not known");
      expect(said("52", isMounted)).not.toMatch(/can still be used|should be possible/);
    }
    expect(said("52")).not.toContain("It is not mounted");
    expect(said("52", false)).toContain("It is not mounted.");
  });

  test.each([
    ["raid1c2", /as "raid1"\. .* should be possible to mount it with `-o degraded`/],
    ["raid5", /as "raid5"\. .* should be possible/],
    ["raid0", /as "raid0"\. .* not to be expected that its data can be used/],
    ["single", /not to be expected that its data can be used/],
    ["raid1c2 + single", /as "raid1 \+ single"\. Whether it can be mounted .* is not known/],
  ])(
    "may be mounted as far as %s, which it was when that was told, does without a device",
    (level, words) => {
      expect(said("52", false, level)).toMatch(words);
      expect(said("52", false, level)).not.toContain("can still be used");
    },
  );

  test("can be used when it is mounted", () => {
    for (const isMounted of [undefined, true])
      expect(said("53", isMounted)).toContain("Its data can still be used");
    expect(said("52", true)).toContain("Its data can still be used");
  });
});

describe("btrfs scrub status", () => {
  test("takes no error found for no proof of health, for it says the same without any scrub", () => {
    for (const state of ["01", "42", "53"])
      expect(severityOfReading(parseBtrfsScrub(readLab(state, "btrfs-scrub-status.txt")))).toBe("unknown");
  });

  test("counts what was mended, and what could not be", () => {
    const text = readLab("41", "btrfs-scrub-status.txt");
    expect(parseBtrfsScrub(text).arrays[0]).toMatchObject({ mismatches: 441, unrecoveredErrors: 0 });
    expect(severityOfReading(parseBtrfsScrub(text))).toBe("warning");
    expect(severityOfReading(parseBtrfsScrub(text.replace("Uncorrectable:  0", "Uncorrectable:  3")))).toBe(
      "critical",
    );
  });

  test("says that it was refused", () => {
    const reading = parseBtrfsScrub(readLab("07", "btrfs-scrub-status.txt.err"));
    expect(reading.arrays[0]?.gaps).toMatchObject([{ reason: "permission-denied" }]);
  });
});

describe("a Btrfs of two loop devices, written to while one was detached", () => {
  const read = (step: string) => ({
    usage: parseBtrfsUsage(readLab("host-btrfs", `${step}-usage.txt`)),
    show: parseBtrfsShow(readLab("host-btrfs", `${step}-show.txt`)),
    stats: parseBtrfsDeviceStats(readLab("host-btrfs", `${step}-stats.txt`)),
    scrub: parseBtrfsScrub(readLab("host-btrfs", `${step}-scrub.txt`)),
  });
  const severities = (step: string) => Object.values(read(step)).map(severityOfReading);

  test("is whole at first", () => {
    expect(severities("healthy")).toEqual(["ok", "ok", "ok", "unknown"]);
    expect(read("healthy").usage.arrays[0]).toMatchObject({
      level: "raid1c2",
      expectedMembers: 2,
      sizeBytes: 629_145_600,
    });
  });

  test("is degraded without the device, and not failed: what was written without a copy is on the other", () => {
    expect(severities("degraded")).toEqual(["critical", "critical", "critical", "unknown"]);
    expect(read("degraded").usage.arrays[0]?.signals).toMatchObject([
      { text: "Device missing: 300.00MiB", state: "degraded" },
    ]);
  });

  test("still has data without a second copy when the device is back and all is called fine", () => {
    expect(verdictLines(read("back").usage)).toEqual(["/dev/loop0 warning ARRAY_PARTLY_UNPROTECTED"]);
    expect(severities("back")).toEqual(["warning", "ok", "ok", "unknown"]);
  });

  test("shows what the returned device had missed only after a scrub", () => {
    expect(verdictLines(read("scrubbed").stats)).toEqual(["/dev/loop0 warning ARRAY_MEMBER_ERRORS"]);
    expect(verdictLines(read("scrubbed").scrub)[0]).toContain("warning ARRAY_MISMATCHES");
  });

  test("has failed where the lost device held data without a copy", () => {
    const text = readLab("host-btrfs", "degraded-usage.txt").replace("Metadata,RAID1", "Metadata,DUP");
    expect(parseBtrfsUsage(text).arrays[0]?.signals).toMatchObject([{ state: "failed" }]);
  });
});

describe("the kernel's own files of Btrfs, which anybody may read", () => {
  test("tell that all devices are there, and what went wrong with each", () => {
    expect(verdictLines(parseBtrfsSysfs(readLab("82", "healthy.txt")))).toEqual(["labbtrfs ok"]);
    const [array] = parseBtrfsSysfs(readLab("82", "io-errors.txt")).arrays;
    expect(array).toMatchObject({
      id: "7e832993-47f9-4786-b519-6bf865c8f14d",
      expectedMembers: 2,
      activeMembers: 2,
      members: [
        { slot: "1", state: "ok", writeErrors: 0 },
        { slot: "2", state: "ok", readErrors: 0, writeErrors: 251, checksumErrors: 0 },
      ],
    });
    expect(verdictLines(parseBtrfsSysfs(readLab("82", "io-errors.txt")))).toEqual([
      "labbtrfs warning ARRAY_MEMBER_ERRORS",
    ]);
  });

  test("tell that a device is missing", () => {
    const text = readLab("82", "healthy.txt").replace("devinfo/2/missing:0", "devinfo/2/missing:1");
    expect(verdictLines(parseBtrfsSysfs(text))).toEqual([
      "labbtrfs degraded ARRAY_DEGRADED ARRAY_MEMBER_MISSING",
    ]);
  });

  test("are not enough to call it fine where they lack a device's counters", () => {
    const text = readLab("82", "healthy.txt").replace(/^.*devinfo\/2\/error_stats.*\n/gm, "");
    expect(severityOfReading(parseBtrfsSysfs(text))).toBe("unknown");
  });
});
