import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { decodeOutput, MAX_OUTPUT_BYTES } from "../../core/health/reading/decode-output.ts";
import type { InputStream } from "../input-stream.ts";
import { withNamedFile } from "./named-file.ts";

/**
 * Reads what a tool printed, whatever bytes it holds. Of an endless one only as much is read as shows that it is too long.
 *
 * @param path `-` for standard input
 * @throws {BackstayError} FILE_UNREADABLE
 */
export async function readToolOutput(path: string, stdin: () => InputStream): Promise<string> {
  if (path === "-") return decodeOutput(await readSome(stdin()));
  return await withNamedFile(path, "FILE_UNREADABLE", async () =>
    decodeOutput(await readSome(createReadStream(path))),
  );
}

async function readSome(stream: InputStream | Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let lengthBytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    lengthBytes += chunk.length;
    if (lengthBytes > 2 * MAX_OUTPUT_BYTES) break; // two bytes for each character at most, in UTF-16
  }
  return Buffer.concat(chunks);
}
