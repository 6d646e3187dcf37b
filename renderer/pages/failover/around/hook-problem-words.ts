import type { TFunction } from "i18next";
import type { HookRun } from "../../../../shared/model/failover-hooks.ts";
import { deliveryProblemWords } from "../../../../shared/words/delivery-problems.ts";
import type { Language } from "../../../../shared/words/language.ts";

/** @returns what went wrong, as a sentence */
export function hookProblemWords(
  problem: NonNullable<HookRun["problem"]>,
  t: TFunction<"around">,
  language: Language,
): string {
  return problem === "stopped" ? t("hooks.stopped") : deliveryProblemWords(problem, language).message;
}
