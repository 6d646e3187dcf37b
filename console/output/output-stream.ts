import type { Writable } from "node:stream";

/** A stream to write to that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };
