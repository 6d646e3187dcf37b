import type { SelfTest } from "../../../../shared/model/health-reading.ts";
import { asList, at, isRecord } from "../../reading/json.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { cleanText } from "../../reading/text.ts";

/** Which tests a passed one makes up for: a short test says nothing about the places where a long one failed. */
const BREADTH: Readonly<Record<SelfTest["kind"], number>> = {
  long: 3,
  selective: 2,
  conveyance: 1,
  short: 1,
  offline: 1,
  vendor: 0,
  unknown: 0,
};

/** A log holds at most 20 or 21 of them, and some bridges make up more. */
const MAX_TESTS = 50;
const ROUND_HOURS = 2 ** 16;

/**
 * The self-test that counts: the newest that failed, unless one at least as thorough passed after it; otherwise the newest.
 *
 * @param tests the newest first
 */
export function decisiveTest(tests: readonly SelfTest[]): SelfTest | null {
  const failed = tests.findIndex(({ outcome }) => outcome === "failed");
  const found = tests[failed];
  if (found === undefined) return tests[0] ?? null;
  const isMadeUpFor = tests
    .slice(0, failed)
    .some(({ outcome, kind }) => outcome === "passed" && BREADTH[kind] >= BREADTH[found.kind]);
  return isMadeUpFor ? (tests[0] ?? null) : found;
}

/** @param output smartctl's JSON of an ATA disk @returns the newest first */
export function ataSelfTests(output: unknown): SelfTest[] {
  const ageHours = toCount(at(output, "power_on_time", "hours"));
  const log = at(output, "ata_smart_self_test_log");
  const extended = asList(at(log, "extended", "table"));
  const table = extended.length > 0 ? extended : asList(at(log, "standard", "table"));
  const past = table.slice(0, MAX_TESTS).map(
    (entry): SelfTest => ({
      kind: kindOf(at(entry, "type", "string")),
      outcome: ataOutcome(toCount(at(entry, "status", "value")), at(entry, "status", "passed")),
      remainingPercent: toPercent(at(entry, "status", "remaining_percent")),
      atPowerOnHours: wholeHours(toCount(at(entry, "lifetime_hours")), ageHours),
      firstErrorAt: place(at(entry, "lba")),
    }),
  );
  const running = ataRunningTest(at(output, "ata_smart_data", "self_test", "status"));
  // some disks list it in their log already
  return running === undefined || past[0]?.outcome === "running" ? past : [running, ...past];
}

/** @param status of the one that runs or ran last; its lower four bits are the tenths that remain, by ATA */
function ataRunningTest(status: unknown): SelfTest | undefined {
  const value = toCount(at(status, "value"));
  if (ataOutcome(value, undefined) !== "running") return undefined;
  const tenths = value === null ? null : (value % 16) * 10;
  return {
    ...{ kind: "unknown", outcome: "running", atPowerOnHours: null, firstErrorAt: null },
    remainingPercent: toPercent(at(status, "remaining_percent")) ?? toPercent(tenths),
  };
}

/** @param output smartctl's JSON of an NVMe disk @returns the newest first, in front of them one that runs */
export function nvmeSelfTests(output: unknown): SelfTest[] {
  const log = at(output, "nvme_self_test_log");
  const running = toCount(at(log, "current_self_test_operation", "value")) ?? 0;
  const done = toPercent(at(log, "current_self_test_completion_percent"));
  const now: SelfTest = {
    kind: running === 1 ? "short" : running === 2 ? "long" : "vendor",
    outcome: "running",
    remainingPercent: done === null ? null : 100 - done,
    atPowerOnHours: null,
    firstErrorAt: null,
  };
  const past = asList(at(log, "table"))
    .slice(0, MAX_TESTS)
    .filter(isRecord)
    .map(
      (entry): SelfTest => ({
        kind: kindOf(at(entry, "self_test_code", "string")),
        outcome: nvmeOutcome(toCount(at(entry, "self_test_result", "value"))),
        remainingPercent: null,
        atPowerOnHours: toCount(at(entry, "power_on_hours")),
        firstErrorAt: place(at(entry, "lba") ?? at(entry, "failing_lba")),
      }),
    );
  return running > 0 ? [now, ...past] : past;
}

/** @param output smartctl's JSON of a SCSI disk, where each test has a key of its own @returns the newest first */
export function scsiSelfTests(output: unknown): SelfTest[] {
  const tests: SelfTest[] = [];
  for (let n = 0; n < MAX_TESTS; n += 1) {
    const entry = at(output, `scsi_self_test_${n}`);
    if (!isRecord(entry)) break;
    tests.push({
      kind: kindOf(at(entry, "code", "string")),
      outcome: scsiOutcome(toCount(at(entry, "result", "value")), cleanText(at(entry, "result", "string"))),
      remainingPercent: null,
      atPowerOnHours: toCount(at(entry, "power_on_time", "hours")),
      firstErrorAt: place(at(entry, "lba_first_failure", "value") ?? at(entry, "lba_first_failure")),
    });
  }
  return tests;
}

/** The log counts hours in 16 bits, which go round after seven and a half years. @returns the latest time that fits the disk's age */
function wholeHours(hours: number | null, ageHours: number | null): number | null {
  if (hours === null || ageHours === null || hours > ageHours) return hours;
  return hours + Math.floor((ageHours - hours) / ROUND_HOURS) * ROUND_HOURS;
}

function kindOf(text: unknown): SelfTest["kind"] {
  const words = cleanText(text)?.toLowerCase() ?? "";
  if (words.includes("extended") || words.includes("long")) return "long";
  if (words.includes("short")) return "short";
  if (words.includes("conveyance")) return "conveyance";
  if (words.includes("selective")) return "selective";
  if (words.includes("vendor")) return "vendor";
  return words.includes("offline") ? "offline" : "unknown";
}

/** @param status whose upper four bits are the outcome, by ATA; `passed` is left out by smartctl where a test was stopped */
function ataOutcome(status: number | null, passed: unknown): SelfTest["outcome"] {
  if (status === null) return passed === true ? "passed" : passed === false ? "failed" : "unknown";
  const code = Math.floor(status / 16);
  if (code === 0) return "passed";
  if (code === 1 || code === 2) return "aborted";
  if (code === 15) return "running";
  return code <= 8 ? "failed" : "unknown";
}

/** @param result by the NVMe specification: 5 to 7 failed, the others were stopped by something from outside */
function nvmeOutcome(result: number | null): SelfTest["outcome"] {
  if (result === 0) return "passed";
  if (result === null || result > 9) return "unknown";
  return result >= 5 && result <= 7 ? "failed" : "aborted";
}

/** @param result by SPC: 0 done, 1 and 2 stopped, 3 to 7 failed, 15 running; some versions print only the words */
function scsiOutcome(result: number | null, words: string | null): SelfTest["outcome"] {
  if (result === null) {
    if (words === null) return "unknown";
    if (/fail|unknown error/i.test(words)) return "failed";
    if (/progress/i.test(words)) return "running";
    if (/abort|interrupt/i.test(words)) return "aborted";
    return /^completed\b/i.test(words) ? "passed" : "unknown";
  }
  if (result === 0) return "passed";
  if (result <= 2) return "aborted";
  if (result <= 7) return "failed";
  return result === 15 ? "running" : "unknown";
}

function place(lba: unknown): string | null {
  return typeof lba === "number" ? cleanText(String(lba)) : cleanText(lba);
}
