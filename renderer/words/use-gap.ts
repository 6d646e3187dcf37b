import { useLanguage } from "./use-language.ts";

/** What stands between one sentence and the next: a space, and in Chinese nothing, where the full stop brings its own. */
export function useGap(): "" | " " {
  return useLanguage() === "zh" ? "" : " ";
}
