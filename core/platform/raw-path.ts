/**
 * File names are bytes, not text. Inside the engine a path is a string with one character per byte (latin1), which sorts, joins and
 * compares as the bytes do and costs no more than text. It becomes text only to be shown.
 */
declare const rawPath: unique symbol;
export type RawPath = string & { readonly [rawPath]: true };

/** @param text a path as Node or a person writes it */
export function rawPathFromText(text: string): RawPath {
  return (isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1")) as RawPath;
}

export function rawPathFromBytes(bytes: Uint8Array): RawPath {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1") as RawPath;
}

export function rawPathToBytes(path: RawPath): Buffer {
  return Buffer.from(path, "latin1");
}

/** For people: bytes that are not UTF-8 become U+FFFD. */
export function rawPathToText(path: RawPath): string {
  return isAscii(path) ? path : Buffer.from(path, "latin1").toString("utf8");
}

/** What `node:fs` takes. A plain string is cheaper, and the same bytes as long as all of them are ASCII. */
export function rawPathForFs(path: RawPath): string | Buffer {
  return isAscii(path) ? path : Buffer.from(path, "latin1");
}

/** Joins with `/`, which every platform's calls accept. */
export function joinRawPath(folder: RawPath, name: RawPath): RawPath {
  return (folder.endsWith("/") ? folder + name : `${folder}/${name}`) as RawPath;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is the definition of ASCII
  return /^[\x00-\x7f]*$/.test(text);
}
