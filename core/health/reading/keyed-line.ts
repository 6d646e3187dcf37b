/** A line like `   Serial number  : 8DGYNB3H`. */
export type KeyedLine = {
  /** Spaces in front; a tab counts as one. */
  readonly indent: number;
  readonly key: string;
  /** Without space around it; empty when nothing stands behind the colon. */
  readonly value: string;
};

/** Lines longer than this are no setting and its value. */
const MAX_LINE = 4000;

/**
 * Splits a line at its colon. Names may hold colons themselves, as in `PCI Address (Domain:Bus:Device) : 0:60:0`, so one that
 * stands before space counts first.
 *
 * @returns null when there is no colon, or nothing in front of it
 */
export function splitKeyed(line: string): KeyedLine | null {
  const text = line.slice(0, MAX_LINE).trimEnd();
  const body = text.trimStart();
  const colon = firstColon(body);
  if (colon <= 0) return null;
  const key = body.slice(0, colon).trimEnd();
  return key === "" ? null : { indent: text.length - body.length, key, value: body.slice(colon + 1).trim() };
}

function firstColon(body: string): number {
  const spaced = /:(?=\s|$)/.exec(body)?.index ?? -1;
  return spaced === -1 ? body.indexOf(":") : spaced;
}
