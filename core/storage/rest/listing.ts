import { z } from "zod";
import { BackstayError } from "../../../shared/errors.ts";
import type { HttpAnswer } from "../http/request.ts";
import type { StoredFile } from "../store.ts";

const Entry = z.object({ name: z.string(), size: z.int().nonnegative() });

/** One object of a list: texts in it may hold braces. */
const OBJECT = /\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/gs;
/** No entry is longer; a server that sends no end of one is not listened to. */
const MAX_ENTRY_CHARACTERS = 64 * 1024;

/**
 * Reads the list of a server bit by bit: that of a large repository would fill the memory.
 * @throws {BackstayError} STORE_FAILED when it is no list of names and sizes, and at the end when it has none
 */
export async function* readListing(answer: HttpAnswer, location: string): AsyncGenerator<StoredFile> {
  const decoder = new TextDecoder();
  const wrong = (reason: string) =>
    new BackstayError("STORE_FAILED", { location, operation: "list", reason });
  let text = "";
  let between = "";
  for await (const chunk of answer.chunks()) {
    text += decoder.decode(chunk, { stream: true });
    let end = 0;
    for (const found of text.matchAll(OBJECT)) {
      between += text.slice(end, found.index).trim();
      end = found.index + found[0].length;
      yield fileOf(found[0], wrong);
    }
    text = text.slice(end);
    // of the commas between entries, the first and the last bracket are enough to remember
    between = between.replaceAll(",", "");
    if (text.length > MAX_ENTRY_CHARACTERS) throw wrong("entry without end");
  }
  const frame = (between + text.trim()).replaceAll(/[,\s]/g, "");
  if (frame !== "[]" && frame !== "null") throw wrong("no complete list of names and sizes");
}

function fileOf(json: string, wrong: (reason: string) => BackstayError): StoredFile {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw wrong("no JSON");
  }
  const entry = Entry.safeParse(value);
  if (!entry.success) throw wrong("an entry without name and size");
  return { name: entry.data.name, sizeBytes: entry.data.size };
}
