/** Messages of SFTP version 3 in bytes. @source draft-ietf-secsh-filexfer-02; OpenSSH's PROTOCOL, section 4 */
import { type RawPath, rawPathFromBytes, rawPathToBytes } from "../../platform/raw-path.ts";

export const REQUEST = {
  init: 1,
  open: 3,
  close: 4,
  read: 5,
  lstat: 7,
  fstat: 8,
  openFolder: 11,
  readFolder: 12,
  realPath: 16,
  stat: 17,
  readLink: 19,
  extended: 200,
} as const;

export const ANSWER = {
  version: 2,
  status: 101,
  handle: 102,
  data: 103,
  names: 104,
  attributes: 105,
  extended: 201,
} as const;

export const STATUS = {
  good: 0,
  endOfFile: 1,
  noSuchFile: 2,
  denied: 3,
  failure: 4,
  unsupported: 8,
} as const;

export const READ_ONLY = 1;

/** What a server says of an entry; undefined where it does not. */
export type SftpAttributes = {
  readonly sizeBytes: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** `st_mode`, with the bits for its type. */
  readonly stMode: number | undefined;
  /** Seconds since 1970: the protocol has none finer. */
  readonly mtimeSeconds: number | undefined;
};

export type SftpEntry = { readonly name: RawPath; readonly attributes: SftpAttributes };

/** @returns a request, with its length in front. Numbers are of 32 bits, bigints of 64; texts and bytes get their length in front. */
export function encodeRequest(
  type: number,
  id: number,
  parts: readonly (number | bigint | Uint8Array)[],
): Buffer {
  const length = parts.reduce<number>((sum, part) => sum + lengthOf(part), 5);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt8(type, 4);
  bytes.writeUInt32BE(id, 5);
  let at = 9;
  for (const part of parts) {
    if (typeof part === "number") at = bytes.writeUInt32BE(part, at);
    else if (typeof part === "bigint") at = bytes.writeBigUInt64BE(part, at);
    else {
      at = bytes.writeUInt32BE(part.length, at);
      bytes.set(part, at);
      at += part.length;
    }
  }
  return bytes;
}

function lengthOf(part: number | bigint | Uint8Array): number {
  if (typeof part === "number") return 4;
  return typeof part === "bigint" ? 8 : 4 + part.length;
}

export const pathPart = (path: RawPath): Uint8Array => rawPathToBytes(path);
export const textPart = (text: string): Uint8Array => Buffer.from(text, "utf8");

/** Reads the fields of an answer one after another. Its methods throw {@link BadAnswer} where it is shorter than it says. */
export type FieldReader = {
  uint32(): number;
  uint64(): bigint;
  bytes(): Buffer;
  attributes(): SftpAttributes;
  isAtEnd(): boolean;
};

/** What a server sent is no SFTP. */
export class BadAnswer extends Error {
  override readonly name = "BadAnswer";
}

const FLAGS = { size: 1, owner: 2, permissions: 4, times: 8, extended: 0x8000_0000 } as const;

export function readFields(body: Buffer): FieldReader {
  let at = 0;

  function take(length: number): number {
    const start = at;
    if (length > body.length - start) throw new BadAnswer("an answer ends in the middle of a field");
    at += length;
    return start;
  }

  const uint32 = () => body.readUInt32BE(take(4));
  const uint64 = () => body.readBigUInt64BE(take(8));
  const bytes = () => {
    const length = uint32();
    const start = take(length);
    return body.subarray(start, start + length);
  };

  return {
    uint32,
    uint64,
    bytes,
    isAtEnd: () => at >= body.length,
    attributes() {
      const flags = uint32();
      const sizeBytes = flags & FLAGS.size ? Number(uint64()) : undefined;
      const [uid, gid] = flags & FLAGS.owner ? [uint32(), uint32()] : [];
      const stMode = flags & FLAGS.permissions ? uint32() : undefined;
      // the first is when it was read last
      const [, mtimeSeconds] = flags & FLAGS.times ? [uint32(), uint32()] : [];
      if (flags & FLAGS.extended) {
        for (let count = uint32(); count > 0; count -= 1) {
          bytes();
          bytes();
        }
      }
      return { sizeBytes, uid, gid, stMode, mtimeSeconds };
    },
  };
}

/** @returns the entries of an answer with names. What a listing says for people, as `ls -l` does, is passed over. */
export function readNames(fields: FieldReader): SftpEntry[] {
  const entries: SftpEntry[] = [];
  for (let count = fields.uint32(); count > 0; count -= 1) {
    const name = rawPathFromBytes(fields.bytes());
    fields.bytes();
    entries.push({ name, attributes: fields.attributes() });
  }
  return entries;
}
