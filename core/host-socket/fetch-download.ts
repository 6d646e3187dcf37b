import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { FromHost } from "../../shared/api/wire.ts";
import type { Download } from "../api/backstay.ts";
import { DownloadHead, decodeFrames } from "./download-frames.ts";

const NEWLINE = 0x0a;
/** A file's name is the longest thing in it. */
const MAX_HEAD_BYTES = 256 * 1024;

/**
 * Fetches what a ticket of `restore.download` stands for.
 *
 * @param socket a connection nothing was said on yet; it ends with the download
 * @returns undefined for a ticket that is unknown, used, or too old
 * @throws {Error} when the host ends, or answers what no host does
 */
export async function fetchDownload(socket: Socket, ticket: string): Promise<Download | undefined> {
  socket.write(`${JSON.stringify({ download: ticket })}\n`);
  const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
  const { head, rest } = await readHead(chunks);
  if (head.kind === "none") {
    socket.destroy();
    return undefined;
  }
  const content = Readable.from(decodeFrames(following(rest, chunks)), { objectMode: false });
  content.once("close", () => socket.destroy()); // who does not want it to its end does not let the host read on
  return { fileName: head.fileName, sizeBytes: head.sizeBytes ?? undefined, content };
}

async function readHead(
  chunks: AsyncIterator<Uint8Array>,
): Promise<{ head: DownloadHead; rest: Uint8Array }> {
  let held = Buffer.alloc(0);
  while (held.length <= MAX_HEAD_BYTES) {
    const end = held.indexOf(NEWLINE);
    if (end === -1) {
      const { value, done } = await chunks.next();
      if (done === true) throw new Error("the host ended before it answered");
      held = Buffer.concat([held, value]);
      continue;
    }
    const message: unknown = JSON.parse(held.toString("utf8", 0, end));
    held = held.subarray(end + 1);
    const head = DownloadHead.safeParse(message).data;
    if (head !== undefined) return { head, rest: held };
    FromHost.parse(message); // an event from before the host knew what this connection is for
  }
  throw new Error("the host's answer has no end");
}

async function* following(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    const { value, done } = await chunks.next();
    if (done === true) return;
    yield value;
  }
}
