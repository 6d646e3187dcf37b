/**
 * The script that starts the pages. Its name changes whenever one of them does, so it tells builds from each other.
 *
 * @param html of the page that loads it
 * @returns as it is written there; undefined when there is none
 */
export function entryScriptOf(html: string): string | undefined {
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
    if (/\btype="module"/.test(tag)) return /\bsrc="([^"]+)"/.exec(tag)?.[1];
  }
  return undefined;
}
