import type { Readable } from "node:stream";

/** A stream to read from that may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean; unref?(): unknown };
