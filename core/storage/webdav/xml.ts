/**
 * Just enough XML for what WebDAV servers answer, read bit by bit. What such an answer never has is refused: declarations of document
 * types, entities of its own, and anything without end.
 */

export type XmlEvent =
  /** `name` without its prefix: which of them a server takes is its own affair. */
  | { readonly kind: "open" | "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

/** What is no XML, or none that a server of files sends. */
export class XmlBroken extends Error {
  override readonly name = "XmlBroken";
}

const MAX_PIECE_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 64;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const NAME = /^(?:[^\s:/<>&="'!?]+:)?([^\s:/<>&="'!?]+)/;

/** @throws {XmlBroken} */
export async function* readXml(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<XmlEvent> {
  const decoder = new TextDecoder();
  const open: string[] = [];
  let hasRoot = false;
  let buffer = "";

  function* take(isLast: boolean): Generator<XmlEvent> {
    let at = 0;
    while (at < buffer.length) {
      const piece = nextPiece(buffer, at, isLast);
      if (piece === undefined) break;
      at = piece.end;
      for (const event of piece.events) {
        if (event.kind === "open") {
          if (open.length === 0 && hasRoot) throw new XmlBroken("a second document");
          hasRoot = true;
          if (open.push(event.name) > MAX_DEPTH) throw new XmlBroken("too deep");
        }
        if (event.kind === "close" && open.pop() !== event.name)
          throw new XmlBroken(`an end of ${event.name}`);
        if (event.kind === "text" && open.length === 0) {
          if (event.text.trim() !== "") throw new XmlBroken("text outside");
          continue;
        }
        yield event;
      }
    }
    buffer = buffer.slice(at);
    if (buffer.length > MAX_PIECE_CHARACTERS) throw new XmlBroken("a piece without end");
  }

  for await (const chunk of chunks) {
    buffer += decoder.decode(chunk, { stream: true });
    yield* take(false);
  }
  buffer += decoder.decode();
  yield* take(true);
  if (buffer !== "" || open.length > 0 || !hasRoot) throw new XmlBroken("it ends too early");
}

type Piece = { readonly end: number; readonly events: readonly XmlEvent[] };

/** @returns undefined when more has to come first */
function nextPiece(text: string, at: number, isLast: boolean): Piece | undefined {
  if (text[at] !== "<") {
    const end = text.indexOf("<", at);
    if (end < 0 && !isLast) return undefined;
    const until = end < 0 ? text.length : end;
    return { end: until, events: [{ kind: "text", text: unescaped(text.slice(at, until)) }] };
  }
  for (const [start, stop] of [
    ["<!--", "-->"],
    ["<?", "?>"],
    ["<![CDATA[", "]]>"],
  ] as const) {
    if (!text.startsWith(start, at)) {
      if (!isLast && start.startsWith(text.slice(at))) return undefined;
      continue;
    }
    const end = text.indexOf(stop, at + start.length);
    if (end < 0) return undefined;
    const inside = text.slice(at + start.length, end);
    const events: readonly XmlEvent[] = start === "<![CDATA[" ? [{ kind: "text", text: inside }] : [];
    return { end: end + stop.length, events };
  }
  if (text[at + 1] === "!") throw new XmlBroken("a document type of its own");
  const end = endOfTag(text, at);
  return end === undefined ? undefined : { end, events: tagEvents(text.slice(at + 1, end - 1)) };
}

/** Values in quotes may hold the sign that ends a tag. @returns behind that sign */
function endOfTag(text: string, at: number): number | undefined {
  let quote = "";
  for (let n = at + 1; n < text.length; n++) {
    const c = text[n];
    if (quote !== "") quote = c === quote ? "" : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === ">") return n + 1;
    else if (c === "<") throw new XmlBroken("a tag in a tag");
  }
  return undefined;
}

function tagEvents(inside: string): readonly XmlEvent[] {
  const isEnd = inside.startsWith("/");
  const [, name] = NAME.exec(isEnd ? inside.slice(1) : inside) ?? [];
  if (name === undefined) throw new XmlBroken("a tag without a name");
  if (isEnd) return [{ kind: "close", name }];
  if (!inside.endsWith("/")) return [{ kind: "open", name }];
  return [
    { kind: "open", name },
    { kind: "close", name },
  ];
}

function unescaped(text: string): string {
  return text.replaceAll(/&([^;&]{0,12});?/g, (_, entity: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(entity) ?? [];
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
    const known = Number.isNaN(code)
      ? ENTITIES[entity]
      : code <= 0x10ffff
        ? String.fromCodePoint(code)
        : undefined;
    if (known === undefined) throw new XmlBroken("an entity of its own");
    return known;
  });
}
