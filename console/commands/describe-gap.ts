import { printable } from "../../shared/format/printable.ts";
import type { Gap } from "../../shared/model/health-reading.ts";
import { enGaps } from "../../shared/words/en-gaps.ts";
import type { Language } from "../../shared/words/language.ts";
import { zhGaps } from "../../shared/words/zh-gaps.ts";

/** @returns what could not be read, and why, with the tool's own words where it had any, on one line */
export function describeGap({ reason, about, message }: Gap, language: Language): string {
  const { why } = (language === "zh" ? zhGaps : enGaps)[reason];
  const said = message === null ? "" : language === "zh" ? `（“${message}”）` : ` ("${message}")`;
  return printable(`${about ?? "?"}${language === "zh" ? "：" : ": "}${why}${said}`);
}
