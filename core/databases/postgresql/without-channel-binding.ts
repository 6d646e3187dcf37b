import { Transform } from "node:stream";

/** A mechanism of signing in that binds to a certificate. */
const BINDING = Buffer.from("SCRAM-SHA-256-PLUS\0");
const HEADER_BYTES = 5;
const AUTHENTICATION = "R".charCodeAt(0);
const OFFERS_MECHANISMS = 10;
/** Nothing a server says before it is longer. */
const MAX_BYTES = 65_536;

/**
 * What a server says, without its offer to bind the sign-in to its certificate. Who does not encrypt himself, as we do that for him,
 * takes this offer for an attack. The other mechanism proves the password as well, and the server accepts it from who knows only that.
 *
 * @source PostgreSQL documentation, "Message Formats", AuthenticationSASL; RFC 5802, 6
 */
export function withoutChannelBinding(): Transform {
  let held: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _, done) {
      if (held === undefined) return done(null, chunk);
      held = Buffer.concat([held, chunk]);
      const message = firstAuthentication(held);
      if (message === "not yet") return done();
      const all = held;
      held = undefined;
      done(null, message === "none" ? all : withoutOffer(all, message));
    },
    flush(done) {
      done(null, held);
    },
  });
}

type Message = { readonly at: number; readonly end: number };

function firstAuthentication(bytes: Buffer): Message | "not yet" | "none" {
  for (let at = 0; ; ) {
    if (bytes.length < at + HEADER_BYTES) return "not yet";
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    if (end > MAX_BYTES || end < at + HEADER_BYTES) return "none"; // whatever it is, it is not for us
    if (bytes.length < end) return "not yet";
    if (bytes[at] === AUTHENTICATION) return { at, end };
    at = end;
  }
}

function withoutOffer(bytes: Buffer, { at, end }: Message): Buffer {
  const listAt = at + HEADER_BYTES + 4;
  const found = bytes.subarray(0, end).indexOf(BINDING, listAt);
  if (end < listAt || bytes.readUInt32BE(at + HEADER_BYTES) !== OFFERS_MECHANISMS || found < 0) return bytes;
  const shorter = Buffer.concat([bytes.subarray(0, found), bytes.subarray(found + BINDING.length)]);
  shorter.writeUInt32BE(end - at - 1 - BINDING.length, at + 1);
  return shorter;
}
