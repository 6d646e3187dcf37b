import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DamageCounter } from "../../../shared/health-findings.ts";
import type { AtaAttribute, DiskMetrics, DiskReading } from "../../../shared/model/health-reading.ts";
import { emptyDisk, emptyMetrics, gap } from "../reading/empty.ts";
import type { CounterPoint, DiskHistory } from "./disk/disk-history.ts";
import { diskId, judgeDisk } from "./judge-disk.ts";
import { judgeVanished } from "./judge-vanished-disk.ts";
import { severityOf, worstSeverity } from "./severity.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 21);
const DAMAGE: readonly DamageCounter[] = [
  "reallocatedSectors",
  "pendingSectors",
  "offlineUncorrectable",
  "reportedUncorrectable",
  "endToEndErrors",
  "mediaErrors",
  "uncorrectedReads",
  "uncorrectedWrites",
  "spinRetries",
];

function disk(metrics: Partial<DiskMetrics> = {}, more: Partial<DiskReading> = {}): DiskReading {
  return {
    ...emptyDisk(),
    protocol: "ata",
    medium: "spinning",
    isReadable: true,
    selfAssessment: "passed",
    metrics: { ...emptyMetrics(), ...metrics },
    ...more,
  };
}

function attribute(more: Partial<AtaAttribute>): AtaAttribute {
  return {
    ...{ id: 1, name: "Raw_Read_Error_Rate", value: 50, worst: 50, threshold: 51, raw: 0, rawText: "0" },
    isPrefail: true,
    failed: "never",
    ...more,
  };
}

/** Earlier values of one counter, by how many days ago they were read. */
function history(
  counter: keyof DiskMetrics,
  ...points: readonly (readonly [daysAgo: number, value: number])[]
): DiskHistory {
  const counters: Record<string, readonly CounterPoint[]> = {
    [counter]: points.map(([daysAgo, value]) => ({ atMs: NOW_MS - daysAgo * DAY_MS, value })),
  };
  return { nowMs: NOW_MS, counters };
}

const only = (reading: DiskReading, past?: DiskHistory) => {
  const judged = judgeDisk(reading, past);
  expect(judged.findings).toHaveLength(1);
  return { verdict: judged.verdict, ...judged.findings[0] };
};

test("a disk of which nothing is wrong is ok, without findings", () => {
  expect(judgeDisk(disk(), undefined)).toEqual({ kind: "disk", id: "?", verdict: "ok", findings: [] });
});

describe("counters of damage", () => {
  test.each(DAMAGE)("%s of 1 is a warning without history", (counter) => {
    expect(only(disk({ [counter]: 1 }))).toMatchObject({
      verdict: "warning",
      code: "DISK_DAMAGE_PRESENT",
      details: { counter, value: 1, trend: null },
    });
  });

  test.each(DAMAGE)("%s that rose is a failing disk", (counter) => {
    expect(only(disk({ [counter]: 9 }), history(counter, [40, 8], [1, 8]))).toMatchObject({
      verdict: "failing",
      code: "DISK_DAMAGE_RISING",
      details: { value: 9, trend: { before: 8, beforeMs: NOW_MS - DAY_MS, stableSinceMs: null } },
    });
  });

  test("blocks of a disk that does not spin wear out without its failing", () => {
    const past = history("reallocatedSectors", [1, 8]);
    const reading = disk({ reallocatedSectors: 9 }, { medium: "solid-state" });
    expect(only(reading, past)).toMatchObject({ verdict: "warning", code: "DISK_DAMAGE_RISING" });
  });

  test("the first error after a clean reading is a rise", () => {
    expect(only(disk({ pendingSectors: 1 }), history("pendingSectors", [1, 0]))).toMatchObject({
      verdict: "failing",
    });
  });

  test.each([
    [29, "failing", "DISK_DAMAGE_RISING"],
    [30, "warning", "DISK_DAMAGE_PRESENT"],
    [300, "warning", "DISK_DAMAGE_PRESENT"],
  ])("what has stood still for %d days is %s", (days, verdict, code) => {
    const past = history("reallocatedSectors", [400, 7], [days, 8], [1, 8]);
    expect(only(disk({ reallocatedSectors: 8 }), past)).toMatchObject({
      ...{ verdict, code },
      details: {
        trend: { before: 7, beforeMs: NOW_MS - 400 * DAY_MS, stableSinceMs: NOW_MS - days * DAY_MS },
      },
    });
  });

  test("fewer than before is no rise, and none is fine again", () => {
    const past = history("pendingSectors", [2, 16], [1, 16]);
    expect(only(disk({ pendingSectors: 2 }), past)).toMatchObject({
      verdict: "warning",
      code: "DISK_DAMAGE_PRESENT",
    });
    expect(judgeDisk(disk({ pendingSectors: 0 }), past).verdict).toBe("ok");
  });

  test("a clock that went backwards does not calm anybody", () => {
    const past = history("pendingSectors", [400, 1], [-5, 2]);
    expect(only(disk({ pendingSectors: 2 }), past)).toMatchObject({ verdict: "failing" });
  });

  test.each([
    ["reallocatedSectors", 1, [2, 4]],
    ["reallocatedSectors", 4, [2, 4]],
    ["reallocatedSectors", 5, [5, 10]],
    ["reallocatedSectors", 16, [5, 10]],
    ["reallocatedSectors", 17, [18, 30]],
    ["pendingSectors", 1, [25, 43]],
    ["offlineUncorrectable", 2, [60, 100]],
    ["reportedUncorrectable", 1, [20, 40]],
  ] as const)("%s of %d has its band of failures", (counter, value, [lowPercent, highPercent]) => {
    expect(only(disk({ [counter]: value }))).toMatchObject({
      details: { band: { lowPercent, highPercent } },
    });
  });

  test("figures of disks that spin are not told of others", () => {
    const solid = disk({ reallocatedSectors: 20 }, { medium: "solid-state" });
    const serial = disk({ reallocatedSectors: 20 }, { protocol: "scsi" });
    for (const reading of [solid, serial]) expect(only(reading)).toMatchObject({ details: { band: null } });
  });

  test("a first reading that says more failures than disks is not waited with; one that has stood still is", () => {
    expect(only(disk({ pendingSectors: 500 }))).toMatchObject({
      verdict: "failing",
      code: "DISK_DAMAGE_PRESENT",
    });
    const past = history("pendingSectors", [60, 500], [1, 500]);
    expect(only(disk({ pendingSectors: 500 }), past)).toMatchObject({ verdict: "warning" });
  });

  test("a failure that was predicted is a failing disk", () => {
    expect(only(disk({ predictedFailures: 1 }))).toMatchObject({ verdict: "failing" });
  });
});

describe("what the disk says of itself", () => {
  test.each([
    [{ selfAssessment: "failed" as const }],
    [{ flags: { ...emptyDisk().flags, isFailing: true } }],
    [{ flags: { ...emptyDisk().flags, isPrefailNow: true } }],
  ])("%j is failing", (more) => {
    expect(only(disk({}, more))).toMatchObject({ verdict: "failing", code: "DISK_SAYS_FAILING" });
  });

  test("what was once is no alarm by itself", () => {
    const flags = { ...emptyDisk().flags, wasPrefailOnce: true, hasErrorLog: true, hasSelfTestErrors: true };
    expect(only(disk({}, { flags }))).toMatchObject({
      verdict: "ok",
      code: "DISK_LOGGED_ERRORS",
      level: "note",
    });
  });

  test.each([
    [{ failed: "now", isPrefail: true }, "failing"],
    [{ failed: "now", isPrefail: false }, "warning"],
    [{ failed: "past", isPrefail: true }, "warning"],
    [{ failed: "past", isPrefail: false }, "ok"],
    [{ failed: "past", isPrefail: true, id: 190, name: "Airflow_Temperature_Cel" }, "ok", true],
    [{ failed: "now", isPrefail: true, id: 194, name: "Temperature_Celsius" }, "warning", true],
    [{ failed: "now", isPrefail: true, id: 231, name: "SSD_Life_Left" }, "failing"],
  ] as const)("an attribute %j is %s", (more, verdict, isHeat?: boolean) => {
    expect(only(disk({}, { attributes: [attribute(more)] }))).toMatchObject({
      verdict,
      code: "DISK_ATTRIBUTE_FAILED",
      details: { isHeat: isHeat ?? false },
    });
  });

  test.each([
    ["failed", "warning"],
    ["passed", "ok"],
    ["aborted", "ok"],
    ["running", "ok"],
    ["unknown", "ok"],
  ] as const)("a self-test that %s is %s", (outcome, verdict) => {
    const selfTest = {
      kind: "long",
      outcome,
      remainingPercent: null,
      atPowerOnHours: 5,
      firstErrorAt: null,
    } as const;
    expect(judgeDisk(disk({}, { selfTest }), undefined).verdict).toBe(verdict);
  });
});

describe("what wears and warms", () => {
  test.each([
    [89, undefined],
    [90, "DISK_WORN"],
    [255, "DISK_WORN"],
  ])("%d %% of its endurance used: %s", (wornPercent, code) => {
    const { findings, verdict } = judgeDisk(disk({ wornPercent }), undefined);
    expect(findings[0]?.code).toBe(code);
    expect(verdict).toBe(code === undefined ? "ok" : "warning");
  });

  test.each([
    [100, 10, "ok"],
    [20, 10, "ok"],
    [19, 10, "warning"],
    [10, 10, "failing"],
    [30, 30, "failing"],
    [0, 10, "failing"],
    [0, 0, "ok"], // it counts none
    [0, null, "warning"],
  ])("%d %% spare with a limit of %d is %s", (sparePercent, spareThresholdPercent, verdict) => {
    expect(judgeDisk(disk({ sparePercent, spareThresholdPercent }), undefined).verdict).toBe(verdict);
  });

  test.each([
    [69, 70, 85, undefined],
    [70, 70, 85, { limitC: 70, isCritical: false }],
    [85, 70, 85, { limitC: 85, isCritical: true }],
    [90, null, 85, { limitC: 85, isCritical: true }],
    [99, null, null, undefined],
  ])(
    "%d °C with limits of %d and %d: %j",
    (temperatureC, temperatureWarnC, temperatureCriticalC, details) => {
      const { findings } = judgeDisk(
        disk({ temperatureC, temperatureWarnC, temperatureCriticalC }),
        undefined,
      );
      expect(findings).toMatchObject(
        details === undefined ? [] : [{ code: "DISK_HOT", level: "warning", details }],
      );
    },
  );
});

describe("cable and time-outs", () => {
  test.each([
    [0, undefined, "ok"],
    [9, undefined, "ok"],
    [10, undefined, "warning"],
    [644, history("interfaceCrcErrors", [90, 644], [1, 644]), "ok"],
    [645, history("interfaceCrcErrors", [90, 644], [1, 644]), "warning"],
    [1, history("interfaceCrcErrors", [1, 0]), "warning"],
  ])("%d errors of the cable are, with their history, %#", (interfaceCrcErrors, past, verdict) => {
    expect(judgeDisk(disk({ interfaceCrcErrors }), past).verdict).toBe(verdict);
  });

  test.each([
    [100, "ok"],
    [101, "warning"],
  ])("%d commands without an answer are %s", (commandTimeouts, verdict) => {
    expect(judgeDisk(disk({ commandTimeouts }), undefined).verdict).toBe(verdict);
  });
});

describe("what others say", () => {
  test.each([
    ["ok", "ok"],
    ["spare", "ok"],
    ["unconfigured", "ok"],
    ["rebuilding", "warning"],
    ["warning", "warning"],
    ["failing", "failing"],
    ["failed", "failed"],
    ["missing", "failed"],
    ["unknown", "unknown"],
  ] as const)("a controller that calls it %s makes it %s", (state, verdict) => {
    expect(judgeDisk(disk({}, { reported: { state, text: "Onln" } }), undefined).verdict).toBe(verdict);
  });

  test("errors that an array counts are a warning, none are none", () => {
    const errors = [
      { array: "tank", errors: 3 },
      { array: "md0", errors: 0 },
    ];
    expect(judgeDisk(disk(), undefined, errors)).toMatchObject({
      verdict: "warning",
      findings: [{ code: "DISK_ERRORS_IN_ARRAY", details: { array: "tank", errors: 3 } }],
    });
  });
});

describe("what was not read", () => {
  test("is unknown, with the most telling reason", () => {
    const gaps = [gap("tool-failed", "odd"), gap("permission-denied", "Permission denied")];
    expect(only(disk({}, { isReadable: false, gaps }))).toMatchObject({
      verdict: "unknown",
      details: { reason: "permission-denied", message: "Permission denied" },
    });
  });

  test("is unknown also without a reason", () => {
    expect(only(emptyDisk())).toMatchObject({ verdict: "unknown", code: "DISK_UNREADABLE" });
  });

  test("sleeps, if it sleeps", () => {
    expect(only({ ...emptyDisk(), isAsleep: true })).toMatchObject({
      verdict: "asleep",
      code: "DISK_ASLEEP",
    });
  });

  test("does not hide what is known to be bad", () => {
    const reading = disk(
      {},
      { isReadable: false, reported: { state: "failing", text: "Predictive Failure" } },
    );
    expect(judgeDisk(reading, undefined).verdict).toBe("failing");
  });

  test("is gone, if it was there before", () => {
    const { serial: _, ...rest } = emptyDisk().identity;
    const last = { ...emptyDisk(), identity: { serial: "WD-1", ...rest } };
    expect(judgeVanished(last, NOW_MS)).toEqual({
      kind: "disk",
      id: "WD-1",
      verdict: "failed",
      findings: [{ code: "DISK_VANISHED", level: "failed", details: { lastSeenMs: NOW_MS } }],
    });
  });
});

describe("several findings", () => {
  test("never make a disk better than one of them does", () => {
    const order = ["ok", "unknown", "warning", "failing", "failed"];
    const metrics = fc.record(
      Object.fromEntries(DAMAGE.map((counter) => [counter, fc.option(fc.nat({ max: 2000 }))])),
    ) as fc.Arbitrary<Partial<DiskMetrics>>;
    fc.assert(
      fc.property(
        metrics,
        fc.constantFrom(...DAMAGE),
        fc.integer({ min: 1, max: 5000 }),
        (some, counter, more) => {
          const rank = (reading: DiskReading) => order.indexOf(judgeDisk(reading, undefined).verdict);
          const worse = { ...some, [counter]: (some[counter] ?? 0) + more };
          expect(rank(disk(worse))).toBeGreaterThanOrEqual(rank(disk(some)));
          expect(rank(disk(worse))).toBeGreaterThan(0);
        },
      ),
    );
  });

  test("come with the worst first, which is the verdict", () => {
    const reading = disk({ interfaceCrcErrors: 5, wornPercent: 95, predictedFailures: 2 });
    const { verdict, findings } = judgeDisk(reading, undefined);
    expect(verdict).toBe("failing");
    expect(findings.map(({ level }) => level)).toEqual(["failing", "warning", "note"]);
  });
});

test.each([
  [{ serial: "S1", wwn: "5000cca29063dc00" }, { device: "/dev/sda" }, "S1"],
  [{ serial: "0000", wwn: "5000cca29063dc00" }, { device: "/dev/sda" }, "5000cca29063dc00"],
  [{}, { device: "/dev/sda" }, "/dev/sda"],
  [{}, { controller: "0", enclosure: "252", slot: "4" }, "0:252:4"],
  [{}, {}, "?"],
])("a disk is known again by %j, %j", (identity, place, id) => {
  const empty = emptyDisk();
  expect(diskId({ identity: { ...empty.identity, ...identity }, place: { ...empty.place, ...place } })).toBe(
    id,
  );
});

test("the worst severity counts, and nothing judged is unknown", () => {
  const of = (...verdicts: readonly ("ok" | "asleep" | "unknown" | "warning" | "failing" | "degraded")[]) =>
    worstSeverity(verdicts.map((verdict) => ({ verdict })));
  expect(of()).toBe("unknown");
  expect(of("ok", "asleep")).toBe("ok");
  expect(of("ok", "unknown")).toBe("unknown");
  expect(of("unknown", "warning")).toBe("warning");
  expect(of("warning", "degraded", "unknown")).toBe("critical");
  expect(severityOf("checking")).toBe("ok");
});
