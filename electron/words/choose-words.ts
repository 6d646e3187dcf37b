import type { Language } from "../../shared/words/language.ts";
import type { DesktopWords } from "./desktop-words.ts";
import { enDesktopWords } from "./en.ts";
import { zhDesktopWords } from "./zh.ts";

export function desktopWords(language: Language): DesktopWords {
  return language === "zh" ? zhDesktopWords : enDesktopWords;
}

/**
 * @param setting of the application; `system` follows `systemLanguages`, the computer's languages in the order of preference
 */
export function languageOf(setting: Language | "system", systemLanguages: readonly string[]): Language {
  if (setting !== "system") return setting;
  const first = systemLanguages
    .map((tag) => tag.toLowerCase().split("-")[0])
    .find((tag) => tag === "zh" || tag === "en");
  return first === "zh" ? "zh" : "en";
}
