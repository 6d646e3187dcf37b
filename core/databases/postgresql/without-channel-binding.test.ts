import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { withoutChannelBinding } from "./without-channel-binding.ts";

function message(type: string, ...parts: readonly (string | number)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part === "string") return Buffer.from(`${part}\0`);
      const number = Buffer.alloc(4);
      number.writeUInt32BE(part);
      return number;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

async function filtered(bytes: Buffer, pieceBytes: number): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, n) =>
    bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
  return await buffer(Readable.from(pieces).pipe(withoutChannelBinding()));
}

const OFFER = message("R", 10, "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "");
const WITHOUT = message("R", 10, "SCRAM-SHA-256", "");
const LATER = message("D", "SCRAM-SHA-256-PLUS", "rows of somebody");

test.each([1, 3, 7, 1000])(
  "only the first offer of a server lacks what binds to a certificate, in pieces of %i",
  async (size) => {
    const cases: readonly (readonly [Buffer, Buffer])[] = [
      [Buffer.concat([OFFER, LATER]), Buffer.concat([WITHOUT, LATER])],
      [
        Buffer.concat([message("v", 3, 0), OFFER, LATER]),
        Buffer.concat([message("v", 3, 0), WITHOUT, LATER]),
      ],
      [Buffer.concat([WITHOUT, LATER]), Buffer.concat([WITHOUT, LATER])],
      [message("R", 0), message("R", 0)],
      [message("E", "SFATAL", "no such user", ""), message("E", "SFATAL", "no such user", "")],
      [Buffer.from("nothing of PostgreSQL"), Buffer.from("nothing of PostgreSQL")],
      [OFFER.subarray(0, 9), OFFER.subarray(0, 9)],
      [Buffer.alloc(0), Buffer.alloc(0)],
    ];
    for (const [bytes, expected] of cases) expect(await filtered(bytes, size)).toEqual(expected);
  },
);
