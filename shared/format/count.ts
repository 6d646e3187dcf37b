import type { Language } from "../words/language.ts";

const FORMATS: Record<Language, Intl.NumberFormat> = {
  en: new Intl.NumberFormat("en-US"),
  zh: new Intl.NumberFormat("zh-CN"),
};

/** @returns the number with its thousands set apart: `1,234,567` */
export function formatCount(count: number, language: Language): string {
  return FORMATS[language].format(count);
}

/** @returns in English, `1 file`, `2 files`: for languages that tell one from many */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count, "en")} ${count === 1 ? singular : plural}`;
}
