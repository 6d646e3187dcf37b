import type { Language } from "../../shared/words/language.ts";
import { type Html, html } from "./html.ts";
import { SHEET_STYLE } from "./sheet-style.ts";

/** What stands above everything else on a sheet, below it in small letters what `below` says. */
export type SheetHead = { readonly title: string; readonly above: string; readonly below: string | null };

/**
 * A page to be printed, kept or sent: complete in one file, which loads nothing and runs nothing.
 * @param footer how and when it was made
 * @returns a whole HTML document
 */
export function printedSheet(language: Language, head: SheetHead, body: Html, footer: string): string {
  return html`<!doctype html>
<html lang="${language === "zh" ? "zh-Hans" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${head.title}</title>
<style>${{ html: SHEET_STYLE }}</style>
</head>
<body>
<header>
<p class="caption">${head.above}</p>
<h1>${head.title}</h1>
${head.below === null ? null : html`<p class="caption">${head.below}</p>`}
</header>
${body}
<footer>${footer}</footer>
</body>
</html>
`.html;
}
