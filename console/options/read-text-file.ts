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
  const bytes = path === "-" && stdin !== undefined ? await buffer(stdin) : await readNamedFile(path);
  const text = decodeText(bytes);
  if (text === undefined) throw new BackstayError("FILE_NOT_TEXT", { path });
  return text;
}

/** @throws {BackstayError} FILE_UNREADABLE */
export async function readNamedFile(path: string): Promise<Uint8Array> {
  return await withNamedFile(path, "FILE_UNREADABLE", () => readFile(path));
}

/** @returns undefined for what is neither UTF-8 nor marked as UTF-16 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return isUtf8(bytes) ? new TextDecoder("utf-8").decode(bytes) : undefined;
}
