import { createRequire } from "node:module";
import Database from "better-sqlite3";
import { createKernel } from "../kernel/create-kernel.ts";
import { hasPosixLibrary, posixLibrary } from "../platform/posix-library.ts";
import { openNativeZstd, openZstd } from "../platform/zstd.ts";
import { startThread } from "../threads/thread.ts";
import { workerUrl } from "../threads/worker-url.ts";
import { expectBytes, type Probe } from "./probe.ts";

const TEXT = Buffer.from("Backstay keeps what it was given. Backstay keeps what it was given.");
/** The same, compressed by the `zstd` program, version 1.5.4, at level 19. */
const COMPRESSED = Buffer.from(
  "28b52ffd046855010024024261636b73746179206b656570732077686174" +
    "2069742077617320676976656e2e2001002aa37a02d68be065",
  "hex",
);
/** @source RFC 8439, section 2.5.2 */
const POLY1305 = {
  r: Buffer.from("85d6be7857556d337f4452fe42d506a8", "hex"),
  s: Buffer.from("0103808afb0db2fd4abff6af4149f51b", "hex"),
  message: Buffer.from("Cryptographic Forum Research Group"),
  tag: "a8061dc1305136c6c22b8baf0c0127a9",
} as const;

/** Everything that is not cryptography: compression, WebAssembly, threads and native modules. */
export const otherProbes: readonly Probe[] = [
  { piece: "zstd", isNeeded: true, prove: proveZstd },
  { piece: "webassembly", isNeeded: true, prove: proveKernel },
  { piece: "worker-threads", isNeeded: true, prove: proveThread },
  { piece: "better-sqlite3", isNeeded: true, prove: proveDatabase },
  {
    piece: "direct-zstd",
    isNeeded: false,
    prove: () => {
      if (openNativeZstd() === undefined) throw new Error("its functions cannot be called directly");
    },
  },
  { piece: "koffi", isNeeded: false, prove: proveNativeCalls },
  { piece: "parcel-watcher", isNeeded: false, prove: proveWatcher },
];

function proveZstd(): void {
  const zstd = openZstd();
  const back = new Uint8Array(TEXT.length);
  if (zstd.decompress(COMPRESSED, back) !== TEXT.length) throw new Error("cannot read a known frame");
  expectBytes(back, TEXT.toString("hex"));
  const packed = new Uint8Array(TEXT.length);
  const length = zstd.compress(TEXT, packed, 3);
  if (length === undefined) throw new Error("cannot compress");
  back.fill(0);
  if (zstd.decompress(packed.subarray(0, length), back) !== TEXT.length)
    throw new Error("cannot read its own");
  expectBytes(back, TEXT.toString("hex"));
}

function proveKernel(): void {
  const { r, s, message, tag } = POLY1305;
  const kernel = createKernel(64 * 1024);
  kernel.bytes.set(message, kernel.arenaStart);
  kernel.setMacKey(r);
  expectBytes(kernel.poly1305(kernel.arenaStart, message.length, s), tag);
}

/** A thread that works on its own message and ends when asked. */
async function proveThread(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const thread = startThread<string, string>(workerUrl(import.meta.url, "./self-check-thread"), "asked: ", {
    onMessage: resolve,
    onFailure: reject,
  });
  try {
    thread.post("answer");
    const answer = await promise;
    if (answer !== "asked: answer") throw new Error(`a thread answered "${answer}"`);
  } finally {
    await thread.stop();
  }
}

/** The catalog's tables and the search index. */
function proveDatabase(): void {
  const database = new Database(":memory:");
  try {
    database.exec("CREATE VIRTUAL TABLE names USING fts5(name); INSERT INTO names VALUES ('Offer 2026')");
    const row = database.prepare("SELECT count(*) AS found FROM names WHERE names MATCH 'offer'").get();
    if ((row as { found?: unknown } | undefined)?.found !== 1)
      throw new Error("a full-text search found nothing");
  } finally {
    database.close();
  }
}

function proveNativeCalls(): void {
  if (!hasPosixLibrary()) throw new Error("the C library cannot be called");
  const pid = posixLibrary().bind("getpid", "int", [])();
  if (pid !== process.pid) throw new Error(`getpid gave ${pid} instead of ${process.pid}`);
}

function proveWatcher(): void {
  const watcher = createRequire(import.meta.url)("@parcel/watcher") as { readonly subscribe?: unknown };
  if (typeof watcher.subscribe !== "function") throw new Error("it has no subscribe");
}
