import { createRequire } from "node:module";
import type { LibraryHandle } from "koffi";

/**
 * The libraries that are part of the running program: Node.js carries OpenSSL and libzstd and lets their functions be called.
 * A runtime that hides them (Electron does) or links them from elsewhere lacks some or all of the symbols.
 *
 * @throws {Error} koffi's, when it cannot be loaded here
 */
export function runtimeLibrary(): LibraryHandle {
  const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
  return koffi.load(null);
}
