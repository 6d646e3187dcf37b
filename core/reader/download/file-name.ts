import { type RawPath, rawPathToText } from "../../platform/raw-path.ts";
import { whyUnsafe } from "../../restore/safe-name.ts";

/** Some file systems count bytes, and 255 are the most. */
const MAX_NAME_BYTES = 200;
const FALLBACK = "download";
/** Control characters, what turns the direction of writing, and what some system forbids in names. */
const UNFIT = /[\p{C}\p{Zl}\p{Zp}\ufffd"*/:<>?\\|]/gu;

/**
 * The name a browser is to give what it downloads: one component that every system takes, and that shows what it is.
 *
 * @param name of the entry, from a repository that may be hostile
 * @param ending put behind it, like `.zip`
 */
export function downloadName(name: RawPath, ending = ""): string {
  const text = rawPathToText(name).replace(UNFIT, "_").trim();
  const cut = cutToBytes(text, MAX_NAME_BYTES) + ending;
  const trimmed = cut.replace(/[. ]+$/, "");
  const shown = trimmed.replaceAll("_", "") === ending.replaceAll("_", "") ? FALLBACK + ending : trimmed;
  return whyUnsafe(Buffer.from(shown), "win32") === undefined ? shown : `_${shown}`;
}

/** Keeps the extension, by which systems choose a program. */
function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(text)?.[0] ?? "";
  let stem = text.slice(0, text.length - extension.length);
  while (Buffer.byteLength(stem) > maxBytes - extension.length) stem = [...stem].slice(0, -1).join("");
  return stem + extension;
}
