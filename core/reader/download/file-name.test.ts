import { expect, test } from "vitest";
import { type RawPath, rawPathFromText } from "../../platform/raw-path.ts";
import { downloadName } from "./file-name.ts";

test.each([
  ["Offer 114.pdf", "Offer 114.pdf"],
  ["Größe 合同.txt", "Größe 合同.txt"],
  ["..", "download"],
  ["...", "download"],
  ["", "download"],
  ["a/../b\\c:d", "a_.._b_c_d"],
  ['x"y\r\nSet-Cookie: z', "x_y__Set-Cookie_ z"],
  ["invoice\u202efdp.exe", "invoice_fdp.exe"],
  ["con.txt", "_con.txt"],
  ["trailing. . ", "trailing"],
])("%j is offered as %j", (name, expected) => {
  expect(downloadName(rawPathFromText(name))).toBe(expected);
});

test("a long name keeps its ending", () => {
  const name = downloadName(rawPathFromText(`${"合".repeat(85)}.pdf`));
  expect(name.endsWith("合.pdf")).toBe(true);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
});

test("bytes that are no text are replaced", () => {
  expect(downloadName("bad \xff\xfe.txt" as RawPath)).toBe("bad __.txt");
  expect(downloadName("" as RawPath, ".zip")).toBe("download.zip");
});
