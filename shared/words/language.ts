/** The languages Backstay speaks: English and simplified Chinese (简体中文). */
export type Language = "en" | "zh";

export const LANGUAGES = ["en", "zh"] as const satisfies readonly Language[];
