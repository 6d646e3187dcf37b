import { expect, test } from "vitest";
import { Name } from "../model/primitives.ts";
import { isVisibleText } from "./visible-text.ts";

test.each([
  "\u0000",
  "a\u0000b",
  "\ud800",
  "a\udc00",
  "\u200b\u200d",
  "\ufeff",
  "\u202eabc",
  "abc\u2066",
  "\u3164",
  "\u2800",
  "a\nb",
  "\u0301",
])("refuses %j as a name", (name) => {
  expect(isVisibleText(name)).toBe(false);
  expect(Name.safeParse(name).success).toBe(false);
});

test.each(["Büro", "文档", "می\u200cخواهم", "👩\u200d💻", "A  B", "مكتب", "e\u0301"])("takes %j", (name) => {
  expect(Name.parse(name)).toBe(name);
});
