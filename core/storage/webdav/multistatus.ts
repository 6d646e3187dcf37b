import { XmlBroken, type XmlEvent } from "./xml.ts";

/** One file or folder as a server lists it. */
export type WebdavEntry = {
  /** The last part of its address, as a name; empty for the top. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number | undefined;
  readonly modifiedMs: number | undefined;
};

/** What to ask for. */
export const ASKED_PROPERTIES =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>';

const FIELDS = ["href", "getcontentlength", "getlastmodified"] as const;
type Field = (typeof FIELDS)[number];

/** Of one entry no text is longer; addresses of what we look for are far shorter. */
const MAX_FIELD_CHARACTERS = 8 * 1024;

/**
 * Reads the entries of a list one by one.
 * @throws {XmlBroken} also for what is no such list
 * @source RFC 4918, sections 9.1 and 14.24
 */
export async function* readMultistatus(events: AsyncIterable<XmlEvent>): AsyncGenerator<WebdavEntry> {
  let isList = false;
  let depth = 0;
  let texts: Partial<Record<Field, string>> = {};
  let isFolder = false;
  let field: Field | undefined;
  for await (const event of events) {
    if (event.kind === "text") {
      if (field !== undefined)
        texts[field] = `${texts[field] ?? ""}${event.text}`.slice(0, MAX_FIELD_CHARACTERS);
      continue;
    }
    const { kind, name } = event;
    depth += kind === "open" ? 1 : -1;
    if (kind === "open") {
      if (depth === 1) isList = name === "multistatus";
      if (depth === 2) {
        texts = {};
        isFolder = false;
      }
      isFolder ||= name === "collection";
      // there is an address in each part of a list, but only the first is its own
      const found = FIELDS.find((each) => each === name);
      field = found !== undefined && texts[found] === undefined ? found : undefined;
    } else {
      field = undefined;
      if (depth === 1 && name === "response" && isList) yield entryOf(texts, isFolder);
    }
  }
  if (!isList) throw new XmlBroken("no list of files");
}

function entryOf(texts: Partial<Record<Field, string>>, isFolder: boolean): WebdavEntry {
  const size = texts.getcontentlength?.trim() ?? "";
  const modifiedMs = Date.parse(texts.getlastmodified ?? "");
  return {
    name: nameOf(texts.href?.trim() ?? ""),
    isFolder,
    sizeBytes: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    modifiedMs: Number.isNaN(modifiedMs) ? undefined : modifiedMs,
  };
}

/** Behind a proxy the front part of an address may be any. */
function nameOf(href: string): string {
  const [last = ""] = href.split(/[?#]/, 1)[0]?.replace(/\/+$/, "").split("/").slice(-1) ?? [];
  try {
    return decodeURIComponent(last);
  } catch {
    return "";
  }
}
