/**
 * Makes a raw path or name (one character per byte, see `TreePath`) fit to be shown.
 *
 * @returns the bytes read as UTF-8; what is not becomes U+FFFD. Hidden characters are still in it, see `printable`.
 */
export function rawToText(raw: string): string {
  let isAscii = true;
  const bytes = new Uint8Array(raw.length);
  for (let n = 0; n < raw.length; n += 1) {
    const byte = raw.charCodeAt(n);
    if (byte > 0x7f) isAscii = false;
    bytes[n] = byte;
  }
  return isAscii ? raw : new TextDecoder().decode(bytes);
}

/** The other way round. */
export function textToRaw(text: string): string {
  let raw = "";
  for (const byte of new TextEncoder().encode(text)) raw += String.fromCharCode(byte);
  return raw;
}
