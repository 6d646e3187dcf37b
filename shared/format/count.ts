import type { Language } from "../words/language.ts";

/**
 * Both languages set thousands apart with a comma. `Intl` would know that too, but loading its data takes longer than a short
 * command takes to run.
 *
 * @param count a whole number
 * @returns like `1,234,567`
 */
export function formatCount(count: number, _language: Language): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** @returns in English, `1 file`, `2 files`: for languages that tell one from many */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count, "en")} ${count === 1 ? singular : plural}`;
}
