import { describe, expect, test } from "vitest";
import { resources } from "./resources.ts";

type Words = { readonly [key: string]: string | Words };

/** Every text by its path, `_one` and `_other` with it. */
function flatten(words: Words, prefix = ""): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") texts.set(prefix + key, value);
    else for (const [path, text] of flatten(value, `${prefix}${key}.`)) texts.set(path, text);
  }
  return texts;
}

const en = flatten(resources.en as Words);
const zh = flatten(resources.zh as Words);

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))].sort();
const tags = (text: string) => [...text.matchAll(/<\/?\w+>/g)].map((match) => match[0]).sort();

describe.each([...zh])("%s", (path, chinese) => {
  const english = en.get(path) ?? "";

  test("names the same values in both languages", () => {
    expect(placeholders(chinese)).toEqual(placeholders(english));
    expect(tags(chinese)).toEqual(tags(english));
  });

  test("Chinese is written as Chinese is", () => {
    expect(chinese).not.toMatch(/[\u4e00-\u9fff][,:;?!](?:\s|$)|[\u4e00-\u9fff]\.(?:\s|$)/u); // full-width marks
    expect(chinese).not.toMatch(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/u); // spaces around Latin words
  });
});

test("English tells one from many wherever Chinese counts", () => {
  for (const path of en.keys()) {
    if (path.endsWith("_one")) expect(en.has(path.replace(/_one$/, "_other")), path).toBe(true);
  }
});

test("no text is empty, jokes or begs", () => {
  for (const [path, text] of en) {
    expect(text.trim(), path).not.toBe("");
    expect(text, path).not.toMatch(/!|\bplease\b|successfully/i);
  }
  for (const [path, text] of zh) expect(text.trim(), path).not.toBe("");
});
