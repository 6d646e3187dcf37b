import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Finding, FindingLevel } from "../../../../shared/model/health-verdict.ts";
import { describeFinding } from "../../../../shared/words/describe-finding.ts";
import type { FindingText } from "../../../../shared/words/finding-words.ts";
import { useNow } from "../../../components/use-now.ts";
import { useLanguage } from "../../../words/use-language.ts";

/** A reason as it comes over the contract: a host of a newer build may have codes that this page has no words for. */
export type FindingView = {
  readonly code: string;
  readonly level: FindingLevel;
  readonly details: Readonly<Record<string, unknown>>;
};

/** @returns what makes the words for a reason, in the language of the page */
export function useFindingWords(): (finding: FindingView) => FindingText {
  const { t } = useTranslation("storage");
  const language = useLanguage();
  const nowMs = useNow();
  return useCallback(
    (finding) => {
      try {
        return describeFinding(finding as Finding, { nowMs }, language);
      } catch {
        return {
          what: t("finding.unknown", { code: finding.code }),
          means: t("finding.unknownMeans"),
          todo: t("finding.unknownTodo"),
        };
      }
    },
    [language, nowMs, t],
  );
}
