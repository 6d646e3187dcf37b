import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../../shared/words/language.ts";
import { fixtureFiles, listFixtures, readFixture, readLab } from "../testing/fixtures.ts";
import { explain } from "./explain.ts";
import { guessKind } from "./guess-kind.ts";
import { KIND_NAMES, type KindName } from "./kinds.ts";

const moment = { nowMs: Date.UTC(2026, 10, 21) };
const isKind = (kind: string): kind is KindName => (KIND_NAMES as readonly string[]).includes(kind);

const fixtures = listFixtures();
const readable = fixtures.flatMap(({ kind, ...rest }) => (isKind(kind) ? [{ kind, ...rest }] : []));

describe("the real outputs", () => {
  test.each(readable)("$kind/$file is judged as a good monitor would", ({ kind, file, expected }) => {
    expect(expected).toContain(explain(readFixture(kind, file), kind, moment, "en").severity);
  });

  test.each(readable)("$kind/$file is known by its content", ({ kind, file }) => {
    expect(guessKind(readFixture(kind, file))).toBe(kind);
  });

  test("are all in the table, and all of the table are there", () => {
    for (const { kind, file } of fixtures) expect(fixtureFiles(kind)).toContain(file);
    for (const kind of new Set(fixtures.map((fixture) => fixture.kind))) {
      const listed = fixtures.filter((fixture) => fixture.kind === kind).map(({ file }) => file);
      expect(listed.toSorted()).toEqual(fixtureFiles(kind));
      expect(KIND_NAMES).toContain(kind);
    }
    expect(fixtures.length).toBeGreaterThan(100);
  });
});

describe("explain", () => {
  test.each([
    ["mdstat", "mdstat.txt", /begins with the first write/],
    ["md-sysfs", "sysfs-md0.txt", /begins with the first write/],
    ["mdadm-detail", "mdadm-detail-md0.txt", /no rebuild is running yet/],
  ] as const)("by %s an array that has its new member, and waits, needs no other one", (kind, file, says) => {
    const { subjects } = explain(readLab("64", file), kind, moment, "en");
    const array = subjects.find(({ id }) => id.startsWith("md"));
    expect(array?.verdict).toBe("degraded");
    const todo = array?.reasons[0]?.todo ?? "";
    expect(todo).toMatch(/^Its new member is there already/);
    expect(todo).toMatch(says);
    expect(todo).not.toMatch(/replace the missing/);
  });

  test.each(["", " \n", "hello", "\0\u0001", "[1,2,3]", '{"hello":"world"}'])(
    "knows nothing about %j, and says so",
    (text) => {
      const { severity, kind, subjects } = explain(text, "auto", moment, "en");
      expect({ severity, kind }).toEqual({ severity: "unknown", kind: null });
      expect(subjects[0]?.reasons[0]?.code).toMatch(/_UNREADABLE$/);
    },
  );

  test.each(KIND_NAMES)("does not call an empty or foreign output fine as %s", (kind) => {
    for (const text of ["", "hello\n", '{"hello":"world"}', "[]", "Permission denied\n"]) {
      expect(explain(text, kind, moment, "en").severity).toBe("unknown");
    }
  });

  test.each(LANGUAGES)("gives each reason its words in %s", (language) => {
    const text = readLab("06", "smartctl-a-LABSATA0.json");
    const { subjects } = explain(text, "smartctl", moment, language);
    const reasons = subjects.flatMap((subject) => subject.reasons);
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) {
      expect(reason.text).toContain(reason.what);
      expect(reason.text).toContain(reason.means);
      expect(reason.text).toContain(reason.todo);
    }
  });

  test("is the worst of what an output tells", () => {
    const { severity, subjects } = explain(readLab("06", "smartctl-a-LABSATA0.json"), "auto", moment, "en");
    expect(severity).toBe("critical");
    expect(subjects).toMatchObject([{ kind: "disk", id: "LABSATA0", verdict: "failing" }]);
  });
});
