import { describe, expect, test } from "vitest";
import type { FindingCode, FindingDetails } from "../health-findings.ts";
import { ARRAY_QUIRKS, GAP_REASONS } from "../model/health-reading.ts";
import { describeFinding } from "./describe-finding.ts";
import { LANGUAGES } from "./language.ts";

const DAY_MS = 86_400_000;
const NOW_MS = new Date(2026, 10, 21, 12).getTime();
const moment = { nowMs: NOW_MS };
const rose = { before: 8, beforeMs: NOW_MS - 5 * DAY_MS, stableSinceMs: null };
const stable = { before: 7, beforeMs: NOW_MS - 90 * DAY_MS, stableSinceMs: NOW_MS - 60 * DAY_MS };
const band = { lowPercent: 18, highPercent: 30 };
const steep = { lowPercent: 190, highPercent: 310 };

/** Each code with details as they really come; a code that is missing here does not compile. */
const SAMPLES: { readonly [C in FindingCode]: readonly FindingDetails[C][] } = {
  DISK_SAYS_FAILING: [{}],
  DISK_ATTRIBUTE_FAILED: [
    { attribute: 5, name: "Reallocated_Sector_Ct", value: 10, threshold: 36, when: "now", isHeat: false },
    { attribute: 184, name: "End-to-End_Error", value: null, threshold: null, when: "past", isHeat: false },
    { attribute: 190, name: "Airflow_Temperature_Cel", value: 37, threshold: 50, when: "now", isHeat: true },
    { attribute: 190, name: "Airflow_Temperature_Cel", value: 66, threshold: 50, when: "past", isHeat: true },
  ],
  DISK_DAMAGE_RISING: [
    { counter: "reallocatedSectors", value: 24, trend: rose, band },
    { counter: "pendingSectors", value: 230, trend: stable, band: steep },
  ],
  DISK_DAMAGE_PRESENT: [
    { counter: "mediaErrors", value: 3, trend: null, band: null },
    { counter: "reportedUncorrectable", value: 12, trend: stable, band },
    {
      counter: "offlineUncorrectable",
      value: 12,
      trend: { ...stable, before: 12, beforeMs: stable.stableSinceMs },
      band,
    },
    { counter: "pendingSectors", value: 2, trend: { ...stable, before: 16 }, band },
    ...(
      ["endToEndErrors", "uncorrectedReads", "uncorrectedWrites", "spinRetries", "predictedFailures"] as const
    ).map((counter) => ({ counter, value: 41, trend: rose, band: null })),
  ],
  DISK_COMMAND_TIMEOUTS: [{ value: 4711, trend: rose, band }],
  DISK_CABLE_ERRORS: [{ value: 108, trend: stable, band }],
  DISK_NVME_WARNING: [
    { warning: "spare-low" },
    { warning: "temperature" },
    { warning: "reliability-degraded" },
    { warning: "read-only" },
    { warning: "backup-failed" },
    { warning: "persistent-memory" },
    { warning: "other" },
  ],
  DISK_SPARE_LOW: [
    { sparePercent: 5, thresholdPercent: 10 },
    { sparePercent: 17, thresholdPercent: null },
  ],
  DISK_WORN: [{ wornPercent: 104 }],
  DISK_HOT: [
    { temperatureC: 71, limitC: 70, isCritical: false },
    { temperatureC: 86, limitC: 85, isCritical: true },
  ],
  DISK_SELF_TEST_FAILED: [
    { atPowerOnHours: 65375, firstErrorAt: "104874784" },
    { atPowerOnHours: null, firstErrorAt: null },
  ],
  DISK_LOGGED_ERRORS: [{ entries: 98 }, { entries: null }],
  DISK_LISTED: [
    { device: "/dev/bus/0", deviceType: "megaraid,4" },
    { device: "/dev/sda", deviceType: null },
  ],
  DISK_REPORTED_STATE: (["rebuilding", "warning", "failing", "failed", "missing"] as const).map((state) => ({
    state,
    text: "Predictive Failure",
  })),
  DISK_UNREADABLE: GAP_REASONS.map((reason) => ({ reason, message: "Permission denied" })),
  DISK_STATE_UNKNOWN: [{ text: "Offln" }],
  DISK_ASLEEP: [{}],
  DISK_VANISHED: [{ lastSeenMs: NOW_MS - 5 * DAY_MS }],
  DISK_ERRORS_IN_ARRAY: [{ array: "tank", errors: 12 }],
  DISK_FAILED_IN_ARRAY: [{ array: "md0" }, { array: "md0", isArrayLost: true }],
  DISK_DAMAGED_FILES: [
    { replica: "NAS 2", files: 1 },
    { replica: "NAS 2", files: 3 },
  ],
  DISK_ROTTEN_FILES: [
    { source: "Documents", files: 1 },
    { source: "Documents", files: 3 },
  ],
  ARRAY_FAILED: [{ text: "clean, FAILED", missing: 2 }],
  ARRAY_INACTIVE: [{ text: "inactive" }],
  ARRAY_STARTING: [{ text: "inactive", startedMs: NOW_MS - 90_000 }],
  ARRAY_DEGRADED: [
    { missing: null, expected: null, canLoseMore: null, isBeingRebuilt: false },
    { missing: null, expected: 7, canLoseMore: null, isBeingRebuilt: false },
    { missing: 1, expected: 6, canLoseMore: 4, isBeingRebuilt: true },
    { missing: 1, expected: null, canLoseMore: null, isBeingRebuilt: false },
    { missing: 1, expected: 6, canLoseMore: 0, isBeingRebuilt: false },
    ...(["first-write", "its-turn", "not-said"] as const).map((waits) => ({
      ...{ missing: 1, expected: 3, canLoseMore: 0, isBeingRebuilt: false, waits },
    })),
    ...[true, false].flatMap((isSure) =>
      [
        { isSure, profile: null, mounts: "unknown" as const },
        ...(["degraded", "not", "unknown"] as const).map((mounts) => ({ isSure, profile: "raid10", mounts })),
      ].map((notMounted) => ({
        ...{ missing: 1, expected: 4, canLoseMore: null, isBeingRebuilt: false, notMounted },
      })),
    ),
  ],
  ARRAY_MEMBER_FAILED: [
    { member: "sdb1", slot: "3", serial: "WD-123", text: "faulty" },
    { member: null, slot: null, serial: null, text: null },
    { member: "sdb1", slot: "3", serial: "WD-123", text: "faulty", isArrayLost: true },
  ],
  ARRAY_VANISHED: [{ lastSeenMs: NOW_MS - 3 * 86_400_000 }],
  ARRAY_MEMBER_MISSING: [
    { member: "sdb1", slot: "3", serial: "WD-123" },
    { member: "sdb1", slot: "3", serial: "WD-123", isArrayLost: true },
  ],
  ARRAY_REBUILDING: (["rebuild", "resync", "reshape", "initialise", "migrate", "other"] as const).flatMap(
    (kind) => [
      { kind, donePercent: 12.5, remainingSeconds: 7200 },
      { kind, donePercent: null, remainingSeconds: null, waits: "first-write" as const },
    ],
  ),
  ARRAY_CHECKING: [
    { donePercent: 94.25, remainingSeconds: 7200 },
    { donePercent: null, remainingSeconds: null },
  ],
  ARRAY_MEMBER_ERRORS: [
    { member: "sdb1", serial: "LABSATA4", read: 11, write: 22, checksum: 33, trend: stable },
    { member: "sdb1", serial: null, read: 11, write: 22, checksum: 33, trend: null },
  ],
  ARRAY_DATA_DAMAGED: [{ errors: 12 }],
  ARRAY_MISMATCHES: [
    { blocks: 1280, areMended: false },
    { blocks: 1280, areMended: true },
  ],
  ARRAY_STATE_REPORTED: [{ source: "mdstat", text: "[3/2]" }],
  ARRAY_SHRANK: [{ members: 3, baseline: 4 }],
  ARRAY_NEARLY_FULL: [{ usedPercent: 93.5 }],
  ARRAY_SPARE_LOST: [{ spares: 0, baseline: 1 }],
  ARRAY_UNREADABLE: GAP_REASONS.map((reason) => ({ reason, message: "must be super-user" })),
  ARRAY_STATE_UNKNOWN: [{ text: "odd" }],
  ARRAY_NO_REDUNDANCY: [{ level: "raid0" }, { level: null }],
  ARRAY_PARTLY_UNPROTECTED: [{ level: "raid1c2 + single" }],
  ARRAY_QUIRK: ARRAY_QUIRKS.map((quirk) => ({ quirk })),
  CONTROLLER_STATE: (["warning", "degraded", "failed", "unknown"] as const).map((state) => ({
    state,
    text: "Needs Attention",
  })),
  CONTROLLER_BATTERY: (["charging", "warning", "failed", "unknown"] as const).map((state) => ({
    state,
    text: "Degraded",
  })),
  CONTROLLER_CACHE: (["warning", "failed", "unknown"] as const).map((state) => ({
    state,
    text: "Temporarily Disabled",
  })),
  CONTROLLER_VANISHED: [{ lastSeenMs: NOW_MS - 3 * 86_400_000 }],
  CONTROLLER_UNREADABLE: [{ reason: "tool-failed", message: "Controller 5 not found" }],
};

/** Words stand for these, so they need not occur as they are. */
const SAID_IN_WORDS = new Set([
  "counter",
  "when",
  "warning",
  "state",
  "reason",
  "kind",
  "isCritical",
  "isHeat",
  "isArrayLost",
  "quirk",
  "areMended",
  "isBeingRebuilt",
  "waits",
  "isSure",
  "mounts",
]);

const samples = Object.entries(SAMPLES).flatMap(([code, all]) =>
  all.map((details) => ({ code: code as FindingCode, details: details as FindingDetails[FindingCode] })),
);

/** Days of the month, as they are said in both languages. */
const day = (timeMs: number) => String(new Date(timeMs).getDate());

function facts(details: object): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    if (SAID_IN_WORDS.has(name) || value === null) return [];
    if (name === "remainingSeconds") return ["2"]; // hours
    if (name === "startedMs") return ["1 "]; // minutes ago
    if (name.endsWith("Ms")) return [day(value)];
    return typeof value === "object" ? facts(value) : [String(value)];
  });
}

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(samples)("$code says what was read, what it means and what to do", ({ code, details }) => {
    const { what, means, todo } = describeFinding({ code, details }, moment, language);
    for (const part of [what, means, todo]) {
      expect(part).toMatch(language === "zh" ? /\p{Script=Han}.*。$/u : /^[A-Z0-9"].*\.$/);
      expect(part).not.toMatch(/undefined|null|NaN|\[object|\.\.|。。| {2}/);
      if (language === "zh")
        expect(part.replace(/`[^`]*`/g, "")).not.toMatch(/[,;:?!](?=\p{Script=Han})|\p{Script=Han}[,;:?!]/u);
    }
    for (const fact of facts(details)) expect(`${what} ${means} ${todo}`).toContain(fact);
  });

  test("a repair is not advised without saying that it may keep what is wrong", () => {
    const [blocks] = SAMPLES.ARRAY_MISMATCHES;
    if (blocks === undefined) throw new Error("no sample");
    const { todo } = describeFinding({ code: "ARRAY_MISMATCHES", details: blocks }, moment, language);
    expect(todo).toMatch(language === "zh" ? /备份.*修复/ : /backup.*repair/);
  });

  test("what was seen after the clock of a page last moved was seen just now", () => {
    const gone = { code: "DISK_VANISHED", details: { lastSeenMs: NOW_MS + 20_000 } } as const;
    expect(describeFinding(gone, moment, language).what).toContain(language === "zh" ? "刚刚" : "just now");
  });

  test("a name cannot fool a terminal", () => {
    const { what } = describeFinding(
      { code: "DISK_STATE_UNKNOWN", details: { text: "\u001b[2Kfine\u202e" } },
      moment,
      language,
    );
    expect(what).toContain("\\u{1b}[2Kfine\\u{202e}");
  });

  test("different findings are not said in the same words", () => {
    const said = samples.map(({ code, details }) =>
      Object.values(describeFinding({ code, details }, moment, language)).join(" "),
    );
    expect(new Set(said).size).toBe(said.length);
  });
});

test("a disk that is too warm is not said to be at its end", () => {
  for (const details of SAMPLES.DISK_ATTRIBUTE_FAILED.filter(({ isHeat }) => isHeat)) {
    const { means, todo } = describeFinding(
      { code: "DISK_ATTRIBUTE_FAILED", details },
      { nowMs: NOW_MS },
      "en",
    );
    expect(`${means} ${todo}`).not.toMatch(/at its end|replace/);
    expect(todo).toContain("air");
  }
});

test("a counter that rose today is told with how long ago that was, and not as having been still since today", () => {
  const HOUR_MS = DAY_MS / 24;
  const trend = { before: 24, beforeMs: NOW_MS - 3 * HOUR_MS, stableSinceMs: NOW_MS - HOUR_MS };
  const details = { counter: "reallocatedSectors", value: 40, trend, band: null } as const;
  const finding = { code: "DISK_DAMAGE_RISING", details } as const;
  expect(describeFinding(finding, { nowMs: NOW_MS }, "en").what).toBe(
    "Sectors replaced by spare ones: 40, up from 24 (3 hours ago).",
  );
  expect(describeFinding(finding, { nowMs: NOW_MS }, "zh").what).toBe(
    "已用备用扇区替换的扇区：40，比 3 小时前的 24 上升。",
  );
  const still = { ...trend, beforeMs: NOW_MS - 9 * DAY_MS, stableSinceMs: NOW_MS - 5 * DAY_MS };
  const later = { ...finding, details: { ...details, trend: still } };
  expect(describeFinding(later, { nowMs: NOW_MS }, "en").what).toMatch(
    /up from 24 \(on \d+ \w+\) and unchanged since \d+ \w+\.$/,
  );
});
