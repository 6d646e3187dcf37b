import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { InputStream } from "../input-stream.ts";
import { withNamedFile } from "./named-file.ts";

/**
 * Reads a text file that the command line names: UTF-8, or UTF-16 with a byte order mark, which is dropped.
 *
 * @param path `-` for standard input, where `stdin` is given
 * @throws {BackstayError} FILE_UNREADABLE
 */
export async function readTextFile(path: string, stdin?: InputStream): Promise<string> {
  if (path === "-" && stdin !== undefined) return await text(stdin);
  const bytes = await withNamedFile(path, "FILE_UNREADABLE", () => readFile(path));
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
