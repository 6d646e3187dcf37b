import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { BackstayError } from "../../shared/errors.ts";
import type { InputStream } from "../input-stream.ts";

/**
 * Runs work on a file that the command line names.
 * @throws {BackstayError} FILE_UNREADABLE instead of what Node throws
 */
export async function withNamedFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      typeof error.code === "string" &&
      !(error instanceof BackstayError)
    ) {
      throw new BackstayError("FILE_UNREADABLE", { path, systemCode: error.code }, { cause: error });
    }
    throw error;
  }
}

/**
 * Reads a text file that the command line names: UTF-8, or UTF-16 with a byte order mark, which is dropped.
 *
 * @param path `-` for standard input, where `stdin` is given
 * @throws {BackstayError} FILE_UNREADABLE
 */
export async function readTextFile(path: string, stdin?: InputStream): Promise<string> {
  if (path === "-" && stdin !== undefined) return await text(stdin);
  const bytes = await withNamedFile(path, () => readFile(path));
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
