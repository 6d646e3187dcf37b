import { expect, test } from "vitest";
import { i18n } from "./i18n.ts";
import { markValue, spaceText } from "./spacing.ts";

const chinese = (before: string, value: string, after: string) =>
  spaceText(before + markValue(value) + after, true);

test.each([
  ["在", "12 分钟前", "。", "在 12 分钟前。"],
  ["在", "刚刚", "。", "在刚刚。"],
  ["位于 ", "仓库", "。", "位于仓库。"],
  ["位于 ", "Synology", "。", "位于 Synology。"],
  ["", "Photos", " 没有响应。", "Photos 没有响应。"],
  ["", "照片", " 没有响应。", "照片没有响应。"],
  ["删除“", "old NAS", "”", "删除“old NAS”"],
  ["共 ", "3 ", "个", "共 3 个"],
  ["", "合同v2", "和", "合同v2 和"],
  ["(", "x", ")", "(x)"],
])("%s[%s]%s", (before, value, after, expected) => {
  expect(chinese(before, value, after)).toBe(expected);
});

test("English text and the values themselves stay as they are", () => {
  expect(spaceText(`Back up ${markValue("合同v2")}now`, false)).toBe("Back up 合同v2now");
  expect(chinese("x", "a\ue000b", "y")).toBe("xaby");
});

test("the pages' words are spaced so, and values are not made HTML of", () => {
  const t = i18n.getFixedT("zh", "overview");
  expect(t("sentence.newestOn", { age: "刚刚", places: "仓库" })).toBe("最近一次备份在刚刚，位于仓库。");
  expect(t("sentence.newestOn", { age: "12 分钟前", places: "NAS" })).toBe(
    "最近一次备份在 12 分钟前，位于 NAS。",
  );
  expect(i18n.getFixedT("en", "overview")("sentence.working", { names: "<b>A&B</b>", count: 1 })).toBe(
    "<b>A&B</b> is backing up now.",
  );
});
