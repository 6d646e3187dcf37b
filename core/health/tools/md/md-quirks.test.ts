import { describe, expect, test } from "vitest";
import { judgeArray } from "../../rules/judge-array.ts";
import { judgeReading } from "../../rules/judge-reading.ts";
import { worstSeverity } from "../../rules/severity.ts";
import { fixtureFiles, readFixture } from "../../testing/fixtures.ts";
import { MD_QUIRKS } from "./md-quirks.ts";
import { parseMdSysfs } from "./parse-md-sysfs.ts";
import { parseMdadmDetail } from "./parse-mdadm-detail.ts";
import { parseMdstat } from "./parse-mdstat.ts";

const PARSERS = { mdstat: parseMdstat, sysfs: parseMdSysfs, mdadm: parseMdadmDetail };
const TABLE = readFixture("quirks", "README.md")
  .split("\n")
  .flatMap((line) => {
    const [, file, , expected] = line.split("|").map((cell) => cell.trim());
    return file !== undefined && /^[a-z]+-/.test(file) && expected !== undefined
      ? [[file, expected] as const]
      : [];
  });

function read(file: string) {
  return PARSERS[file.split("-")[0] as keyof typeof PARSERS](readFixture("quirks", file));
}

describe("a known peculiarity", () => {
  test("stands in the table, as each output does", () => {
    expect(TABLE.map(([file]) => file).sort()).toEqual(
      fixtureFiles("quirks").filter((file) => file !== "README.md"),
    );
    const known = new Set(TABLE.flatMap(([file]) => read(file).arrays.flatMap(({ quirks }) => quirks)));
    for (const { id } of MD_QUIRKS) expect(known).toContain(id);
  });

  test.each(TABLE)("is judged rightly in %s: %s", (file, expected) => {
    expect(worstSeverity(judgeReading(read(file), "array"))).toBe(expected);
  });

  test("does not hide a disk that has gone from a place in the middle of QNAP's system array", () => {
    const text = readFixture("quirks", "mdstat-qnap-md9-md13").replaceAll("[32/4] [UUUU__", "[32/3] [U_UU__");
    expect(worstSeverity(judgeReading(parseMdstat(text)))).toBe("critical");
  });

  test("does not hide a faulty member of a system array", () => {
    const text = readFixture("quirks", "mdstat-synology-md0-md1").replace("sata2p1[1]", "sata2p1[1](F)");
    const [system] = parseMdstat(
      text.replace("[16/3] [UU_U____________]\n      \nunused", "[16/2] [U__U____________]\n      \nunused"),
    ).arrays.filter(({ name }) => name === "md0");
    expect(system && judgeArray(system, undefined).verdict).toBe("warning");
  });

  test("does not excuse data arrays, nor arrays of the same name elsewhere", () => {
    const qnap = readFixture("quirks", "mdstat-qnap-md9-md13").replace(
      "[4/4] [UUUU]\n      bitmap: 2/30",
      "[4/3] [UUU_]\n      bitmap: 2/30",
    );
    expect(worstSeverity(judgeReading(parseMdstat(qnap)))).toBe("critical");
    const elsewhere =
      "Personalities : [raid1]\nmd0 : active raid1 sda1[0]\n      2490176 blocks super 1.2 [2/1] [U_]\n\nunused devices: <none>\n";
    expect(worstSeverity(judgeReading(parseMdstat(elsewhere)))).toBe("critical");
  });

  test("knows by its baseline that a system array has lost its last disk", () => {
    const text = readFixture("quirks", "mdstat-qnap-md9-md13").replaceAll("[32/4] [UUUU_", "[32/3] [UUU__");
    const array = parseMdstat(text).arrays.find(({ name }) => name === "md9");
    const baseline = { members: 4, spares: null, level: null, memberErrors: new Map() };
    expect(array && judgeArray(array, baseline)).toMatchObject({
      verdict: "degraded",
      findings: [{ code: "ARRAY_SHRANK" }, {}],
    });
  });
});
