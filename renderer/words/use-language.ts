import { useTranslation } from "react-i18next";
import type { Language } from "../../shared/words/language.ts";

/** The language the page speaks now. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "zh" ? "zh" : "en";
}
