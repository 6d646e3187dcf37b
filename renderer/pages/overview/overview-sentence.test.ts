import { expect, test } from "vitest";
import { createFormat } from "../../components/use-format.ts";
import { i18n } from "../../words/i18n.ts";
import type { Headline, Statement } from "./headline.ts";
import { sayHeadline } from "./overview-sentence.ts";

const NOW = Date.UTC(2026, 10, 19, 14, 12);
const MINUTE = 60_000;

function headline(statements: readonly Statement[], over: Partial<Headline> = {}): Headline {
  return {
    verdict: "ok",
    statements,
    others: 0,
    protectedCount: 4,
    sourceCount: 4,
    newestGoodMs: NOW - 12 * MINUTE,
    newestPlaces: ["Synology", "TrueNAS"],
    ...over,
  };
}
const say = (given: Headline, language: "en" | "zh") =>
  sayHeadline(given, i18n.getFixedT(language, "overview"), createFormat(language, NOW), language === "zh");

test("fine", () => {
  const given = headline([{ kind: "fine", count: 4 }]);
  expect(say(given, "en")).toEqual({
    first: "All 4 sources are protected.",
    rest: "Last backup 12 minutes ago, on Synology and TrueNAS.",
  });
  expect(say(given, "zh")).toEqual({
    first: "全部 4 个来源均受保护。",
    rest: "最近一次备份在 12 分钟前，位于 Synology、TrueNAS。",
  });
  const only = headline([{ kind: "fine", count: 1 }]);
  expect(say(only, "en").first).toBe("The only source is protected.");
  expect(say(only, "zh").first).toBe("唯一的来源受保护。");
});

test("overdue, and a place that is silent", () => {
  const given = headline(
    [
      { kind: "overdue", names: ["Server share"], lateMs: 600 * MINUTE },
      { kind: "place-silent", names: ["NAS"] },
    ],
    { verdict: "overdue", protectedCount: 3 },
  );
  expect(say(given, "en")).toEqual({
    first: "Server share is overdue by 10 hours. NAS does not answer.",
    rest: "3 sources are protected.",
  });
  expect(say(given, "zh").first).toBe("Server share 已逾期 10 小时。NAS 没有响应。");
});

test("what is not said is counted, and nothing is called protected that is not", () => {
  const given = headline([{ kind: "nothing-good", names: ["A", "B"] }], {
    verdict: "failed",
    others: 2,
    protectedCount: 0,
  });
  expect(say(given, "en")).toEqual({
    first: "A and B have no good backup.",
    rest: "2 more things need attention.",
  });
  expect(say({ ...given, others: 0 }, "en").rest).toBeUndefined();
});

test("while no place answers, no source is called protected", () => {
  const given = headline([{ kind: "no-place-answers", names: ["NAS"] }], { verdict: "failed" });
  expect(say(given, "en")).toEqual({
    first: "NAS, where the backups are, does not answer.",
    rest: undefined,
  });
});

test("during a first backup, only the sources that have a good one are called protected", () => {
  const statements: Headline["statements"] = [{ kind: "first-running", names: ["Photos"] }];
  const alone = headline(statements, { verdict: "working", protectedCount: 0, sourceCount: 1 });
  expect(say(alone, "en")).toEqual({
    first: "The first backup of Photos is running now.",
    rest: undefined,
  });
  expect(say(alone, "zh").first).toBe("Photos 正在进行首次备份。");
  const among = headline(statements, { verdict: "working", protectedCount: 3, sourceCount: 4 });
  expect(say(among, "en").rest).toMatch(/3/);
});

test("at work, with everything protected", () => {
  const given = headline(
    [
      { kind: "working", names: ["Photos"] },
      { kind: "fine", count: 4 },
    ],
    { verdict: "working" },
  );
  expect(say(given, "en")).toEqual({
    first: "Photos is backing up now.",
    rest: "All 4 sources are protected.",
  });
});
