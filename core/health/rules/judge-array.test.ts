import { describe, expect, test } from "vitest";
import type { ArrayOperation, ArrayReading } from "../../../shared/model/health-reading.ts";
import { emptyArray, gap } from "../reading/empty.ts";
import { arrayMember } from "../reading/member.ts";
import { isWithoutRedundancy, stateByCount, toleranceOf } from "../reading/redundancy.ts";
import type { ArrayBaseline } from "./array/array-baseline.ts";
import { judgeArray } from "./judge-array.ts";

function array(known: Partial<ArrayReading> = {}): ArrayReading {
  const members = ["a", "b", "c"].map((name) => arrayMember({ name, state: "ok" }));
  const signals = [{ source: "tool", text: "fine", state: "ok" as const }];
  const counts = { expectedMembers: 3, activeMembers: 3 };
  return { ...emptyArray("x", "x", "md"), level: "raid5", members, signals, ...counts, ...known };
}

const signal = (state: ArrayReading["signals"][number]["state"], source = "tool") => ({
  source,
  text: state,
  state,
});
const doing = (kind: ArrayOperation["kind"], isWaiting = false): ArrayOperation => ({
  kind,
  isWaiting,
  donePercent: 10,
  remainingSeconds: 60,
  bytesPerSecond: null,
});
const one = (state: "failed" | "missing" | "removed" | "rebuilding" | "spare") => [
  ...array().members.slice(0, 2),
  arrayMember({ name: "c", state }),
];
const degraded = { signals: [signal("degraded")], activeMembers: 2 };
const judge = (known: Partial<ArrayReading>, baseline?: Partial<ArrayBaseline>) =>
  judgeArray(
    array(known),
    baseline && { members: null, spares: null, level: null, memberErrors: new Map(), ...baseline },
  );
const reasons = (known: Partial<ArrayReading>, baseline?: Partial<ArrayBaseline>) => {
  const { verdict, findings } = judge(known, baseline);
  return [verdict, ...findings.map(({ code, level }) => `${level} ${code}`)];
};

describe("an array", () => {
  test("is ok when a signal says so and none says otherwise", () => {
    expect(reasons({})).toEqual(["ok"]);
    expect(reasons({ signals: [signal("ok"), signal("unknown")] })).toEqual(["ok"]);
  });

  test("is unknown when nobody says anything that is understood", () => {
    expect(reasons({ signals: [] })).toEqual(["unknown", "unknown ARRAY_STATE_UNKNOWN"]);
    expect(reasons({ signals: [signal("unknown")] })).toEqual(["unknown", "unknown ARRAY_STATE_UNKNOWN"]);
    expect(reasons({ gaps: [gap("output-truncated")] })).toEqual(["unknown", "unknown ARRAY_UNREADABLE"]);
  });

  test("is degraded when a member is lost, and says which, and how many more it can lose", () => {
    const { verdict, findings } = judge({ ...degraded, members: one("failed") });
    expect(verdict).toBe("degraded");
    expect(findings.map(({ code, level, details }) => [code, level, details])).toEqual([
      ["ARRAY_DEGRADED", "failing", { missing: 1, expected: 3, canLoseMore: 0, isBeingRebuilt: false }],
      ["ARRAY_MEMBER_FAILED", "failing", { member: "c", slot: null, serial: null, text: null }],
      ["ARRAY_STATE_REPORTED", "note", { source: "tool", text: "degraded" }],
    ]);
  });

  test("is rebuilding only while all that is missing is being filled", () => {
    expect(judge({ ...degraded, members: one("rebuilding"), operation: doing("rebuild") }).verdict).toBe(
      "rebuilding",
    );
    expect(
      judge({ ...degraded, members: one("rebuilding"), operation: doing("rebuild", true) }).verdict,
    ).toBe("degraded");
    expect(judge({ ...degraded, members: one("missing"), operation: doing("rebuild") }).verdict).toBe(
      "degraded",
    );
    expect(judge({ ...degraded, members: one("rebuilding"), operation: doing("check") }).verdict).toBe(
      "degraded",
    );
  });

  test("says of a rebuild that has not begun what it waits for, and not that a member is to be replaced", () => {
    const members = one("rebuilding");
    const readOnly = [{ ...signal("degraded"), text: "active (auto-read-only) [3/2] [UU_]" }];
    const waitsOf = (known: Partial<ArrayReading>) => {
      const { verdict, findings } = judge({ ...degraded, ...known });
      return [verdict, findings[0]?.code, (findings[0]?.details as { waits?: string } | undefined)?.waits];
    };
    expect(waitsOf({ members, signals: readOnly })).toEqual(["degraded", "ARRAY_DEGRADED", "first-write"]);
    expect(waitsOf({ members: one("spare"), signals: readOnly })[2]).toBe("first-write");
    expect(waitsOf({ members, operation: doing("rebuild", true) })[2]).toBe("its-turn");
    expect(waitsOf({ members })[2]).toBe("not-said");
    expect(waitsOf({ members: one("missing"), signals: readOnly })[2]).toBeUndefined();
    expect(waitsOf({ members: one("spare") })[2]).toBeUndefined();
    expect(waitsOf({ members, operation: doing("rebuild") })[2]).toBeUndefined();
    const toBeMadeAlike = {
      operation: doing("resync", true),
      signals: [{ ...signal("ok"), text: "read-auto" }],
    };
    expect(judge(toBeMadeAlike).findings[0]).toMatchObject({
      code: "ARRAY_REBUILDING",
      details: { kind: "resync", waits: "first-write" },
    });
  });

  test("is not rebuilt while half of what RAID 6 lost is", () => {
    const members = [...one("rebuilding"), arrayMember({ state: "missing" })];
    expect(
      judge({ ...degraded, level: "raid6", expectedMembers: 4, members, operation: doing("rebuild") })
        .verdict,
    ).toBe("degraded");
  });

  test("is failed when it is gone, or does not run", () => {
    expect(reasons({ signals: [signal("failed")] })).toEqual(["failed", "failed ARRAY_FAILED"]);
    expect(reasons({ signals: [signal("inactive")] })[1]).toBe("failed ARRAY_INACTIVE");
  });

  test("is as bad as the worse of two signals, and the disagreement is a reason", () => {
    expect(reasons({ signals: [signal("ok", "a"), signal("degraded", "b")], activeMembers: 2 })).toEqual([
      "degraded",
      "failing ARRAY_DEGRADED",
      "failing ARRAY_STATE_REPORTED",
      "note ARRAY_STATE_REPORTED",
    ]);
  });

  test.each([
    ["check", "checking", "note ARRAY_CHECKING"],
    ["scrub", "checking", "note ARRAY_CHECKING"],
    ["resync", "rebuilding", "warning ARRAY_REBUILDING"],
    ["reshape", "rebuilding", "warning ARRAY_REBUILDING"],
    ["initialise", "rebuilding", "warning ARRAY_REBUILDING"],
  ] as const)("with a %s running is %s", (kind, verdict, reason) => {
    expect(reasons({ operation: doing(kind) })).toEqual([verdict, reason]);
  });

  test("is a warning while a member counts errors, with how they came to be", () => {
    const members = [
      arrayMember({ name: "a", state: "ok", readErrors: 0, writeErrors: 2, checksumErrors: 1 }),
    ];
    const trend = { before: 1, beforeMs: 5, stableSinceMs: null };
    const { verdict, findings } = judge({ members }, { memberErrors: new Map([["a", trend]]) });
    expect(verdict).toBe("warning");
    expect(findings).toMatchObject([{ details: { member: "a", read: 0, write: 2, checksum: 1, trend } }]);
  });

  test("is critical when data is damaged beyond repair", () => {
    expect(reasons({ unrecoveredErrors: 2 })).toEqual(["degraded", "failing ARRAY_DATA_DAMAGED"]);
    expect(reasons({ unrecoveredErrors: 0 })).toEqual(["ok"]);
  });

  test("may differ in unused blocks of a mirror, not in parity", () => {
    expect(reasons({ mismatches: 128, level: "raid1" })).toEqual(["ok", "note ARRAY_MISMATCHES"]);
    expect(reasons({ mismatches: 128, level: "raid10" })[0]).toBe("ok");
    expect(reasons({ mismatches: 128, level: "raid6" })).toEqual(["warning", "warning ARRAY_MISMATCHES"]);
  });

  test.each([
    [89, "ok"],
    [90, "warning"],
    [98, "degraded"],
  ])("whose thin pool is %d percent full is %s", (thinPoolUsedPercent, verdict) => {
    expect(judge({ thinPoolUsedPercent }).verdict).toBe(verdict);
  });

  test("without redundancy is fine, and says so", () => {
    expect(reasons({ level: "raid0" })).toEqual(["ok", "note ARRAY_NO_REDUNDANCY"]);
  });

  test("does not count a faulty spare as lost redundancy", () => {
    expect(reasons({ members: [...array().members, arrayMember({ name: "d", state: "failed" })] })).toEqual([
      "warning",
      "warning ARRAY_MEMBER_FAILED",
    ]);
  });
});

describe("compared with what it was like before, an array", () => {
  test("has shrunk when members are fewer, though its tool calls it fine", () => {
    expect(reasons({}, { members: 4 })).toEqual(["degraded", "failing ARRAY_SHRANK"]);
    expect(reasons({}, { members: 3 })).toEqual(["ok"]);
  });

  test("is not said to have shrunk when it says so itself", () => {
    expect(reasons({ ...degraded, members: one("missing") }, { members: 3 })).not.toContain(
      "failing ARRAY_SHRANK",
    );
  });

  test("has lost a spare, unless the spare is what it is rebuilt with", () => {
    expect(reasons({}, { spares: 1 })).toEqual(["warning", "warning ARRAY_SPARE_LOST"]);
    const rebuilt = { ...degraded, members: one("rebuilding"), operation: doing("rebuild") };
    expect(reasons(rebuilt, { spares: 1 })).not.toContain("warning ARRAY_SPARE_LOST");
  });
});

describe("redundancy", () => {
  test.each([
    ["raid0", 4, 0, 0],
    ["raid1", 3, 2, 2],
    ["RAID-5", 4, 1, 1],
    ["raid6", 6, 2, 2],
    ["raid10", 6, 1, 3],
    ["RAID 1(1+0)", 4, 1, 2],
    ["raidz", 3, 1, 1],
    ["raidz3", 8, 3, 3],
    ["draid2:4d:8c:1s", 8, 2, 2],
    ["raid1c3", 5, 2, 2],
    ["mirror", 2, 1, 1],
  ])("of %s with %d members is %d for sure and %d at most", (level, members, sure, most) => {
    expect(toleranceOf(level, members)).toEqual({ sure, most });
  });

  test.each(["raid50", "raid60", "2 × mirror", "raid", "", null])(
    "of %s is not known by the number of members",
    (level) => {
      expect(toleranceOf(level, 6)).toBeNull();
    },
  );

  test("counts", () => {
    expect(stateByCount("raid5", 3, 3)).toBe("ok");
    expect(stateByCount("raid5", 3, 2)).toBe("degraded");
    expect(stateByCount("raid5", 3, 1)).toBe("failed");
    expect(stateByCount("raid10", 4, 2)).toBe("degraded");
    expect(stateByCount("raid10", 4, 1)).toBe("failed");
    expect(stateByCount("what", 3, 1)).toBe("degraded");
    expect(stateByCount("raid1", 2, 0)).toBe("failed");
    expect(stateByCount("raid1", null, 2)).toBe("unknown");
  });

  test("is absent by design where one lost disk loses all", () => {
    expect(["raid0", "linear", "single", "stripe", "JBOD"].every(isWithoutRedundancy)).toBe(true);
    expect(["raid1", "raid5", "raid10", "thin pool", null].some(isWithoutRedundancy)).toBe(false);
  });
});
