const CONTROLLER = /^\S.{2,100}? in (Slot \w{1,10})\b(?:.{0,200}?\(sn: ?(\w{1,40})\))?/i;
/** What comes once for each controller. */
const SECTION = /^(?:array:? ([A-Z]{1,3})\b|unassigned$|HBA drives$)/i;
/** One line for each drive, or for each logical drive, as `status` lists them. */
const STATUS_LINE = /^((?:physical|logical)drive \S{1,40}) \(.{1,200}\)\s*:/i;
const LISTED_DRIVE = /^physicaldrive \S{1,40} \(/i;
const DRIVE = /^physicaldrive (\S{1,40})$/i;
const SERIAL = /^Serial Number:\s*(\S{1,80})/i;
/** More than anybody puts into one file. */
const MAX_ANSWERS = 100;
const MAX_LINE = 1000;

/**
 * Takes apart what ssacli printed on several machines, whose controllers, arrays and drives have the same names. Each machine's answer
 * names a controller once, and below it each array once, so where one of them comes again, or a place holds a drive with another serial
 * number, another machine's answer has begun. Some versions print the controller's name in front of each drive as well: that tells
 * nothing. Nor does a drive that is told of twice, which a spare of two arrays is.
 *
 * @returns the answers in their order; together they are the text
 */
export function splitSsacli(text: string): readonly string[] {
  const answers: string[] = [];
  let start = 0;
  while (answers.length < MAX_ANSWERS - 1) {
    const end = endOfAnswer(text, start);
    if (end === undefined) break;
    answers.push(text.slice(start, end));
    start = end;
  }
  return [...answers, text.slice(start)];
}

/** @returns where the answer ends that begins at `start`, always behind it; undefined where it is the last */
function endOfAnswer(text: string, start: number): number | undefined {
  const seen = new Map<string, string>();
  let controller = "";
  /** Where the part begins that the line is in: with the controller's name where nothing came between. */
  let section = start;
  let isHeadline = false;
  let drive: { readonly key: string; readonly at: number } | undefined;
  let hasSaidMore = false;
  for (const { at, line } of linesFrom(text, start)) {
    const body = line.trim();
    if (body === "") continue;
    const isIndented = /^\s/.test(line);
    const [, slot, serial = ""] = (isIndented ? null : CONTROLLER.exec(line)) ?? [];
    if (slot !== undefined) {
      if (LISTED_DRIVE.test(lineBehind(text, at + line.length))) continue;
      const known = seen.get(slot);
      const isOther = known !== undefined && (serial === "" || serial !== known);
      if (isOther && hasSaidMore) return at;
      seen.set(slot, serial);
      controller = slot;
      section = at;
      isHeadline = true;
      drive = undefined;
      continue;
    }
    hasSaidMore ||= isIndented;
    const [part] = SECTION.exec(body) ?? STATUS_LINE.exec(body)?.slice(1) ?? [];
    const place = DRIVE.exec(body)?.[1];
    if (part !== undefined) {
      const key = `${controller} ${part.replace(":", "").toLowerCase()}`;
      const begin = isHeadline ? section : at;
      if (seen.has(key)) return begin > start ? begin : at;
      seen.set(key, "");
      if (SECTION.test(body)) section = begin;
      drive = undefined;
    } else if (place !== undefined) drive = { key: `${controller} ${place}`, at };
    else {
      const number = SERIAL.exec(body)?.[1];
      if (number === undefined || drive === undefined) continue;
      if ((seen.get(drive.key) ?? number) !== number) return section > start ? section : drive.at;
      seen.set(drive.key, number);
      drive = undefined;
    }
    if (part !== undefined || place !== undefined) isHeadline = false;
  }
  return undefined;
}

function* linesFrom(text: string, start: number): Generator<{ readonly at: number; readonly line: string }> {
  for (let at = start; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const next = end === -1 ? text.length : end + 1;
    yield { at, line: text.slice(at, Math.min(next, at + MAX_LINE)).trimEnd() };
    at = next;
  }
}

/** @returns the next line that is not empty, without space around it */
function lineBehind(text: string, from: number): string {
  return text
    .slice(from, from + MAX_LINE)
    .trimStart()
    .split("\n", 1)[0] as string;
}
