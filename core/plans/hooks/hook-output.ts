import { stripVTControlCharacters } from "node:util";
import { printable } from "../../../shared/format/printable.ts";

/** What a program writes, as lines that can be shown: the first of them as they come, the last when it has ended. */
export type HookOutput = {
  add(chunk: Buffer): void;
  /** Nothing more comes. @returns the last lines, those told before among them */
  end(): readonly string[];
};

/** With ten hooks they leave half of a job's log to the job. */
const FIRST_LINES = 80;
const LAST_LINES = 20;
const MAX_LINE = 1_000;
/** More than the last lines usually take. */
const TAIL_BYTES = 32 * 1024;

/**
 * However much comes, it takes no more memory and next to no time: what is neither at the beginning nor at the end is not looked at.
 *
 * @param onLine told of each line worth keeping, without control characters
 * @param onLeftOut told how much of what came is in no line
 */
export function createHookOutput(
  onLine: (line: string) => void,
  onLeftOut: (bytes: number) => void,
): HookOutput {
  let told = 0;
  /** The line that is being written. */
  let open: Buffer[] = [];
  let openBytes = 0;
  /** What came after the first lines. */
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let leftOutBytes = 0;
  const last: string[] = [];

  const say = (bytes: Buffer) => {
    const line = cleanLine(bytes);
    if (line === "") return;
    last.push(line);
    if (last.length > LAST_LINES) last.shift();
    told += 1;
    onLine(line);
  };
  const closeLine = () => {
    say(Buffer.concat(open));
    open = [];
    openBytes = 0;
  };
  const keepTail = (bytes: Buffer) => {
    tail.push(bytes);
    tailBytes += bytes.length;
    for (
      let first = tail[0];
      first !== undefined && tailBytes - first.length >= TAIL_BYTES;
      first = tail[0]
    ) {
      tail.shift();
      tailBytes -= first.length;
      leftOutBytes += first.length;
    }
  };

  return {
    add(chunk) {
      let rest = chunk;
      while (rest.length > 0 && told < FIRST_LINES) {
        const at = rest.indexOf(0x0a);
        const part = at === -1 ? rest : rest.subarray(0, at);
        const kept = part.subarray(0, Math.max(0, MAX_LINE * 4 - openBytes));
        leftOutBytes += part.length - kept.length;
        if (kept.length > 0) open.push(kept);
        openBytes += kept.length;
        if (at === -1) return;
        closeLine();
        rest = rest.subarray(at + 1);
      }
      if (rest.length > 0) keepTail(rest);
    },
    end() {
      if (openBytes > 0) closeLine();
      const text = Buffer.concat(tail);
      const lines = linesIn(text).slice(-LAST_LINES);
      leftOutBytes += text.length - lines.reduce((sum, line) => sum + line.length, 0);
      if (leftOutBytes > 0) onLeftOut(leftOutBytes);
      for (const line of lines) say(line);
      tail = [];
      return last;
    },
  };
}

/** @returns with the ends of the lines, which take no room of their own */
function linesIn(text: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < text.length; ) {
    const at = text.indexOf(0x0a, from);
    const end = at === -1 ? text.length : at + 1;
    lines.push(text.subarray(from, end));
    from = end;
  }
  return lines;
}

/** A line as a terminal would show it in the end: of what was written over each other, the last. */
function cleanLine(bytes: Buffer): string {
  const text = stripVTControlCharacters(bytes.subarray(0, MAX_LINE * 4).toString("utf8")).trimEnd();
  const line = printable(text.slice(text.lastIndexOf("\r") + 1).replaceAll("\t", "  "));
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
}
