import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseTime } from "../../core/repository/format/parse-time.ts";
import { parseCalendarDuration } from "../../core/repository/snapshots/calendar-duration.ts";
import { parseTagList } from "../../core/repository/snapshots/filter-snapshots.ts";
import { parseGroupBy } from "../../core/repository/snapshots/group-snapshots.ts";
import { type ForgetGroup, planForget } from "../../core/repository/snapshots/plan-forget.ts";
import { parseKeepCount, type RetentionPolicy } from "../../core/repository/snapshots/retention-policy.ts";
import type { SelectableSnapshot } from "../../core/repository/snapshots/selectable.ts";
import type { LocalZone } from "../../core/repository/snapshots/snapshot-time.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { lacksTool } from "../support/tools.ts";

/**
 * The real restic makes a repository of snapshots with times of its own choosing, is asked what it would forget, and
 * must choose exactly what we choose, for the same reasons.
 */
const run = promisify(execFile);
const PROCESSES = 3;

/** When and where snapshots are made: around clock changes, ends of months, leap days and ISO years. */
const MADE: readonly (readonly [zone: string, time: string, ...options: readonly string[]])[] = [
  ["UTC", "2019-12-30 08:00:00", "--tag", "old,full"],
  ["UTC", "2020-02-29 12:00:00"],
  ["UTC", "2020-12-28 12:00:00"],
  ["UTC", "2021-01-03 23:59:59", "--tag", "full"],
  ["UTC", "2021-01-04 00:00:00"],
  ["Europe/Berlin", "2021-03-28 01:59:59"],
  ["Europe/Berlin", "2021-03-28 03:00:00"],
  ["Europe/Berlin", "2021-10-31 02:30:00"],
  ["Europe/Berlin", "2021-12-31 23:30:00", "--tag", "full"],
  ["America/New_York", "2021-12-31 23:30:00"],
  ["Pacific/Chatham", "2022-01-01 00:15:00"],
  ["UTC", "2022-01-01 00:30:00"],
  ["Asia/Kolkata", "2022-03-31 10:00:00", "--tag", "db"],
  ["Europe/Berlin", "2022-04-30 10:00:00", "--tag", "db,full"],
  ["Europe/Berlin", "2022-05-31 10:00:00"],
  ["Europe/Berlin", "2022-06-30 10:00:00"],
  ["Europe/Berlin", "2022-07-31 02:30:00"],
  ["America/New_York", "2022-08-31 22:00:00"],
  ["UTC", "2022-09-01 01:00:00"],
  ["Europe/Berlin", "2022-12-26 00:00:01"],
  ["Europe/Berlin", "2023-01-01 23:59:59"],
  ["Europe/Berlin", "2023-01-02 00:00:00"],
  ["Europe/Berlin", "2023-03-26 03:30:00"],
  ["Europe/Berlin", "2023-03-27 02:30:00"],
  ["Europe/Berlin", "2023-04-26 02:30:00"],
  ["Europe/Berlin", "2023-05-26 12:00:00", "--tag", "db"],
  ["Europe/Berlin", "2023-05-27 12:00:00", "--tag", "full,db"],
  ["Europe/Berlin", "2023-06-24 12:00:00"],
  ["Europe/Berlin", "2023-06-25 00:10:00"],
  ["Europe/Berlin", "2023-06-25 00:50:00"],
  ["Europe/Berlin", "2023-06-25 01:05:00"],
  ["UTC", "2023-06-25 12:00:00"],
  ["America/New_York", "2023-06-25 12:30:00"],
  ["Europe/Berlin", "2023-06-26 02:30:00"],
  ["Europe/Berlin", "2023-06-26 02:30:01"],
  ["UTC", "2099-01-01 00:00:00", "--tag", "future"],
  ["UTC", "2023-01-31 12:00:00", "--host", "desk"],
  ["UTC", "2023-02-28 12:00:00", "--host", "desk", "--tag", "full"],
  ["UTC", "2023-03-31 12:00:00", "--host", "desk"],
];

const POLICIES: readonly string[] = [
  "--keep-last 1",
  "--keep-last 7",
  "--keep-hourly 3",
  "--keep-hourly 100",
  "--keep-daily 1",
  "--keep-daily 12",
  "--keep-weekly 6",
  "--keep-weekly 50",
  "--keep-monthly 9",
  "--keep-yearly 3",
  "--keep-last 2 --keep-hourly 2 --keep-daily 4 --keep-weekly 5 --keep-monthly 6 --keep-yearly 7",
  "--keep-tag full --keep-last 1",
  "--keep-tag full,db --keep-tag future --keep-last 1",
  "--keep-within 1d",
  "--keep-within 3m",
  "--keep-within 1y2m3d4h",
  "--keep-within 9999y",
  "--keep-within-hourly 1d",
  "--keep-within-daily 40d --keep-within-monthly 2y",
  "--keep-within-weekly 3m --keep-within-yearly 10y --keep-within 2h",
  "--keep-daily 3 --group-by host",
  "--keep-last 1 --group-by tags",
  "--keep-weekly 4 --keep-within 1m --group-by host,paths,tags",
  "--keep-monthly 30 --group-by ''",
];

let folder: string;
let snapshots: readonly SelectableSnapshot[];
/** Since 0.16 restic keeps the oldest snapshot, as we do. Versions after it stopped printing the counters. */
let keepsOldest: boolean;

describe.skipIf(lacksTool("restic"))("forget", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "backstay-forget-"));
    await writeFile(join(folder, "source"), "content");
    const [, minor] = /^restic 0\.(\d+)\./.exec(await restic("UTC", ["version"])) ?? [];
    keepsOldest = minor === undefined || Number(minor) >= 16;
    await restic("UTC", ["init"]);
    await cheapenKeys(join(folder, "repository"), "test");
    // one after the other: a restic that finds the lock of another, which goes just then, looks for it for most of a minute
    for (const [zone, time, ...options] of MADE)
      await restic(zone, ["backup", "--host", "nas", "--time", time, ...options, join(folder, "source")]);
    const list = JSON.parse(await restic("UTC", ["snapshots", "--json"])) as readonly ResticSnapshot[];
    snapshots = list.map(({ id, time, hostname, paths, tags = [] }) => {
      return { id, time, timeNs: parseTime(time) ?? 0n, hostname, paths, tags };
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const withinPolicies = POLICIES.filter((text) => text.includes("within"));

  // restic counts years, months and days back by this computer's clock, so there the zone it runs in matters.
  test.each([
    ["Europe/Berlin", POLICIES],
    ["UTC", withinPolicies],
    ["America/New_York", withinPolicies],
  ])("forgets what restic forgets in %s", async (zone, policies) => {
    const nowNs = BigInt(Date.now()) * 1_000_000n;
    const answers = await inTurns(policies, async (text) => {
      const args = text.split(" ").map((arg) => (arg === "''" ? "" : arg));
      const output = await restic(zone, ["forget", "--dry-run", "--no-lock", "--json", ...args]);
      const { policy, groupBy } = readOptions(args);
      const ours = planForget(snapshots, policy, parseGroupBy(groupBy), { nowNs, zone: zoneNamed(zone) });
      return {
        text,
        ours: ours.map(keepsOldest ? asRestic : asResticBefore16),
        restics: JSON.parse(output) as readonly ResticGroup[],
      };
    });
    for (const { text, ours, restics } of answers) {
      expect(byKey(ours), text).toEqual(byKey(restics.map(inOurTerms)));
    }
  });

  test("keeps everything without a policy, as restic does", async () => {
    const output = await restic("UTC", ["forget", "--dry-run", "--no-lock", "--json"]).catch(String); // newer: refuses
    expect(output).not.toContain('"remove"');
    const plan = planForget(snapshots, {}, parseGroupBy(""), { nowNs: 0n });
    expect(plan.map(({ keep, remove }) => [keep.length, remove.length])).toEqual([[MADE.length, 0]]);
  });
});

type ResticSnapshot = {
  readonly id: SnapshotId;
  readonly time: string;
  readonly hostname: string;
  readonly paths: readonly string[];
  readonly tags?: readonly string[];
};
type ResticGroup = {
  readonly host: string;
  readonly paths: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly keep: readonly ResticSnapshot[] | null;
  readonly remove: readonly ResticSnapshot[] | null;
  readonly reasons: readonly {
    /** Without an id, in 0.14; the time says which. */
    readonly snapshot: Omit<ResticSnapshot, "id">;
    readonly matches: readonly string[];
    readonly counters?: Readonly<Record<string, number>>;
  }[];
};
type Decision = {
  readonly key: string;
  readonly keep: readonly SnapshotId[];
  readonly remove: readonly SnapshotId[];
  readonly reasons: readonly unknown[];
};

function inOurTerms({ host, paths, tags, keep, remove, reasons }: ResticGroup): Decision {
  return {
    key: JSON.stringify([host, paths, tags]),
    keep: (keep ?? []).map(({ id }) => id),
    remove: (remove ?? []).map(({ id }) => id),
    reasons: reasons.map(({ snapshot, matches, counters }) => [
      snapshot.time,
      matches,
      keepsOldest ? undefined : counters,
    ]),
  };
}

function asRestic({ key, keep, remove, reasons }: ForgetGroup<SelectableSnapshot>): Decision {
  return {
    key: JSON.stringify([key.hostname, key.paths, key.tags]),
    keep: keep.map(({ id }) => id),
    remove: remove.map(({ id }) => id),
    reasons: reasons.map(({ snapshot, matches }) => [snapshot.time, matches, undefined]),
  };
}

/**
 * What restic 0.14 would say: before 0.16 it did not keep the oldest snapshot for being the oldest. That one comes
 * last, so nothing else depends on it. Counters that are used up are left out, as in its JSON.
 */
function asResticBefore16({ key, keep, remove, reasons }: ForgetGroup<SelectableSnapshot>): Decision {
  const known = reasons.map(({ snapshot, matches, counters }) => {
    const older = matches.filter((match) => !match.startsWith("oldest "));
    const left = Object.entries(counters).map(([name, count]): [string, number] => [
      name,
      Number(count) + (matches.includes(`oldest ${name} snapshot`) ? 1 : 0),
    ]);
    return { snapshot, older, counters: Object.fromEntries(left.filter(([, count]) => count !== 0)) };
  });
  const dropped = known.filter(({ older }) => older.length === 0).map(({ snapshot }) => snapshot);
  return {
    key: JSON.stringify([key.hostname, key.paths, key.tags]),
    keep: keep.filter((snapshot) => !dropped.includes(snapshot)).map(({ id }) => id),
    remove: [...remove, ...dropped].map(({ id }) => id),
    reasons: known
      .filter(({ older }) => older.length > 0)
      .map(({ snapshot, older, counters }) => [snapshot.time, older, counters]),
  };
}

function byKey(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** @param args options with one value each */
function readOptions(args: readonly string[]): {
  readonly policy: RetentionPolicy;
  readonly groupBy: string;
} {
  const policy: Record<string, unknown> = {};
  const tags: (readonly string[])[] = [];
  let groupBy = "host,paths";
  for (let n = 0; n < args.length; n += 2) {
    const [option = "", value = ""] = args.slice(n, n + 2);
    const name = option.replace("--keep-", "").replace(/-(.)/, (_, letter: string) => letter.toUpperCase());
    if (option === "--group-by") groupBy = value;
    else if (name === "tag") tags.push(parseTagList(value));
    else policy[name] = name.startsWith("within") ? parseCalendarDuration(value) : parseKeepCount(value);
  }
  return { policy: { ...policy, tags }, groupBy };
}

function zoneNamed(timeZone: string): LocalZone {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  return (epochMs) => {
    const name = format.formatToParts(epochMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}

async function restic(zone: string, args: readonly string[]): Promise<string> {
  const repository = { RESTIC_PASSWORD: "test", RESTIC_REPOSITORY: join(folder, "repository") };
  const env = { ...process.env, ...repository, TZ: zone };
  const { stdout } = await run("restic", ["--no-cache", ...args], { env, maxBuffer: 1 << 26 });
  return stdout;
}

/** Runs the work for every item, a few at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const turns = Array.from({ length: PROCESSES }, async () => {
    for (const [n, item] of rest) results[n] = await work(item);
  });
  await Promise.all(turns);
  return results;
}
