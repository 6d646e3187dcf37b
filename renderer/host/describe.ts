import { useCallback } from "react";
import type { WireError } from "../../shared/errors.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { ErrorText } from "../../shared/words/types.ts";
import { useLanguage } from "../words/use-language.ts";

/** @returns what makes an error's words, in the language of the page */
export function useDescribe(): (error: WireError) => ErrorText {
  const language = useLanguage();
  // a host of a newer build may have errors that this page has no words for
  return useCallback((error) => describeAny(error, language), [language]);
}

function describeAny(error: WireError, language: "en" | "zh"): ErrorText {
  try {
    return describeError(error, language, "page");
  } catch {
    return describeError({ code: "INTERNAL", details: { logReference: String(error.code) } }, language);
  }
}
