import { describe, expect, test } from "vitest";
import { readFixture, readFixtures } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading } from "../../testing/verdicts.ts";
import { parseZpoolJson } from "./parse-zpool-json.ts";
import { parseZpoolStatus } from "./parse-zpool-status.ts";

const MIRROR = readFixture("zpool-status", "danjl1100__zpool-status-exporter__input-10-new-pool.txt");
const STATUS = readFixture("zpool-status-j", "bitranox__check_zpools__zpool_status_int_ok.json");
const LIST = readFixture("zpool-list-j", "bitranox__check_zpools__zpool_list.json");

fuzzParser("zpool status", {
  parse: parseZpoolStatus,
  samples: { mirror: MIRROR, ...readFixtures("zpool-status") },
  // the last counter of the second disk of the first mirror, or RAID-Z: who has fewer disks was cut off
  decidedAt: (text) => {
    const group = /\n\s+(mirror|raidz2)-0 .*/.exec(text);
    const rows = [...text.slice((group?.index ?? 0) + (group?.[0].length ?? 0)).matchAll(/\n.*?\d +\d +\d/g)];
    const last = rows[group?.[1] === "mirror" ? 1 : 2];
    return (group?.index ?? 0) + (group?.[0].length ?? 0) + (last?.index ?? 0) + (last?.[0].length ?? 0);
  },
});
fuzzParser("zpool status -j", { parse: parseZpoolJson, samples: { status: STATUS } });
fuzzParser("zpool list -j", { parse: parseZpoolJson, samples: { list: LIST } });

const pool = (text: string) => parseZpoolStatus(text).arrays[0];
const members = (text: string) => pool(text)?.members.map(({ name, state }) => `${name}: ${state}`);

describe("zpool status", () => {
  test("knows disks by their serial numbers where their names tell them", () => {
    expect(pool(MIRROR)).toMatchObject({
      name: "milton",
      level: "mirror",
      expectedMembers: 2,
      activeMembers: 2,
      members: [{ serial: "WSD4EYEW" }, { serial: "WSD49ZDC" }],
    });
  });

  test("knows them by complete paths as well", () => {
    const text = MIRROR.replaceAll("ata-ST8", "/dev/disk/by-id/ata-ST8").replace(/(WSD\w+)/g, "$1-part1");
    expect(pool(text)?.members).toMatchObject([{ serial: "WSD4EYEW" }, { serial: "WSD49ZDC" }]);
  });

  test("counts disks of several mirrors, and leaves a waiting spare out", () => {
    const text = readFixture("zpool-status", "kellyjonbrazil__jc__zpool-status-spares.out");
    expect(pool(text)).toMatchObject({ level: "4 × mirror", expectedMembers: 8, activeMembers: 8 });
    expect(members(text)?.at(-1)).toBe("sdf: spare");
  });

  test("does not overlook that another pool could not be read", () => {
    const refused = "cannot open 'tank2': no such pool\n";
    expect(severityOfReading(parseZpoolStatus(MIRROR))).toBe("ok");
    for (const text of [refused + MIRROR, MIRROR + refused]) {
      expect(parseZpoolStatus(text).gaps).toMatchObject([
        { reason: "device-not-opened", message: refused.trim() },
      ]);
      expect(severityOfReading(parseZpoolStatus(text))).toBe("unknown");
    }
  });

  test.each([
    ["ONLINE       0     0     2", "warning"],
    ["ONLINE       0  1.2K     0", "warning"],
    ["FAULTED      0     0     0  too many errors", "critical"],
    ["OFFLINE      0     0     0", "critical"],
    ["DREAMING     0     0     0", "critical"],
  ])("does not overlook a disk that reads %s below a pool that is called whole", (row, severity) => {
    const text = MIRROR.replace(/(WSD49ZDC) {2}ONLINE {7}0 {5}0 {5}0/, `$1  ${row}`);
    expect(text).not.toBe(MIRROR);
    const expected = row.startsWith("DREAMING") ? "unknown" : severity;
    expect(severityOfReading(parseZpoolStatus(text))).toBe(expected);
  });

  test.each([
    ["SUSPENDED", "failed"],
    ["FAULTED", "failed"],
    ["UNAVAIL", "failed"],
    ["ASLEEP", "unknown"],
  ])("reads a pool that is %s as %s", (word, state) => {
    expect(pool(MIRROR.replace("state: ONLINE", `state: ${word}`))?.signals[0]).toMatchObject({
      text: word,
      state,
    });
  });

  test("counts damaged files", () => {
    const said =
      "errors: Permanent errors have been detected in the following files:\n\n        /milton/a.doc\n        milton/b:<0x1>\n";
    expect(pool(MIRROR.replace(/errors: .*/, said))?.unrecoveredErrors).toBe(2);
    expect(
      pool(MIRROR.replace(/errors: .*/, "errors: 17 data errors, use '-v' for a list"))?.unrecoveredErrors,
    ).toBe(17);
    expect(pool(MIRROR)?.unrecoveredErrors).toBe(0);
  });

  test("is not calm when it may not see whether files are damaged", () => {
    const text = MIRROR.replace(/errors: .*/, "errors: List of errors unavailable: permission denied");
    expect(parseZpoolStatus(text).arrays[0]?.gaps).toMatchObject([{ reason: "permission-denied" }]);
    expect(severityOfReading(parseZpoolStatus(text))).toBe("unknown");
    const counted = parseZpoolStatus(`${text}\nerrors: 3 data errors, use '-v' for a list\n`).arrays[0];
    expect(counted).toMatchObject({ unrecoveredErrors: 3, gaps: [] });
  });

  test("sees a disk being replaced, how far it is and how long it takes", () => {
    const text = MIRROR.replace("state: ONLINE", "state: DEGRADED")
      .replace(
        "config:",
        "  scan: resilver in progress since Sun Feb 11 04:00:01 2024\n\t1.20T scanned at 512M/s, 400G issued at 170M/s, 1.20T total\n\t400G resilvered, 32.55% done, 01:22:10 to go\nconfig:",
      )
      .replace(
        /\t {4}ata-ST8000VN004-2M2101_WSD49ZDC.*/,
        "\t    replacing-1 DEGRADED 0 0 0\n\t      old UNAVAIL 0 0 0  was /dev/sdb1\n\t      new ONLINE 0 0 0  (resilvering)",
      );
    expect(pool(text)).toMatchObject({
      expectedMembers: 2,
      activeMembers: 1,
      operation: { kind: "rebuild", donePercent: 32.55, remainingSeconds: 4930 },
    });
    expect(members(text)?.slice(1)).toEqual(["old: missing", "new: rebuilding"]);
    expect(severityOfReading(parseZpoolStatus(text))).toBe("warning");
  });

  test("notices a single disk that was added beside a mirror", () => {
    const text = MIRROR.replace(
      "\n\nerrors",
      "\n\t  sdz                                ONLINE       0     0     0\n\nerrors",
    );
    expect(pool(text)).toMatchObject({ level: "mirror + stripe", expectedMembers: 3 });
    expect(severityOfReading(parseZpoolStatus(text))).toBe("warning");
  });

  test("says why it may not look", () => {
    const said = "Permission denied the ZFS utilities must be run as root.\n";
    expect(parseZpoolStatus(said).gaps).toMatchObject([{ reason: "permission-denied" }]);
  });
});

describe("zpool -j", () => {
  const changed = (change: (pools: Record<string, Record<string, unknown>>) => void): string => {
    const output = JSON.parse(STATUS);
    change(output.pools);
    return JSON.stringify(output);
  };

  test("knows pools by GUIDs of all their digits", () => {
    expect(parseZpoolJson(STATUS).arrays.map(({ name, id }) => [name, id])).toEqual([
      ["rpool", "17068583395379267683"],
      ["zpool-hdd", "13321006569551940811"],
      ["zpool-nvme", "17744074474903330142"],
      ["zpool-ssd", "7050059699569218323"],
    ]);
  });

  test("reads levels, disks and room", () => {
    const [rpool, hdd] = parseZpoolJson(STATUS).arrays;
    expect(rpool).toMatchObject({
      level: "mirror",
      expectedMembers: 2,
      sizeBytes: 498_216_206_336,
      usedBytes: 93_584_101_376,
    });
    expect(hdd).toMatchObject({ level: "draid1", expectedMembers: 8, activeMembers: 8 });
  });

  test.each([
    ["counted errors", { error_count: 4 }, "critical"],
    ["errors as text", { error_count: "1.2K" }, "critical"],
    ["a degraded pool", { state: "DEGRADED" }, "critical"],
    ["a state nobody knows", { state: "ODD" }, "unknown"],
    ["a state that is not there", { state: undefined }, "unknown"],
    ["no disks", { vdevs: {} }, "unknown"],
  ])("judges %s", (_, change, severity) => {
    expect(
      severityOfReading(parseZpoolJson(changed((pools) => Object.assign(pools.rpool ?? {}, change)))),
    ).toBe(severity);
  });

  test("takes counters as text, and a missing one for no zero", () => {
    expect(
      severityOfReading(parseZpoolJson(STATUS.replaceAll('"checksum_errors":0', '"checksum_errors":"0"'))),
    ).toBe("ok");
    expect(
      severityOfReading(parseZpoolJson(STATUS.replace('"checksum_errors":0', '"checksum_errors":"17"'))),
    ).toBe("warning");
    expect(
      severityOfReading(
        parseZpoolJson(
          STATUS.replace(
            /("slow_ios":0}|"checksum_errors":0)(?=,"scan_processed":293)/,
            '"checksum_errors":"-"',
          ),
        ),
      ),
    ).toBe("unknown");
  });

  test("reads a list's state and fill", () => {
    const [rpool] = parseZpoolJson(LIST).arrays;
    expect(rpool).toMatchObject({
      id: "9142134393397012115",
      sizeBytes: 464 * 1024 ** 3,
      signals: [{ state: "ok" }],
    });
    expect(severityOfReading(parseZpoolJson(LIST.replace('"9.35G"', '"460G"')))).toBe("critical");
    expect(
      severityOfReading(
        parseZpoolJson(LIST.replace('"health":{"value":"ONLINE"', '"health":{"value":"FAULTED"')),
      ),
    ).not.toBe("ok");
  });
});
