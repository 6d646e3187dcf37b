import { describe, expect, test } from "vitest";
import type { Overview, SourceStatus } from "../../shared/model/overview.ts";
import { EMPTY_OVERVIEW } from "../../test/support/small-backstay.ts";
import { enHostWords } from "../words/en-host.ts";
import { zhHostWords } from "../words/zh-host.ts";
import { sourceTable, summarizeOverview, verdictOf } from "./overview-summary.ts";

const HOUR_MS = 3_600_000;

function source(name: string, protection: SourceStatus["protection"]): SourceStatus {
  return {
    source: { id: name, name } as never,
    planIds: [],
    protection,
    newestGoodMs: protection === "protected" ? EMPTY_OVERVIEW.nowMs - HOUR_MS : null,
    deadlineMs: protection === "protected" ? EMPTY_OVERVIEW.nowMs + HOUR_MS : null,
    dueEveryMinutes: null,
    copies: [],
    sizeBytes: null,
    lastRunHadProblems: false,
    lastRunFailed: false,
  };
}

const replica = (name: string, reach: string) =>
  ({ name: "r", replicas: [{ name, reach }], damageFoundMs: null, repair: null }) as never;
const said = (overview: Partial<Overview>) => {
  const all = summarizeOverview({ ...EMPTY_OVERVIEW, ...overview }, enHostWords.status);
  return { verdict: verdictOf(all), text: all.map(({ sentence }) => sentence).join(" ") };
};

describe("how things are", () => {
  test.each<[string, Partial<Overview>, string, string]>([
    ["nothing protected", {}, "person", "Nothing is protected yet."],
    ["one, and well", { sources: [source("A", "protected")] }, "fine", "The source is protected."],
    [
      "several, and well",
      { sources: [source("A", "protected"), source("B", "protected")] },
      "fine",
      "All 2 sources are protected.",
    ],
    [
      "one overdue",
      { sources: [source("A", "protected"), source("B", "overdue")] },
      "person",
      "B is overdue.",
    ],
    [
      "the worst first",
      { sources: [source("A", "unknown"), source("B", "overdue"), source("C", "never")] },
      "person",
      "C has no backup yet, though one was due. B is overdue. How A is protected cannot be told: the repository cannot be asked.",
    ],
    [
      "many overdue",
      { sources: ["A", "B", "C", "D", "E"].map((name) => source(name, "overdue")) },
      "person",
      "A, B, C and 2 more are overdue.",
    ],
    ["one paused", { sources: [source("A", "unplanned")] }, "person", "No plan takes care of A."],
    [
      "the first backup still to come",
      { sources: [source("A", "waiting")] },
      "fine",
      "A waits for the first backup, which is planned.",
    ],
    [
      "what nobody knows",
      { sources: [source("A", "unknown"), source("B", "protected")] },
      "unknown",
      "How A is protected cannot be told: the repository cannot be asked.",
    ],
    [
      "an open alert beside protected sources",
      { sources: [source("A", "protected")], openAlerts: 1 },
      "person",
      "1 alert is open. The source is protected.",
    ],
    [
      "a repository that is away",
      { sources: [source("A", "protected")], repositories: [replica("NAS 1", "unreachable")] },
      "person",
      "NAS 1 cannot be reached. The source is protected.",
    ],
  ])("%s", (_, overview, verdict, text) => {
    expect(said(overview)).toEqual({ verdict, text });
  });
});

test("damage and a failed run are told of, and somebody has to do something", () => {
  const failed = { ...source("Mail", "protected"), lastRunFailed: true };
  expect(said({ sources: [source("Documents", "damaged"), failed] })).toEqual({
    ...{
      verdict: "person",
      text: "A check found damage where all backups of Documents are. The last backup of Mail failed.",
    },
  });
  const after = (repair: unknown) => {
    const repositories = [{ name: "NAS", replicas: [], damageFoundMs: 1, repair }] as never;
    return said({ sources: [source("Mail", "protected")], repositories });
  };
  const repaired = { name: "NAS", replicas: [], damageFoundMs: 1, repair: { endedMs: 2, isLacking: false } };
  expect(said({ sources: [source("Mail", "damaged")], repositories: [repaired] as never }).text).toBe(
    "Damage in NAS was repaired. Only a check of everything proves that it is whole.",
  );
  const found = { verdict: "person", text: "A check found damage in NAS. The source is protected." };
  expect(after(null)).toEqual(found);
  expect(after({ endedMs: 2, isLacking: true })).toEqual(found);
  expect(after({ endedMs: 2, isLacking: false })).toMatchObject({
    text: "Damage in NAS was repaired. Only a check of everything proves that it is whole. The source is protected.",
  });
});

test("a name cannot play with the terminal", () => {
  const hostile = source("\u001b[2Jevil", "overdue");
  expect(said({ sources: [hostile] }).text).not.toContain("\u001b");
  const table = sourceTable({ ...EMPTY_OVERVIEW, sources: [hostile] }, enHostWords.status, "en");
  expect(table.join("")).not.toContain("\u001b");
});

test("each source has its line, in either language", () => {
  const overview = {
    ...EMPTY_OVERVIEW,
    sources: [source("Documents", "protected"), source("Photos", "never")],
  };
  const [, , first, second] = sourceTable(overview, enHostWords.status, "en");
  expect(first).toMatch(/^Documents +protected +1 h ago +in 1 h$/);
  expect(second).toMatch(/^Photos +no backup +none$/);
  const [, , zhFirst] = sourceTable(overview, zhHostWords.status, "zh");
  expect(zhFirst).toMatch(/^Documents +受保护 +1 小时前 +1 小时后$/);
});
