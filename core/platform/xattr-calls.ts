/**
 * The calls on extended attributes, never following a symbolic link, with the differences between Linux
 * (`l…xattr`) and macOS (an options argument, and a position for resource forks) levelled. The macOS half follows
 * `man getxattr` and has not been run.
 */
import { type PosixLibrary, posixLibrary } from "./posix-library.ts";

/** All paths and names are NUL-terminated; a negative result means failure, the reason is in `library.lastError()`. */
export type XattrCalls = {
  readonly library: PosixLibrary;
  /** @returns bytes of the NUL-terminated names put into `names` */
  list(path: Uint8Array, names: Uint8Array): number;
  /** @returns bytes the names of an open file would take */
  sizeOfList(descriptor: number): number;
  /** @returns bytes put into `value`; the size of the value when `value` is empty */
  get(path: Uint8Array, name: Uint8Array, value: Uint8Array): number;
  set(path: Uint8Array, name: Uint8Array, value: Uint8Array): number;
  remove(path: Uint8Array, name: Uint8Array): number;
};

const XATTR_NOFOLLOW = 1;
let bound: XattrCalls | undefined;

/** @throws {BackstayError} PLATFORM_UNSUPPORTED */
export function xattrCalls(): XattrCalls {
  bound ??= process.platform === "darwin" ? bindDarwin(posixLibrary()) : bindLinux(posixLibrary());
  return bound;
}

function bindLinux(library: PosixLibrary): XattrCalls {
  const list = library.bind("llistxattr", "intptr_t", ["void *", "void *", "size_t"]);
  const listOpen = library.bind("flistxattr", "intptr_t", ["int", "void *", "size_t"]);
  const get = library.bind("lgetxattr", "intptr_t", ["void *", "void *", "void *", "size_t"]);
  const set = library.bind("lsetxattr", "int", ["void *", "void *", "void *", "size_t", "int"]);
  const remove = library.bind("lremovexattr", "int", ["void *", "void *"]);
  return {
    library,
    list: (path, names) => list(path, names, names.length),
    sizeOfList: (descriptor) => listOpen(descriptor, null, 0),
    get: (path, name, value) => get(path, name, value, value.length),
    set: (path, name, value) => set(path, name, value, value.length, 0),
    remove,
  };
}

function bindDarwin(library: PosixLibrary): XattrCalls {
  const list = library.bind("listxattr", "intptr_t", ["void *", "void *", "size_t", "int"]);
  const listOpen = library.bind("flistxattr", "intptr_t", ["int", "void *", "size_t", "int"]);
  const get = library.bind("getxattr", "intptr_t", [
    "void *",
    "void *",
    "void *",
    "size_t",
    "unsigned int",
    "int",
  ]);
  const set = library.bind("setxattr", "int", [
    "void *",
    "void *",
    "void *",
    "size_t",
    "unsigned int",
    "int",
  ]);
  const remove = library.bind("removexattr", "int", ["void *", "void *", "int"]);
  return {
    library,
    list: (path, names) => list(path, names, names.length, XATTR_NOFOLLOW),
    sizeOfList: (descriptor) => listOpen(descriptor, null, 0, 0),
    get: (path, name, value) => get(path, name, value, value.length, 0, XATTR_NOFOLLOW),
    set: (path, name, value) => set(path, name, value, value.length, 0, XATTR_NOFOLLOW),
    remove: (path, name) => remove(path, name, XATTR_NOFOLLOW),
  };
}
