import { once } from "node:events";
import { request } from "node:http";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";

/** A WebSocket in the test's own hands: it sends what no browser would. */
export type RawPage = {
  /** Of the answer to the handshake; 101 when it was taken. */
  readonly status: number;
  send(text: string): void;
  /** One frame with any bits. @param first its first byte */
  sendFrame(first: number, payload: Uint8Array, options?: { readonly isMasked?: boolean }): void;
  /** @returns the next message, parsed; pings are answered unless `isDeaf` */
  next(): Promise<unknown>;
  /** Resolves when the connection is over. @returns the code it was closed with; undefined when it was cut */
  readonly closed: Promise<number | undefined>;
  readonly socket: Duplex;
};

type How = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string;
  readonly isDeaf?: boolean;
};

const TEXT = 0x81;
const CLOSE = 0x88;
const PING = 0x89;
const PONG = 0x8a;

/** @param url of the console. @source RFC 6455 */
export async function openRawPage(
  url: string,
  { headers = {}, cookie, isDeaf = false }: How = {},
): Promise<RawPage> {
  const asking = request(`${url}/api/socket`, {
    agent: false,
    headers: {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
      Origin: url,
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...headers,
    },
  });
  asking.end();
  const refused = once(asking, "response").then(([response]) => ({ response }));
  const taken = once(asking, "upgrade").then(([, socket, head]) => ({ socket, head }));
  const result: { response?: { statusCode: number }; socket?: Duplex; head?: Buffer } = await Promise.race([
    refused,
    taken,
  ]);
  if (result.socket === undefined) {
    asking.destroy();
    return { status: result.response?.statusCode ?? 0 } as RawPage;
  }
  return talkOver(result.socket, result.head ?? Buffer.alloc(0), isDeaf);
}

function talkOver(socket: Duplex, head: Buffer, isDeaf: boolean): RawPage {
  onTestFinished(() => void socket.destroy());
  const messages: unknown[] = [];
  const readers: ((message: unknown) => void)[] = [];
  let closeCode: number | undefined;
  let rest = head;

  function take(chunk: Buffer): void {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const frame = parseFrame(rest);
      if (frame === undefined) return;
      rest = rest.subarray(frame.end);
      if (frame.first === TEXT) deliver(JSON.parse(frame.payload.toString()));
      if (frame.first === CLOSE) {
        if (frame.payload.length >= 2) closeCode = frame.payload.readUInt16BE(0);
        sendFrame(CLOSE, frame.payload);
      }
      if (frame.first === PING && !isDeaf) sendFrame(PONG, frame.payload);
    }
  }

  function deliver(message: unknown): void {
    const reader = readers.shift();
    if (reader === undefined) messages.push(message);
    else reader(message);
  }

  function sendFrame(first: number, payload: Uint8Array, { isMasked = true } = {}): void {
    const { length } = payload;
    const mask = isMasked ? 0x80 : 0;
    const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9);
    if (length < 126) size[0] = mask | length;
    else if (length < 65_536) {
      size[0] = mask | 126;
      size.writeUInt16BE(length, 1);
    } else {
      size[0] = mask | 127;
      size.writeBigUInt64BE(BigInt(length), 1);
    }
    // a mask of zeros changes nothing
    socket.write(Buffer.concat([Buffer.of(first), size, Buffer.alloc(isMasked ? 4 : 0), payload]));
  }

  socket.on("data", take);
  socket.on("error", () => {});
  const closed = new Promise<number | undefined>((resolve) => socket.once("close", () => resolve(closeCode)));
  take(Buffer.alloc(0));
  return {
    status: 101,
    socket,
    closed,
    sendFrame,
    send: (text) => sendFrame(TEXT, Buffer.from(text)),
    next: () =>
      messages.length > 0
        ? Promise.resolve(messages.shift())
        : new Promise((resolve) => readers.push(resolve)),
  };
}

function parseFrame(bytes: Buffer): { first: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const wide = second === 126 ? 2 : second === 127 ? 8 : 0;
  if (bytes.length < 2 + wide) return undefined;
  const length = wide === 0 ? second : wide === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = 2 + wide + length;
  return bytes.length < end ? undefined : { first, payload: bytes.subarray(2 + wide, end), end };
}
