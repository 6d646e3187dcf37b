import { expect, test } from "vitest";
import { readQrCode } from "../../../test/support/read-qr-code.ts";
import { generatePassword } from "../../components/place/generate-password.ts";
import { drawQrCode, type QrCode } from "./qr-code.ts";

const PIXELS_A_UNIT = 4;

/** What a camera sees that looks straight at it. */
function pixelsOf({ size, path }: QrCode) {
  const width = size * PIXELS_A_UNIT;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * PIXELS_A_UNIT; row < (Number(y) + 1) * PIXELS_A_UNIT; row += 1) {
      const from = row * width + Number(x) * PIXELS_A_UNIT;
      for (let n = from; n < from + Number(length) * PIXELS_A_UNIT; n += 1) data.set([0, 0, 0], n * 4);
    }
  }
  return { data, width, height: width };
}

test.each([
  "a",
  generatePassword((bytes) => bytes.fill(7)),
  "0123456789",
  "correct horse battery staple",
  " with spaces at its ends ",
  "Bäckerei Übergröße 50 €",
  "备份的密码很重要🔑",
  "~`!@#$%^&*()_+-={}[]|\\:\";'<>?,./",
  "x".repeat(300),
])("a reader that others wrote reads %j from the drawing", (text) => {
  const code = drawQrCode(text);
  expect(code).toBeDefined();
  expect(code && readQrCode(pixelsOf(code))).toBe(text);
});

test("a text that no phone would read from paper is not drawn", () => {
  expect(drawQrCode("x".repeat(301))).toBeUndefined();
  expect(drawQrCode("密".repeat(101))).toBeUndefined();
});
