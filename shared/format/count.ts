import type { Language } from "../words/language.ts";

const LOCALES: Record<Language, string> = { en: "en-US", zh: "zh-CN" };
/** Made when first needed: the locale data takes longer to load than a short command to run. */
const formats = new Map<Language, Intl.NumberFormat>();

/** @returns the number with its thousands set apart: `1,234,567` */
export function formatCount(count: number, language: Language): string {
  let format = formats.get(language);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALES[language]);
    formats.set(language, format);
  }
  return format.format(count);
}

/** @returns in English, `1 file`, `2 files`: for languages that tell one from many */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count, "en")} ${count === 1 ? singular : plural}`;
}
