/** More than any tool prints about one host; what is longer is not read. */
export const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

/**
 * Makes text of what a tool wrote: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes into files. What is neither is
 * kept as replacement characters: parsers take no harm, and say that they do not understand it.
 */
export function decodeOutput(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
