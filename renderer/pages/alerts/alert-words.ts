import { useCallback } from "react";
import type { Alert } from "../../../shared/model/alert.ts";
import type { AlertText } from "../../../shared/words/alert-words.ts";
import { describeAlert } from "../../../shared/words/alerts.ts";
import { useNow } from "../../components/use-now.ts";
import { useLanguage } from "../../words/use-language.ts";

/** @returns what makes an alert's words, in the language of the page and as old as it is by now */
export function useAlertWords(): (alert: Alert) => AlertText {
  const language = useLanguage();
  const nowMs = useNow();
  return useCallback(
    ({ subject, resolvedMs }) => describeAlert(subject, { nowMs, resolvedMs }, language),
    [language, nowMs],
  );
}
