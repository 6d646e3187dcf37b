import qrcode from "qrcode-generator";

/** Its dark squares as the path of a drawing that is `size` units wide and high, with the light margin a reader needs. */
export type QrCode = { readonly size: number; readonly path: string };

/** So wide the standard wants the margin. */
const MARGIN = 4;
/** More would make squares of less than half a millimetre, which phones misread on paper. */
const MAX_BYTES = 300;

/**
 * Draws a text, as UTF-8, which readers take it for. About a seventh of it may be lost without harm.
 *
 * @returns undefined for a text that is too long to be read from paper
 */
export function drawQrCode(text: string): QrCode | undefined {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_BYTES) return undefined;
  const code = qrcode(0, "M");
  code.addData(String.fromCharCode(...bytes), "Byte"); // the library takes the low byte of each character
  code.make();
  const modules = code.getModuleCount();
  let path = "";
  for (let row = 0; row < modules; row += 1) {
    for (let from = 0; from < modules; from += 1) {
      if (!code.isDark(row, from)) continue;
      let to = from + 1;
      while (to < modules && code.isDark(row, to)) to += 1;
      path += `M${from + MARGIN} ${row + MARGIN}h${to - from}v1h${from - to}z`;
      from = to;
    }
  }
  return { size: modules + 2 * MARGIN, path };
}
