import { expect, test } from "vitest";
import { languageOf } from "./choose-words.ts";
import { enDesktopWords } from "./en.ts";
import { zhDesktopWords } from "./zh.ts";

test("the setting counts, then the first of the system's languages that there is", () => {
  expect(languageOf("zh", ["en-GB"])).toBe("zh");
  expect(languageOf("system", ["zh-CN", "en"])).toBe("zh");
  expect(languageOf("system", ["de-DE", "zh-Hans-CN", "en"])).toBe("zh");
  expect(languageOf("system", ["de-DE", "en-GB", "zh"])).toBe("en");
  expect(languageOf("system", ["fr"])).toBe("en");
  expect(languageOf("system", [])).toBe("en");
});

/** Every text, those that are made of something with samples. */
function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [(value as (...args: unknown[]) => string)("Documents", 3)];
  return Object.values(value as object).flatMap(texts);
}

test("both languages say everything, each in its own script", () => {
  const [en, zh] = [texts(enDesktopWords), texts(zhDesktopWords)];
  expect(zh.length).toBe(en.length);
  for (const text of en) expect(text).not.toMatch(/\p{Script=Han}|undefined|\[object/u);
  for (const text of zh) expect(text).toMatch(/\p{Script=Han}/u);
});
