import type { Settings } from "../../shared/model/settings.ts";
import type { Language } from "../../shared/words/language.ts";

/**
 * @param wanted undefined while the settings are not known
 * @param preferred what the browser or the system prefers, the best first, like `zh-CN`
 */
export function chooseLanguage(
  wanted: Settings["language"] | undefined,
  preferred: readonly string[],
): Language {
  if (wanted !== undefined && wanted !== "system") return wanted;
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split("-", 1)[0];
    if (primary === "zh" || primary === "en") return primary;
  }
  return "en";
}
