import { createRequire } from "node:module";

type Pixels = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

// what its types say of its export depends on how modules are resolved, and pages and programs do that differently
const read = createRequire(import.meta.url)("jsqr") as (
  data: Uint8ClampedArray,
  width: number,
  height: number,
) => { readonly data: string } | null;

/**
 * Reads a QR code in a picture with another library than the one that draws ours.
 *
 * @param pixels red, green, blue and opacity of each
 * @returns its text; null where there is no code that can be read
 */
export function readQrCode({ data, width, height }: Pixels): string | null {
  return read(data, width, height)?.data ?? null;
}
