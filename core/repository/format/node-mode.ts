/**
 * Go's `os.FileMode`, which trees store, and the `st_mode` of Unix. The nine permission bits are the same in both.
 *
 * @source Go package io/fs, FileMode; POSIX sys/stat.h
 */
import type { NodeType } from "../node.ts";

const PERMISSIONS = 0o777;

const GO_DIR = 2 ** 31;
const GO_SYMLINK = 2 ** 27;
const GO_DEVICE = 2 ** 26;
const GO_NAMED_PIPE = 2 ** 25;
const GO_SOCKET = 2 ** 24;
const GO_SETUID = 2 ** 23;
const GO_SETGID = 2 ** 22;
const GO_CHAR_DEVICE = 2 ** 21;
const GO_STICKY = 2 ** 20;
const GO_IRREGULAR = 2 ** 19;
const GO_TYPE_BITS =
  GO_DIR + GO_SYMLINK + GO_DEVICE + GO_NAMED_PIPE + GO_SOCKET + GO_CHAR_DEVICE + GO_IRREGULAR;

const S_IFMT = 0o170000;
const S_ISUID = 0o4000;
const S_ISGID = 0o2000;
const S_ISVTX = 0o1000;

type Kind = { readonly stType: number; readonly goBits: number; readonly nodeType: NodeType };

const KINDS: readonly Kind[] = [
  { stType: 0o100000, goBits: 0, nodeType: "file" },
  { stType: 0o040000, goBits: GO_DIR, nodeType: "dir" },
  { stType: 0o120000, goBits: GO_SYMLINK, nodeType: "symlink" },
  { stType: 0o060000, goBits: GO_DEVICE, nodeType: "dev" },
  { stType: 0o020000, goBits: GO_DEVICE + GO_CHAR_DEVICE, nodeType: "chardev" },
  { stType: 0o010000, goBits: GO_NAMED_PIPE, nodeType: "fifo" },
  { stType: 0o140000, goBits: GO_SOCKET, nodeType: "socket" },
];
const IRREGULAR: Kind = { stType: 0, goBits: GO_IRREGULAR, nodeType: "irregular" };

/** What a file of this `st_mode` is called in a tree. */
export function typeFromStMode(stMode: number): NodeType {
  return kindOf(stMode).nodeType;
}

/** @returns Go's mode, an unsigned 32-bit number */
export function goModeFromStMode(stMode: number): number {
  return (
    (stMode & PERMISSIONS) +
    kindOf(stMode).goBits +
    (stMode & S_ISUID ? GO_SETUID : 0) +
    (stMode & S_ISGID ? GO_SETGID : 0) +
    (stMode & S_ISVTX ? GO_STICKY : 0)
  );
}

/** @returns `st_mode` with its type bits, which are 0 for what Unix has no type for */
export function stModeFromGoMode(goMode: number): number {
  const typeBits = (goMode & GO_TYPE_BITS) >>> 0;
  const kind = KINDS.find(({ goBits }) => goBits === typeBits) ?? IRREGULAR;
  return (
    (goMode & PERMISSIONS) +
    kind.stType +
    (goMode & GO_SETUID ? S_ISUID : 0) +
    (goMode & GO_SETGID ? S_ISGID : 0) +
    (goMode & GO_STICKY ? S_ISVTX : 0)
  );
}

function kindOf(stMode: number): Kind {
  const stType = stMode & S_IFMT;
  return KINDS.find((kind) => kind.stType === stType) ?? IRREGULAR;
}
