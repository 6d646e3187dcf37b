/** Finds English that was left on a page in another script. */
import type { Page } from "playwright-core";

/** Names, keys, units and formats that are the same in every language. */
const SAME_EVERYWHERE = new Set(
  "Backstay restic NAS SSH SFTP Cron cron UTC PDF SQLite ZIP config tmp Ctrl Shift Alt Esc Enter Tab Home End PgUp PgDn Backspace Space kB MB GB TB KiB MiB GiB TiB English ID"
    .split(" ")
    .concat(
      ["node_modules", "CACHEDIR", "TAG"],
      "Chrome Edge Firefox Opera Safari Android Linux Windows".split(" "),
    ),
);

const PATH = /(?<![\p{L}\p{N}])\/[^\s，。；：、（）“”…]*/gu;
const HEX_ID = /\b[0-9a-f]{8,64}\b/g;
/** A system's error code. */
const CODE = /^E[A-Z0-9]{2,}$/;
/** Single letters are keys that one presses. */
const WORD = /[A-Za-z][A-Za-z_'’-]+/g;

/**
 * @param texts what is on a page
 * @param names of files, folders, people and computers in it, which are nobody's to translate
 * @returns each text that has other Latin words in it, with these words
 */
export function leftoverLatin(texts: readonly string[], names: readonly string[]): readonly string[] {
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  return [...new Set(texts)].flatMap((text) => {
    let rest = text;
    for (const name of longestFirst) rest = rest.replaceAll(name, " ");
    const words = rest.replace(PATH, " ").replace(HEX_ID, " ").match(WORD) ?? [];
    const foreign = words.filter((word) => !SAME_EVERYWHERE.has(word) && !CODE.test(word));
    return foreign.length === 0 ? [] : [`${foreign.join(" ")} in “${text.trim()}”`];
  });
}

/** All that a person sees or is read out to, and the page's title. */
const GATHER = `(() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest("script, style, code") === null && parentElement.checkVisibility()) texts.push(data);
  }
  const spoken = ["aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder", "alt"];
  for (const name of spoken) {
    for (const element of document.querySelectorAll("[" + name + "]")) {
      if (element.checkVisibility()) texts.push(element.getAttribute(name));
    }
  }
  return texts.filter((text) => text.trim() !== "");
})()`;

/** @returns as {@link leftoverLatin}, of what the page shows now */
export async function latinOn(page: Page, names: readonly string[]): Promise<readonly string[]> {
  return leftoverLatin(await page.evaluate<string[]>(GATHER), names);
}
