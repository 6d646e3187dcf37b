import { expect, test } from "vitest";
import { rawToText, textToRaw } from "./raw-to-text.ts";

test("names are read as UTF-8, whatever else they hold", () => {
  expect(rawToText("/a b")).toBe("/a b");
  expect(rawToText("/\xe6\x96\x87\xe4\xbb\xb6")).toBe("/文件");
  expect(rawToText("caf\xe9")).toBe("caf\ufffd");
});

test("text becomes raw and text again", () => {
  for (const text of ["", "/plain", "/文件/naïve 😀"]) {
    const raw = textToRaw(text);
    expect([...raw].every((character) => character.charCodeAt(0) <= 0xff)).toBe(true);
    expect(rawToText(raw)).toBe(text);
  }
});
