import { basename, dirname } from "node:path/posix";
import { joinRawPath, type RawPath } from "../platform/raw-path.ts";

/** NAME_MAX of Linux in bytes. */
const MAX_NAME_BYTES = 255;
const MAX_TRIES = 1000;

/**
 * Names to keep a restored file under beside one that is there already: `report (restored 2024-05-01 10-20-30).pdf`,
 * then `report (restored 2024-05-01 10-20-30, 2).pdf`, and so on.
 *
 * @param time the snapshot's, RFC 3339
 */
export function* freeNames(path: RawPath, time: string): Generator<RawPath> {
  const name = basename(path);
  const dot = name.lastIndexOf(".");
  // a dot at the beginning makes a hidden file, not an extension; a very long extension is none
  const cut = dot > 0 && name.length - dot <= 32 ? dot : name.length;
  const when = time.slice(0, 19).replace("T", " ").replaceAll(":", "-");
  for (let n = 1; n <= MAX_TRIES; n += 1) {
    const mark = n === 1 ? ` (restored ${when})` : ` (restored ${when}, ${n})`;
    const ending = mark + name.slice(cut);
    const stem = shortened(name.slice(0, cut), MAX_NAME_BYTES - ending.length);
    yield joinRawPath(dirname(path) as RawPath, (stem + ending) as RawPath);
  }
}

/** Cuts at the end, but not within a character of UTF-8. */
function shortened(stem: string, maxBytes: number): string {
  if (stem.length <= maxBytes) return stem;
  let end = maxBytes;
  while (end > 0 && (stem.charCodeAt(end) & 0xc0) === 0x80) end -= 1;
  return stem.slice(0, end);
}
