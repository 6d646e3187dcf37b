import { describe, expect, test } from "vitest";
import { mergeArrays } from "../../reading/merge-arrays.ts";
import { judgeArray } from "../../rules/judge-array.ts";
import { readFixture, readFixtures, readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { parseMdSysfs } from "./parse-md-sysfs.ts";
import { parseMdadmDetail } from "./parse-mdadm-detail.ts";
import { parseMdstat } from "./parse-mdstat.ts";

/** The last of what is needed: how many members are in sync, and how many there should be. */
const lastNeeded = (text: string): number =>
  Math.max(
    ...[...text.matchAll(/in_sync|raid_disks.\d+|level.raid\d+|degraded.\d+/g)].map(
      (match) => match.index + match[0].length,
    ),
  );

fuzzParser("md-sysfs", { parse: parseMdSysfs, samples: readFixtures("md-sysfs"), decidedAt: lastNeeded });
fuzzParser("md-sysfs as grep prints it", {
  parse: parseMdSysfs,
  samples: { healthy: readLab("13", "sysfs-md0.txt"), degraded: readLab("10", "sysfs-md0.txt") },
  decidedAt: lastNeeded,
});

const array = (text: string) => {
  const { arrays, gaps } = parseMdSysfs(text);
  expect(gaps).toEqual([]);
  expect(arrays).toHaveLength(1);
  return arrays[0];
};

describe("sysfs of md", () => {
  test("tells the array by its UUID, and a spare that is being filled by its place", () => {
    const md6 = array(readFixture("md-sysfs", "prometheus__procfs__sys_block_md6.tsv"));
    expect(md6).toMatchObject({
      id: "5f529b256efd46e499a231f6f597be6b",
      name: "md6",
      level: "raid6",
      expectedMembers: 4,
      activeMembers: 3,
      operation: { kind: "rebuild", donePercent: 75 },
    });
    expect(md6?.members.map(({ name, slot, state }) => [name, slot, state])).toEqual([
      ["sdq", "0", "ok"],
      ["sdr", "1", "ok"],
      ["sds", "2", "ok"],
      ["sdt", "3", "rebuilding"],
    ]);
  });

  test("does not take clean for complete", () => {
    const text = readLab("13", "sysfs-md0.txt").replace("degraded:0\n", "");
    expect(array(text)?.signals).toMatchObject([
      { source: "sysfs array_state", text: "clean", state: "unknown" },
    ]);
  });

  test("does not believe that nothing is missing where a member is not in sync", () => {
    const text = readLab("13", "sysfs-md0.txt").replace("dev-sdb/state:in_sync", "dev-sdb/state:blocked");
    expect(array(text)?.signals.map(({ state }) => state)).not.toContain("ok");
  });

  test("counts members out that are faulty and could not be taken from their places yet", () => {
    const text = readLab("65", "sysfs-md0.txt");
    const md0 = array(text);
    expect(md0).toMatchObject({ expectedMembers: 3, activeMembers: 0 });
    expect(md0?.signals).toContainEqual({ source: "sysfs members", text: "0 of 3", state: "failed" });
    // at first md counted all of them as active
    const before = text
      .replace("degraded:1", "degraded:0")
      .replace("sdb/state:faulty", "sdb/state:faulty,in_sync,blocked");
    expect(array(before.replace("slot:none", "slot:1"))).toMatchObject({ activeMembers: 0 });
    const one = text
      .replace("degraded:1", "degraded:0")
      .replaceAll("faulty,in_sync,blocked", "in_sync")
      .replace("sdb/state:faulty", "sdb/state:faulty,in_sync,blocked");
    const signals = array(one.replace("slot:none", "slot:1"))?.signals.map(({ state }) => state);
    expect(signals).toContain("degraded");
    expect(signals).not.toContain("failed");
  });

  test("an array whose disks stopped answering has failed, though others call it degraded", () => {
    const all = [
      ...parseMdstat(readLab("65", "mdstat.txt")).arrays,
      ...parseMdadmDetail(readLab("65", "mdadm-detail-md0.txt")).arrays,
    ].filter(({ name }) => name === "md0");
    expect(all.map((one) => judgeArray(one, undefined).verdict)).toEqual(["degraded", "degraded"]);
    const sysfs = parseMdSysfs(
      readLab("65", "sysfs-md0.txt")
        .replace(/^/gm, "/sys/block/md0/md/")
        .replace(/\/sys\/block\/md0\/md\/$/, ""),
    );
    const merged = mergeArrays([...sysfs.arrays, ...all]);
    expect(merged).toHaveLength(1);
    const { verdict, findings } = judgeArray(merged[0] as (typeof merged)[0], undefined);
    expect(verdict).toBe("failed");
    expect(findings[0]).toMatchObject({ code: "ARRAY_FAILED", details: { text: "0 of 3", missing: 3 } });
  });

  test("names the empty place of a disk that is gone", () => {
    expect(array(readLab("20", "sysfs-md1.txt"))?.members).toMatchObject([
      { name: "nvme0n1", slot: "0", state: "ok" },
      { name: null, slot: "1", state: "missing" },
    ]);
  });

  test("does not overlook a second array whose files have the same paths", () => {
    const [whole, degraded] = [readLab("13", "sysfs-md0.txt"), readLab("11", "sysfs-md0.txt")];
    expect(parseMdSysfs(`${whole}\n${whole}`).gaps).toEqual([]);
    for (const text of [`${whole}\n${degraded}`, `${degraded}\n${whole}`])
      expect(parseMdSysfs(text).gaps).toMatchObject([{ reason: "output-unreadable" }]);
  });

  test("does not take a write journal for the disk in a place", () => {
    const text = `${readLab("11", "sysfs-md0.txt")}\ndev-sdd/state:journal\ndev-sdd/slot:journal\n`;
    expect(
      array(text)
        ?.members.map(({ name, slot, state }) => `${name ?? slot}: ${state}`)
        .sort(),
    ).toEqual(["1: missing", "sda: ok", "sdc: ok", "sdd: ok"]);
  });

  test("reads seconds left from sectors and speed", () => {
    expect(array(readLab("12", "sysfs-md0.txt"))?.operation).toEqual({
      kind: "rebuild",
      isWaiting: false,
      donePercent: 6.4,
      remainingSeconds: 159,
      bytesPerSecond: 1536 * 1024,
    });
  });

  test("reads several arrays from complete paths", () => {
    const lines = (name: string) =>
      readLab("13", "sysfs-md0.txt")
        .replace(/^/gm, `/sys/block/${name}/md/`)
        .replace(/[^\n]*$/, "");
    expect(parseMdSysfs(lines("md0") + lines("md7")).arrays.map(({ name }) => name)).toEqual(["md0", "md7"]);
  });
});
