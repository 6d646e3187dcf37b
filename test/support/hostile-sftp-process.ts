/** A server of SFTP that means ill, run by sshd at standard input and output. Its first argument says what it does. */
import { readSync, writeSync } from "node:fs";

const [mode = ""] = process.argv.slice(2);

const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);

function message(type: number, id: number, ...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), number(id), ...fields]);
  return Buffer.concat([number(body.length), body]);
}

/** @param stMode with its type */
const attributes = (stMode: number, size = 5) =>
  Buffer.concat([number(1 | 4 | 8), number(0), number(size), number(stMode), number(1), number(1)]);
const FOLDER = attributes(0o040755);
const FILE = attributes(0o100644);
const status = (id: number, code: number) => message(101, id, number(code), text(""), text(""));

const NAMES = ["..", ".", "", "a/b", "../../up", "nul\0byte", "twice", "twice", "good", "n".repeat(5000)];
/** What a shell may say at its start, into the middle of the protocol. */
const GREETING = Buffer.from("Welcome to your NAS! The last sign-in was today.\n");
let listed = 0;

function answer(type: number, id: number, rest: Buffer): Buffer {
  const isRoot = rest.subarray(4).equals(Buffer.from("/"));
  if (mode === "huge" && type !== 1) return Buffer.from([255, 255, 255, 255, 104, 0, 0, 0, 1]);
  switch (type) {
    case 1:
      return Buffer.concat([mode === "chatty" ? GREETING : Buffer.alloc(0), message(2, 3)]);
    case 7: // lstat
    case 17: // stat
      return message(105, id, rest.toString().endsWith("folder") || isRoot ? FOLDER : FILE);
    case 8: // fstat
      return message(105, id, FILE);
    case 3: // open
    case 11: // open a folder
      return message(102, id, text("h"));
    case 12: {
      listed += 1;
      if (mode === "endless")
        return message(
          104,
          id,
          number(100),
          ...Array.from({ length: 100 }, (_, n) => entry(`${listed}-${n}`)),
        );
      if (listed > 1) return status(id, 1);
      return message(104, id, number(NAMES.length), ...NAMES.map(entry));
    }
    case 5: {
      const asked = rest.readUInt32BE(rest.length - 4);
      const length = mode === "too-much" ? asked + 1 : Math.min(5, asked);
      return message(103, id, number(length), Buffer.alloc(length, "x"));
    }
    case 4:
      return status(id, 0);
    default:
      return status(id, 8);
  }
}

function entry(name: string): Buffer {
  return Buffer.concat([text(name), text(`-rw-r--r-- ${name}`), FILE]);
}

function write(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}

const input: Buffer[] = [];
const piece = Buffer.alloc(65_536);
for (;;) {
  const count = readSync(0, piece);
  if (count === 0) break;
  input.push(Buffer.from(piece.subarray(0, count)));
  let all = Buffer.concat(input.splice(0));
  while (all.length >= 4 && all.length >= 4 + all.readUInt32BE(0)) {
    const length = all.readUInt32BE(0);
    write(answer(all.readUInt8(4), all.readUInt32BE(5), all.subarray(9, 4 + length)));
    all = all.subarray(4 + length);
  }
  input.push(all);
}
