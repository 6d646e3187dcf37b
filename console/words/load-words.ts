import type { Language } from "../../shared/words/language.ts";
import type { ConsoleWords } from "./types.ts";

/** Only the words of one language are loaded: starting stays quick. */
export async function loadWords(language: Language): Promise<ConsoleWords> {
  return language === "zh" ? (await import("./zh.ts")).zhWords : (await import("./en.ts")).enWords;
}
