import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../words/use-language.ts";
import { dateAndTime, weekdayAndTime } from "./model/day-text.ts";

/** The words of this page, and its ways to say a moment. */
export function useWords() {
  const { t } = useTranslation("restore");
  const language = useLanguage();
  return useMemo(
    () => ({
      t,
      language,
      dateAndTime: (timeMs: number) => dateAndTime(timeMs, Date.now(), language),
      weekdayAndTime: (timeMs: number) => weekdayAndTime(timeMs, Date.now(), language),
    }),
    [t, language],
  );
}
