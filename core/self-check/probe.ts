/**
 * What the engine needs of the program it runs in. Electron's Node is built on other libraries than Node.js itself, packages
 * can be incomplete and processors can be broken, so each of these is proven at the start.
 */
export const PIECES = [
  "sha-256",
  "pbkdf2",
  "aes-128",
  "aes-256",
  "random",
  "zstd",
  "webassembly",
  "sealing",
  "worker-threads",
  "scrypt",
  "better-sqlite3",
  "direct-openssl",
  "direct-zstd",
  "koffi",
  "parcel-watcher",
] as const;
export type Piece = (typeof PIECES)[number];

export type Probe = {
  readonly piece: Piece;
  /** False where the engine has another way, that is only slower or leaves something out. */
  readonly isNeeded: boolean;
  /** @throws when the piece is not there or gives a wrong answer */
  readonly prove: () => void | Promise<void>;
};

/** @throws {Error} naming what came out */
export function expectBytes(actual: Uint8Array, expectedHex: string): void {
  const hex = Buffer.from(actual.buffer, actual.byteOffset, actual.byteLength).toString("hex");
  if (hex !== expectedHex) throw new Error(`gave ${hex.slice(0, 64)} instead of ${expectedHex.slice(0, 64)}`);
}
