/** A tree with every case that has ever made a backup go wrong, to be backed up and compared. */
import { execFileSync } from "node:child_process";
import { createCipheriv } from "node:crypto";
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  lchownSync,
  linkSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { makeDevice, makeFifo, setTimesNs } from "../../core/platform/posix-calls.ts";
import { joinRawPath, type RawPath, rawPathFromText, rawPathToBytes } from "../../core/platform/raw-path.ts";
import { setXattr } from "../../core/platform/xattrs.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const NS_PER_SECOND = 1_000_000_000n;

/** What one can turn down where less is enough. */
export type Nastiness = {
  readonly largestMib: number;
  /** Files in the folder that has the most. */
  readonly crowd: number;
  readonly levels: number;
  /** restic 0.14 reads and sets those of what the link points to. */
  readonly attributesOnLinks: boolean;
};

export const FULL_NASTINESS: Nastiness = {
  largestMib: 100,
  crowd: 10_000,
  levels: 300,
  attributesOnLinks: false,
};

export const SMALL_NASTINESS: Nastiness = {
  largestMib: 13,
  crowd: 100,
  levels: 100,
  attributesOnLinks: true,
};

/** One character is one byte. */
const NAMES = [
  "plain",
  "...",
  "..hidden",
  "-rf",
  "~",
  " leading and trailing ",
  "trailing.",
  "tab\tand\nnewline\rreturn",
  "control \x01\x07\x1b\x7f",
  "quotes \"double\" 'single' `back`",
  "<&>",
  "back\\slash \\x41 \\n \\u2028",
  "dollar $HOME %s %d",
  "star*question?[class]",
  "bad \xff utf-8",
  "cut \xe2\x82",
  "surrogate \xed\xa0\x80",
  "overlong \xc0\xaf",
  "\xfe\xff",
  ...["é", "é", "日本語", "🙂", "sep \u2028\u2029", "bom \ufeff", "rtl \u202e", "max \u{10ffff}"].map(utf8),
  "n".repeat(255),
  "\xff".repeat(255),
];

/**
 * Makes the tree. What only root may make (devices, foreign owners, folders one may not enter) is left out for others.
 * @param root is made, and must not exist; plain ASCII
 */
export function plantNastyTree(root: string, nastiness: Nastiness): void {
  const top = rawPathFromText(root);
  mkdirSync(bytes(top));
  plantNames(folder(top, "names"));
  plantSizes(folder(top, "sizes"), nastiness);
  plantCrowd(folder(top, "crowd"), nastiness);
  plantDepth(folder(top, "deep"), nastiness);
  plantLinks(folder(top, "links"));
  plantAttributes(folder(top, "attributes"));
  makeFifo(bytes(at(top, "fifo")), 0o640);
  plantModes(folder(top, "modes"));
  if (isRoot()) plantForRoot(folder(top, "root"), nastiness);
  plantTimes(folder(top, "times"));
  folder(top, "empty folder");
}

/** Bytes that no compressor can shrink, the same for the same `seed`. */
export function noise(seed: number, length: number): Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  return createCipheriv("aes-128-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

function plantNames(here: RawPath): void {
  for (const name of NAMES) file(here, name, name);
  file(folder(here, 'folder \xff "<&>"'), "\xff", "deep in bad names");
}

/** Sizes around every limit: nothing, the shortest chunk, the longest, and what is read in one piece. */
function plantSizes(here: RawPath, { largestMib }: Nastiness): void {
  for (const size of [
    0,
    1,
    31,
    32,
    33,
    4095,
    4096,
    512 * KIB - 1,
    512 * KIB,
    512 * KIB + 1,
    12 * MIB,
    12 * MIB + 1,
  ])
    file(here, `noise of ${size}`, noise(size, size));
  for (const size of [512 * KIB, 8 * MIB, 8 * MIB + 1]) file(here, `zeros of ${size}`, Buffer.alloc(size));
  file(here, "text", "all work and no play makes jack a dull boy\n".repeat(80_000));
  file(here, "as large as it gets", noise(1, largestMib * MIB));
  const sparse = openSync(bytes(at(here, "sparse")), "w");
  writeSync(sparse, "an island", 20 * MIB);
  ftruncateSync(sparse, 40 * MIB);
  closeSync(sparse);
}

/** So many entries, with names so long when written down, that the folder's tree is longer than the longest chunk. */
function plantCrowd(here: RawPath, { crowd }: Nastiness): void {
  for (let n = 0; n < crowd; n++)
    file(here, `${n} ${"\xff".repeat(150)}`, n % 100 === 0 ? "" : `file ${n % 3000}`);
}

function plantDepth(here: RawPath, { levels }: Nastiness): void {
  let deepest = here;
  for (let level = 1; level < levels; level++) deepest = folder(deepest, `${level}`);
  file(deepest, "bottom", "at last");
}

function plantLinks(here: RawPath): void {
  const first = file(here, "hard link", "one content, three names");
  linkSync(bytes(first), bytes(at(here, "hard link too")));
  linkSync(bytes(first), bytes(at(folder(here, "elsewhere"), "hard link")));
  const empty = file(here, "empty hard link", "");
  linkSync(bytes(empty), bytes(at(here, "empty hard link too")));
  const targets = {
    file: "hard link",
    folder: "elsewhere",
    dangling: "/no such place/\u{1f642}",
    loop: "loop",
  };
  for (const [name, target] of Object.entries(targets)) symlinkSync(target, bytes(at(here, name)));
  symlinkSync(Buffer.from("bad \xff target", "latin1"), bytes(at(here, "bad target")));
  symlinkSync("../".repeat(1300), bytes(at(here, "long target")));
  symlinkSync('<&>"\\\n', bytes(at(here, "odd target")));
}

function plantModes(here: RawPath): void {
  for (const mode of [0o400, 0o444, 0o600, 0o777, 0o1644, 0o2755, 0o4755, 0o6711]) {
    chmodSync(bytes(file(here, `file ${mode.toString(8)}`, `${mode}`)), mode);
    const below = folder(here, `folder ${mode.toString(8)}`);
    if ((mode & 0o500) === 0o500) file(below, "inside", "x");
    chmodSync(bytes(below), mode | 0o500);
  }
}

function plantAttributes(here: RawPath): void {
  const plain = bytes(file(here, "file", "has attributes"));
  setXattr(plain, { name: "user.binary", value: Uint8Array.of(0, 1, 10, 34, 92, 128, 255) });
  setXattr(plain, { name: "user.empty", value: new Uint8Array(0) });
  setXattr(plain, { name: "user.größe <&>", value: Buffer.from("ja") });
  const below = folder(here, "folder");
  setXattr(bytes(below), { name: "user.on a folder", value: Buffer.alloc(1000, "x") });
  execFileSync("setfacl", ["-m", "u:65534:rw,g:12345:r", Buffer.from(plain).toString()]);
  execFileSync("setfacl", [
    "-m",
    "u:65534:rx,d:u:65534:rwx,d:g:12345:rx",
    Buffer.from(bytes(below)).toString(),
  ]);
}

function plantForRoot(here: RawPath, { attributesOnLinks }: Nastiness): void {
  makeDevice(bytes(at(here, "null")), "character", 0o666, 0x103n);
  makeDevice(bytes(at(here, "loop")), "block", 0o660, 0x7_00n);
  makeDevice(bytes(at(here, "large numbers")), "block", 0o600, 0x12_345f_ff67n & 0xffff_ffffn);
  for (const [uid, gid] of [
    [65534, 65534],
    [4_000_000_000, 3_000_000_000],
    [0, 42],
  ] as const) {
    lchownSync(bytes(file(here, `of ${uid}`, "mine")), uid, gid);
    lchownSync(bytes(folder(here, `folder of ${uid}`)), uid, gid);
  }
  symlinkSync("of 65534", bytes(at(here, "link of 65534")));
  lchownSync(bytes(at(here, "link of 65534")), 65534, 65534);
  if (attributesOnLinks)
    setXattr(bytes(at(here, "link of 65534")), { name: "trusted.on a link", value: Buffer.from("t") });
  const closed = folder(here, "closed folder");
  file(closed, "inside", "nobody else reads this");
  chmodSync(bytes(closed), 0o000);
  chmodSync(bytes(file(here, "closed file", "nor this")), 0o000);
}

/** In nanoseconds, from 1901 to 2400, and one beside whole seconds. */
const TIMES = [
  -2_147_483_648n * NS_PER_SECOND,
  -NS_PER_SECOND,
  -1n,
  0n,
  1n,
  951_782_400n * NS_PER_SECOND + 120_000_000n,
  2_147_483_647n * NS_PER_SECOND + 999_999_999n,
  2_147_483_648n * NS_PER_SECOND,
  4_294_967_296n * NS_PER_SECOND + 1n,
  13_569_465_600n * NS_PER_SECOND + 123_456_789n,
];

/** Last, because making anything in a folder changes the folder's time. */
function plantTimes(here: RawPath): void {
  for (const ns of TIMES) {
    const times = { atimeNs: ns, mtimeNs: ns };
    setTimesNs(bytes(file(here, `file of ${ns}`, `${ns}`)), times);
    symlinkSync("nowhere", bytes(at(here, `link of ${ns}`)));
    setTimesNs(bytes(at(here, `link of ${ns}`)), times);
    const below = folder(here, `folder of ${ns}`);
    file(below, "inside", "x");
    setTimesNs(bytes(below), times);
  }
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** @param name one character per byte */
function at(here: RawPath, name: string): RawPath {
  return joinRawPath(here, name as RawPath);
}

function folder(here: RawPath, name: string): RawPath {
  const path = at(here, name);
  mkdirSync(bytes(path));
  return path;
}

function file(here: RawPath, name: string, content: string | Uint8Array): RawPath {
  const path = at(here, name);
  writeFileSync(bytes(path), content);
  return path;
}

function bytes(path: RawPath): Buffer {
  return rawPathToBytes(path);
}

function utf8(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/**
 * Where what restic 0.14 restores of this tree is not what was backed up, whoever backed it up: it writes link targets as UTF-8
 * only, and cannot set a time beyond 2262.
 */
const LIMITS_OF_RESTIC = [
  '"links/bad target" linkTarget:',
  '"times/file of 13569465600123456789" mtimeNs:',
  '"times/folder of 13569465600123456789" mtimeNs:',
  '"times/link of 13569465600123456789" mtimeNs:',
];

/** @param difference a line of `differencesOf` */
export function isLimitOfRestic(difference: string): boolean {
  return LIMITS_OF_RESTIC.some((limit) => difference.startsWith(limit));
}
