/**
 * Reads a property list as Apple's programs print it: XML of a few known elements, without attributes that matter.
 *
 * @returns what it holds, in the shape JSON would give it (dates and data as text); undefined when it is no whole property list
 * @source Apple's document type definition PropertyList-1.0
 */
export function parsePlist(text: string): unknown {
  const tokens = new Tokens(text);
  if (!tokens.skipTo("plist")) return undefined;
  const value = readValue(tokens, tokens.next(), 0);
  return value !== undefined && tokens.next() === "/plist" ? value : undefined;
}

/** Whether it looks like one, whole or not. */
export function isPlist(text: string): boolean {
  return /^\ufeff?\s{0,100}(?:<\?xml|<!DOCTYPE plist|<plist)/.test(text);
}

/** Deeper than any program's. */
const MAX_DEPTH = 20;

/** Elements, one after the other, and the text between them. */
class Tokens {
  readonly #text: string;
  #place = 0;
  /** What stood before the last element. */
  before = "";

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the name of the next element, `/name` of its end, `name/` of an empty one; undefined when there is none */
  next(): string | undefined {
    for (;;) {
      const start = this.#text.indexOf("<", this.#place);
      const end = start === -1 ? -1 : this.#text.indexOf(">", start);
      if (end === -1) return undefined;
      this.before = this.#text.slice(this.#place, start);
      this.#place = end + 1;
      const inside = this.#text.slice(start + 1, Math.min(end, start + 200));
      if (inside.startsWith("?") || inside.startsWith("!")) continue;
      const isEmpty = this.#text[end - 1] === "/";
      const [name = ""] = inside.split(/[\s/]/, 2).filter((word) => word !== "");
      return `${inside.startsWith("/") ? "/" : ""}${name}${isEmpty ? "/" : ""}`;
    }
  }

  skipTo(name: string): boolean {
    for (let token = this.next(); token !== undefined; token = this.next()) if (token === name) return true;
    return false;
  }
}

/** @param token the element that begins it; undefined is returned for what is none */
function readValue(tokens: Tokens, token: string | undefined, depth: number): unknown {
  if (token === undefined || depth > MAX_DEPTH) return undefined;
  switch (token) {
    case "true/":
      return true;
    case "false/":
      return false;
    case "string/":
      return "";
    case "array/":
      return [];
    case "dict/":
      return {};
    case "array":
      return readArray(tokens, depth);
    case "dict":
      return readDict(tokens, depth);
    case "integer":
    case "real":
      return readNumber(tokens, token);
    case "string":
    case "date":
    case "data":
      return readText(tokens, token);
  }
  return undefined;
}

function readArray(tokens: Tokens, depth: number): unknown {
  const values: unknown[] = [];
  for (;;) {
    const token = tokens.next();
    if (token === "/array") return values;
    const value = readValue(tokens, token, depth + 1);
    if (value === undefined) return undefined;
    values.push(value);
  }
}

function readDict(tokens: Tokens, depth: number): unknown {
  const values: [string, unknown][] = [];
  for (;;) {
    const token = tokens.next();
    if (token === "/dict") return Object.fromEntries(values);
    const key = token === "key" ? readText(tokens, "key") : undefined;
    const value = key === undefined ? undefined : readValue(tokens, tokens.next(), depth + 1);
    if (key === undefined || value === undefined) return undefined;
    values.push([key, value]);
  }
}

function readText(tokens: Tokens, name: string): string | undefined {
  return tokens.next() === `/${name}` ? unescapeText(tokens.before) : undefined;
}

function readNumber(tokens: Tokens, name: string): number | undefined {
  const text = readText(tokens, name)?.trim();
  const value = text === undefined || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeText(text: string): string {
  return text.includes("&")
    ? text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? "")
    : text;
}
