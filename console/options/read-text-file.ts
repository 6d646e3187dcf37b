import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { BackstayError } from "../../shared/errors.ts";
import type { InputStream } from "../input-stream.ts";
import { withNamedFile } from "./named-file.ts";

/**
 * Reads a text file that the command line names: UTF-8, or UTF-16 with a byte order mark, which is dropped.
 *
 * @param path `-` for standard input, where `stdin` is given
 * @throws {BackstayError} FILE_UNREADABLE; FILE_NOT_TEXT, for names in it would become other names
 */
export async function readTextFile(path: string, stdin?: InputStream): Promise<string> {
  const bytes =
    path === "-" && stdin !== undefined
      ? await buffer(stdin)
      : await withNamedFile(path, "FILE_UNREADABLE", () => readFile(path));
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (!isUtf8(bytes)) throw new BackstayError("FILE_NOT_TEXT", { path });
  return new TextDecoder("utf-8").decode(bytes);
}
