export type MediaType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf";

/**
 * What a file is by its first bytes; its name can say anything.
 * @source the signatures of PNG (W3C), JPEG (ITU-T T.81), GIF87a and GIF89a, WebP (RFC 9649), PDF (ISO 32000-2)
 */
export function mediaTypeOf(start: Uint8Array): MediaType | undefined {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, 16)).toString("latin1");
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(text)) return "image/gif";
  if (/^RIFF.{4}WEBP/s.test(text)) return "image/webp";
  if (text.startsWith("%PDF-")) return "application/pdf";
  return undefined;
}
