import { describe, expect, onTestFinished, test } from "vitest";
import type { WatchedHostId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { smartOutput } from "../../../test/support/virtual-machine.ts";
import { openStores, type Stores } from "../../catalog/open-stores.ts";
import { EMPTY_HOST_READING, type HostReading } from "../probes/host-reading.ts";
import { emptyArray, emptyDisk } from "../reading/empty.ts";
import { mergeArrays } from "../reading/merge-arrays.ts";
import { readLab } from "../testing/fixtures.ts";
import { parseBtrfsShow } from "../tools/btrfs/parse-show.ts";
import { parseMdSysfs } from "../tools/md/parse-md-sysfs.ts";
import { parseMdadmDetail } from "../tools/md/parse-mdadm-detail.ts";
import { parseMdstat } from "../tools/md/parse-mdstat.ts";
import { parseSmartctl } from "../tools/smartctl/parse-smartctl.ts";
import type { DiskRecord } from "./disk-identity.ts";
import { type RecordOptions, recordRound } from "./record-round.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 1);
const HOSTS = ["A", "B"].map((_, n) => `00000000-0000-4000-8000-00000000000${n}` as string as WatchedHostId);
const [A, B] = HOSTS as [WatchedHostId, WatchedHostId];

async function openHosts(): Promise<Stores> {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  for (const [n, id] of HOSTS.entries())
    stores.watchedHosts.save({
      ...{ id, name: `host ${n}`, setup: { kind: "local" }, kept: [], hostKey: null, askedMs: null },
      ...{ answeredMs: null, silentSinceMs: null, error: null, facts: null, gaps: [] },
    });
  return stores;
}

function record(
  stores: Stores,
  hostId: WatchedHostId,
  day: number,
  reading: Partial<HostReading>,
  damageOn: RecordOptions["damageOn"] = () => [],
): void {
  recordRound(
    stores,
    { ...EMPTY_HOST_READING, complete: new Set(["lsblk", "md"]), ...reading },
    {
      ...{ hostId, nowMs: START_MS + day * DAY_MS, continuesMs: 2 * DAY_MS },
      ...{ isSeenElsewhere: (disk: DiskRecord) => disk.vanishedMs === null, damageOn },
    },
  );
}

function withDisk(serial: string, reallocated: number): Partial<HostReading> {
  const output = smartOutput(readLab("01", "smartctl-a-LABSATA0.json"), { serial, raw: { 5: reallocated } });
  const [reading] = parseSmartctl(output).disks;
  if (reading === undefined) throw new Error("no disk");
  return { disks: [{ reading, sources: ["lsblk"], isRemovable: false, names: ["sda"] }] };
}

const disksOf = (stores: Stores, hostId?: WatchedHostId) =>
  stores.healthSubjects.list(hostId).flatMap((one) => (one.kind === "disk" ? [one] : []));

describe("a disk", () => {
  test("under damaged files of a replica is noted, and no worse for that", async () => {
    const stores = await openHosts();
    record(stores, A, 0, withDisk("S1", 0));
    const [before] = disksOf(stores);
    const damaged = [{ replica: "NAS 2", files: 3 }];
    record(stores, A, 1, withDisk("S1", 0), (id) => (id === before?.id ? damaged : []));
    const [disk] = disksOf(stores);
    expect(disk?.findings).toContainEqual({ code: "DISK_DAMAGED_FILES", level: "note", details: damaged[0] });
    expect(disk?.verdict).toBe(before?.verdict);
    record(stores, A, 2, withDisk("S1", 0));
    expect(disksOf(stores)[0]?.findings).toEqual(before?.findings);
  });

  test("takes its history to another host, once it is gone from the first", async () => {
    const stores = await openHosts();
    record(stores, A, 0, withDisk("S1", 4));
    record(stores, A, 1, withDisk("S1", 4));
    record(stores, A, 2, {});
    record(stores, B, 3, withDisk("S1", 9));
    const [moved, ...others] = disksOf(stores);
    expect(others).toEqual([]);
    expect(moved).toMatchObject({
      ...{ hostId: B, verdict: "failing", vanishedMs: null },
      findings: [{ code: "DISK_DAMAGE_RISING", details: { value: 9, trend: { before: 4 } } }],
    });
  });

  test("with the same serial number on two hosts at once is two disks", async () => {
    const stores = await openHosts();
    for (const day of [0, 1]) {
      record(stores, A, day, withDisk("QM00001", 0));
      record(stores, B, day, withDisk("QM00001", 7));
    }
    expect(disksOf(stores, A)).toMatchObject([{ verdict: "ok" }]);
    expect(disksOf(stores, B)).toMatchObject([{ verdict: "warning" }]);
  });

  test("of a machine that is watched under two names is back under both when it is back", async () => {
    const stores = await openHosts();
    const round = (day: number, reading: Partial<HostReading>) => {
      // whichever is asked first
      for (const host of day % 2 === 0 ? [A, B] : [B, A]) record(stores, host, day, reading);
    };
    round(0, withDisk("S1", 0));
    round(1, {});
    expect(disksOf(stores).map(({ verdict }) => verdict)).toEqual(["failed", "failed"]);
    for (const day of [2, 3]) round(day, withDisk("S1", 0));
    expect(disksOf(stores).map(({ hostId, verdict }) => [hostId, verdict])).toEqual([
      [A, "ok"],
      [B, "ok"],
    ]);
    for (const day of [4, 5]) round(day, {});
    for (const day of [7, 8]) round(day, withDisk("S1", 0));
    expect(disksOf(stores).map(({ verdict }) => verdict)).toEqual(["ok", "ok"]);
  });

  test("that sleeps is known by its place, keeps what was wrong with it, and no temperature", async () => {
    const stores = await openHosts();
    record(stores, A, 0, withDisk("S1", 24));
    const asleep = { ...emptyDisk(), isAsleep: true };
    asleep.place = { ...asleep.place, device: "/dev/sda" };
    record(stores, A, 1, {
      disks: [{ reading: asleep, sources: ["lsblk"], isRemovable: false, names: ["sda"] }],
    });
    expect(disksOf(stores)).toMatchObject([
      {
        ...{ verdict: "warning", readMs: START_MS, seenMs: START_MS + DAY_MS },
        reading: {
          ...{ isAsleep: true, identity: { serial: "S1" } },
          metrics: { reallocatedSectors: 24, temperatureC: null },
        },
      },
    ]);
  });

  test("is not gone when nobody could look", async () => {
    const stores = await openHosts();
    record(stores, A, 0, withDisk("S1", 0));
    record(stores, A, 1, { complete: new Set(["md"]) });
    expect(disksOf(stores)).toMatchObject([{ verdict: "ok", vanishedMs: null, seenMs: START_MS }]);
    record(stores, A, 2, {});
    expect(disksOf(stores)).toMatchObject([{ verdict: "failed", vanishedMs: START_MS + 2 * DAY_MS }]);
  });
});

test("an array of which nothing was ever known is not missed", async () => {
  const stores = await openHosts();
  const reading = { ...emptyArray("/dev/sdd", "/dev/sdd", "btrfs"), level: "raid1", expectedMembers: 2 };
  record(stores, A, 0, { arrays: [{ reading, sources: ["md"] }] });
  expect(stores.healthSubjects.list(A)).toMatchObject([{ kind: "array", verdict: "unknown" }]);
  record(stores, A, 1, {});
  expect(stores.healthSubjects.list(A)).toEqual([]);
});

test("how a Btrfs kept its data is remembered for the time when it is not mounted and lacks a device", async () => {
  const stores = await openHosts();
  const found = (text: string, isMounted: boolean) =>
    parseBtrfsShow(text).arrays.map((reading) => ({
      reading: { ...reading, isMounted },
      sources: ["btrfs"],
    }));
  const whole = found(readLab("01", "btrfs-filesystem-show.txt"), true);
  const withLevel = whole.map((one) => ({ ...one, reading: { ...one.reading, level: "raid1c2" } }));
  record(stores, A, 0, { arrays: withLevel });
  const without = found(readLab("52", "btrfs-filesystem-show.txt"), false);
  for (const day of [1, 2]) {
    record(stores, A, day, { arrays: without });
    expect(stores.healthSubjects.list(A)).toMatchObject([
      {
        verdict: "degraded",
        findings: [
          { details: { notMounted: { isSure: true, profile: "raid1", mounts: "degraded" } } },
          { code: "ARRAY_MEMBER_MISSING" },
          { code: "ARRAY_STATE_REPORTED" },
        ],
      },
    ]);
  }
});

test("an array that is gone is a finding, and is fine again when it is back", async () => {
  const stores = await openHosts();
  const arrays = parseMdstat(readLab("01", "mdstat.txt")).arrays.map((reading) => ({
    ...{ reading, sources: ["md"] },
  }));
  const verdicts = () =>
    stores.healthSubjects.list(A).map(({ verdict, findings }) => [verdict, findings[0]?.code]);
  record(stores, A, 0, { arrays });
  expect(verdicts().map(([verdict]) => verdict)).toEqual(["ok", "ok"]);
  record(stores, A, 1, { arrays: arrays.slice(1) });
  expect(verdicts()[0]).toEqual(["degraded", "ARRAY_VANISHED"]);
  record(stores, A, 2, { arrays });
  expect(verdicts().map(([verdict]) => verdict)).toEqual(["ok", "ok"]);
});

describe("a file system", () => {
  const GB = 1e9;
  const volume = (source: string, path: string, sizeBytes = 500 * GB) => ({
    ...{ source, path, fileSystem: "btrfs", sizeBytes, freeBytes: 100 * GB, inodesUsedPercent: null },
  });
  const known = (stores: Stores) =>
    stores.healthSubjects
      .list(A)
      .flatMap(({ id, reading, kind }) => (kind === "volume" ? [[id, reading.path, reading.source]] : []))
      .toSorted((a, b) => String(a[1]).localeCompare(String(b[1])));

  test("stays the same when the kernel gives its disk another name", async () => {
    const stores = await openHosts();
    record(stores, A, 0, { volumes: [volume("/dev/sda", "/one"), volume("/dev/sdb", "/two")] });
    const [one, two] = known(stores).map(([id]) => id);
    record(stores, A, 1, { volumes: [volume("/dev/sdb", "/one"), volume("/dev/sda", "/two")] });
    record(stores, A, 2, { volumes: [volume("/dev/sdb", "/one"), volume("/dev/sdc", "/two")] });
    expect(known(stores)).toEqual([
      [one, "/one", "/dev/sdb"],
      [two, "/two", "/dev/sdc"],
    ]);
  });

  test("is another one where a larger one is mounted in its place, and itself again when it is back", async () => {
    const stores = await openHosts();
    record(stores, A, 0, { volumes: [volume("/dev/sda", "/usb")] });
    const [first] = known(stores);
    record(stores, A, 1, { volumes: [volume("/dev/sdb", "/usb", 900 * GB)] });
    expect(known(stores)).toHaveLength(2);
    record(stores, A, 2, { volumes: [volume("/dev/sdc", "/usb")] });
    expect(known(stores)).toContainEqual([first?.[0], "/usb", "/dev/sdc"]);
    expect(known(stores)).toHaveLength(2);
  });
});

describe("an array that does not run", () => {
  const MINUTE_DAYS = 1 / (24 * 60);
  const read = (state: string, detail?: string) =>
    mergeArrays([
      ...parseMdstat(readLab(state, "mdstat.txt")).arrays,
      ...parseMdSysfs(readLab(state, "sysfs-md0.txt").replace(/^/gm, "/sys/block/md0/md/")).arrays,
      ...(detail === undefined ? [] : parseMdadmDetail(readLab(detail, "mdadm-detail-md0.txt")).arrays),
    ])
      .filter(({ name }) => name === "md0")
      .map((reading) => ({ reading, sources: ["md"] }));
  const facts = (uptimeSeconds: number | null) => ({
    facts: {
      system: null,
      kernel: null,
      architecture: null,
      machine: null,
      temperatureC: null,
      uptimeSeconds,
    },
  });
  const RUNS = read("01");
  const IDLE = read("51");
  const told = (stores: Stores) =>
    stores.healthSubjects.list(A).map(({ verdict, findings }) => [verdict, findings[0]?.code]);
  /** Rounds at minutes, of which each says how long the machine ran and whether the array does. */
  async function verdictsOf(
    ...rounds: readonly (readonly [minute: number, uptimeSeconds: number | null, arrays: typeof RUNS])[]
  ) {
    const stores = await openHosts();
    for (const [minute, uptimeSeconds, arrays] of rounds)
      record(stores, A, minute * MINUTE_DAYS, { arrays, ...facts(uptimeSeconds) });
    return told(stores);
  }
  const STARTING = [["unknown", "ARRAY_STARTING"]];
  const FAILED = [["failed", "ARRAY_INACTIVE"]];

  test("is not failed yet in the first minutes after its machine was started, if it was fine before", async () => {
    expect(await verdictsOf([0, 90_000, RUNS], [5, 40, IDLE])).toEqual(STARTING);
    expect(await verdictsOf([0, 90_000, RUNS], [5, 40, IDLE], [7, 160, RUNS])).toEqual([["ok", undefined]]);
    // it lacks a disk, as it turns out
    expect(await verdictsOf([0, 90_000, RUNS], [5, 40, IDLE], [7, 160, read("50")])).toEqual([
      ["degraded", "ARRAY_DEGRADED"],
    ]);
  });

  test("says when the machine was started, and nothing of members that may come", async () => {
    const stores = await openHosts();
    record(stores, A, 0, { arrays: RUNS });
    record(stores, A, 1, { arrays: IDLE, ...facts(90.5) });
    expect(stores.healthSubjects.list(A)).toMatchObject([
      { findings: [{ level: "unknown", details: { startedMs: START_MS + DAY_MS - 90_500 } }] },
    ]);
  });

  test("has failed when it stays so, also where its machine starts again and again", async () => {
    expect(await verdictsOf([0, 90_000, RUNS], [5, 40, IDLE], [10, 340, IDLE])).toEqual(FAILED);
    expect(await verdictsOf([0, 1, RUNS], [5, 40, IDLE], [10, 20, IDLE], [16, 50, IDLE])).toEqual(FAILED);
    // the time that it had is over
    expect(await verdictsOf([0, 1, RUNS], [5, 40, IDLE], [10, 340, IDLE], [15, 20, IDLE])).toEqual(FAILED);
  });

  test("has failed at once if it was never fine, stopped while its machine ran, or nobody knows how long that runs", async () => {
    expect(await verdictsOf([0, 40, IDLE])).toEqual(FAILED);
    expect(await verdictsOf([0, 90_000, read("11")], [5, 40, IDLE])).toEqual(FAILED);
    expect(await verdictsOf([0, 90_000, RUNS], [5, 90_300, IDLE])).toEqual(FAILED);
    expect(await verdictsOf([0, 90_000, RUNS], [5, null, IDLE])).toEqual(FAILED);
  });

  test("has failed at once if a tool says so", async () => {
    const failed = IDLE.map(({ reading, sources }) => ({
      sources,
      reading: {
        ...reading,
        signals: [...reading.signals, { source: "mdadm --detail", text: "FAILED", state: "failed" as const }],
      },
    }));
    expect(await verdictsOf([0, 90_000, RUNS], [5, 40, failed])).toEqual([["failed", "ARRAY_FAILED"]]);
  });

  test("is known for the one that ran, though it does not tell its UUID, and again when it does", async () => {
    const stores = await openHosts();
    const keysOf = () => stores.healthSubjects.list(A).map(({ id, identity }) => [id, identity]);
    record(stores, A, 0, { arrays: read("01", "01") });
    const before = keysOf();
    expect(before).toEqual([[expect.any(String), expect.stringMatching(/ md [0-9a-f]{32}$/)]]);
    record(stores, A, 1, { arrays: IDLE });
    expect(told(stores)).toEqual(FAILED);
    expect(keysOf()).toEqual(before);
    record(stores, A, 2, { arrays: read("01", "01") });
    expect(told(stores)).toEqual([["ok", undefined]]);
    expect(keysOf()).toEqual(before);
  });

  test("is known by its UUID from the time on that it tells one", async () => {
    const stores = await openHosts();
    record(stores, A, 0, { arrays: IDLE });
    const [before] = stores.healthSubjects.list(A);
    record(stores, A, 1, { arrays: read("01", "01") });
    record(stores, A, 2, { arrays: IDLE });
    expect(stores.healthSubjects.list(A)).toMatchObject([
      { id: before?.id, identity: expect.stringMatching(/ md [0-9a-f]{32}$/), vanishedMs: null },
    ]);
  });

  test("is the one that is there, and not one of its name that is gone", async () => {
    const stores = await openHosts();
    const nameOnly = { reading: { ...emptyArray("md0", "md0", "md"), ...FINE_PAIR }, sources: ["md"] };
    const withId = { ...nameOnly, reading: { ...nameOnly.reading, id: "1".repeat(32) } };
    record(stores, A, 0, { arrays: [nameOnly, withId] });
    record(stores, A, 1, { arrays: [withId] });
    record(stores, A, 2, { arrays: [nameOnly] });
    expect(told(stores)).toEqual([
      ["degraded", "ARRAY_VANISHED"],
      ["ok", undefined],
    ]);
  });

  test("is not taken for another one of its name, nor for one that is there as well", async () => {
    const stores = await openHosts();
    const named = (id: string, name = "md0") => ({
      reading: { ...emptyArray(id, name, "md"), ...FINE_PAIR },
      sources: ["md"],
    });
    const [one, two] = ["1", "2"].map((digit) => digit.repeat(32)) as [string, string];
    record(stores, A, 0, { arrays: [named(one)] });
    record(stores, A, 1, { arrays: [named(two)] });
    expect(told(stores)).toEqual([
      ["degraded", "ARRAY_VANISHED"],
      ["ok", undefined],
    ]);
    record(stores, A, 2, { arrays: [named(two), named("md0")] });
    expect(stores.healthSubjects.list(A)).toHaveLength(3);
  });
});

const FINE_PAIR = {
  signals: [{ source: "mdstat", text: "[2/2]", state: "ok" as const }],
  expectedMembers: 2,
};
