/** Extended attributes, POSIX ACLs among them, of a file, folder or symbolic link itself. */
import { hasSystemCode } from "../../shared/errors.ts";
import type { ExtendedAttribute } from "../repository/node.ts";
import { errorName, PosixError } from "./posix-error.ts";
import { checked, reusableCString } from "./posix-library.ts";
import { type XattrCalls, xattrCalls } from "./xattr-calls.ts";

/** Linux's own limit for all names of a file and for one value; macOS allows more, then the buffer grows. */
const USUAL_MAX_BYTES = 64 * 1024;
/** Few files have more names than this, and Linux makes a buffer of the size asked for at each call. */
const USUAL_NAMES_BYTES = 1024;
/** How often a value may have grown between asking its size and reading it, before that is called an error. */
const MAX_TRIES = 5;
/** The file system has no such attribute (`ENOATTR` is macOS's name for it) or none at all. */
const NONE_THERE = ["ENODATA", "ENOATTR"];
const NONE_POSSIBLE = ["ENOTSUP", "EOPNOTSUPP", ...NONE_THERE];

const cPath = reusableCString();
const cName = reusableCString();
const encoder = new TextEncoder();
const decoder = new TextDecoder();
let namesBuffer = new Uint8Array(USUAL_NAMES_BYTES);
let valueBuffer = new Uint8Array(USUAL_MAX_BYTES);
const NOTHING: readonly ExtendedAttribute[] = [];

/**
 * Reads all extended attributes, in the order the file system lists them (restic keeps it, and tree blobs depend on it).
 * A name that is not UTF-8 comes with U+FFFD in it, as in restic's trees, whose JSON has no way to say it better.
 *
 * @param path raw bytes, no NUL
 * @param onUnreadable told of each attribute that is listed but may not be read; the others are returned
 * @returns an empty list where the file system has no extended attributes
 * @throws {PosixError} when they cannot be listed
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function listXattrs(
  path: Uint8Array,
  onUnreadable: (name: string, error: PosixError) => void,
): readonly ExtendedAttribute[] {
  const calls = xattrCalls();
  const target = cPath(path, "listxattr");
  const listed = readNames(calls, target);
  if (listed === 0) return NOTHING;

  const attributes: ExtendedAttribute[] = [];
  for (let start = 0; start < listed; ) {
    const end = namesBuffer.indexOf(0, start);
    const name = decoder.decode(namesBuffer.subarray(start, end));
    try {
      const value = readValue(calls, target, namesBuffer.subarray(start, end + 1));
      if (value !== undefined) attributes.push({ name, value });
    } catch (error) {
      if (!(error instanceof PosixError)) throw error;
      onUnreadable(name, error);
    }
    start = end + 1;
  }
  return attributes;
}

/**
 * Whether an open file may have any, at less than half the price of {@link listXattrs}: most files have none.
 *
 * @returns false only when there are none to be listed; true also when that could not be found out
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function mayHaveXattrs(descriptor: number): boolean {
  return xattrCalls().sizeOfList(descriptor) !== 0;
}

/**
 * Sets one extended attribute, replacing its old value.
 * @throws {PosixError} with the code the system gave: ENOTSUP where there are none, EPERM for the system's own
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function setXattr(path: Uint8Array, attribute: ExtendedAttribute): void {
  const calls = xattrCalls();
  const name = cName(encoder.encode(attribute.name), "setxattr");
  checked(calls.library, "setxattr", calls.set(cPath(path, "setxattr"), name, attribute.value));
}

/**
 * Removes one extended attribute. One that is not there counts as removed.
 * @throws {PosixError} with the code the system gave
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function removeXattr(path: Uint8Array, name: string): void {
  const calls = xattrCalls();
  const result = calls.remove(cPath(path, "removexattr"), cName(encoder.encode(name), "removexattr"));
  if (result >= 0) return;
  const error = new PosixError("removexattr", calls.library.lastError());
  if (!hasSystemCode(error, ...NONE_THERE)) throw error;
}

/** Fills `namesBuffer`. @returns how many bytes of it are names, each ended by a NUL */
function readNames(calls: XattrCalls, path: Uint8Array): number {
  for (let tries = 1; ; tries++) {
    const length = calls.list(path, namesBuffer);
    if (length >= 0) return length;
    const errno = calls.library.lastError();
    const code = errorName(errno);
    if (NONE_POSSIBLE.includes(code)) return 0; // with no error made: some file systems say so for every file
    if (code !== "ERANGE" || tries === MAX_TRIES) throw new PosixError("listxattr", errno);
    namesBuffer = new Uint8Array(namesBuffer.length * 4);
  }
}

/** @returns memory of its own; undefined when the attribute has gone since it was listed */
function readValue(calls: XattrCalls, path: Uint8Array, name: Uint8Array): Uint8Array | undefined {
  for (let tries = 1; ; tries++) {
    const length = calls.get(path, name, valueBuffer);
    if (length >= 0) return valueBuffer.slice(0, length);
    const error = new PosixError("getxattr", calls.library.lastError());
    if (hasSystemCode(error, ...NONE_THERE)) return undefined;
    if (error.code !== "ERANGE" || tries === MAX_TRIES) throw error;
    const neededBytes = checked(calls.library, "getxattr", calls.get(path, name, new Uint8Array(0)));
    valueBuffer = new Uint8Array(neededBytes + USUAL_MAX_BYTES);
  }
}
