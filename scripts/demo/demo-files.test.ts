import { crc32, inflateRawSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeJpeg } from "./jpeg.ts";
import { planMonth } from "./month.ts";
import { writeDocument, writeSheet } from "./office-files.ts";
import { writePdf } from "./pdf.ts";
import { drawPlan, drawSite } from "./picture.ts";
import { encodePng } from "./png.ts";
import { createRandom } from "./random.ts";
import { writeZip } from "./zip.ts";

test("the same seed makes the same, another seed something else", () => {
  const draw = (seed: number) => encodeJpeg(drawSite(createRandom(seed), 40, 30));
  expect(draw(7).equals(draw(7))).toBe(true);
  expect(draw(7).equals(draw(8))).toBe(false);
});

test("a PNG has its pixels, behind sums that are right", () => {
  const picture = drawPlan(createRandom(1), 300, 260);
  const png = encodePng(picture);
  const rows: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") rows.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const pixels = inflateSync(Buffer.concat(rows));
  const second = pixels.subarray(1 + 300 * 3 + 1, 1 + 300 * 3 + 1 + 300 * 3);
  expect(second.equals(picture.rgb.subarray(300 * 3, 600 * 3))).toBe(true);
});

test("a JPEG's segments lead to its end, and no marker hides in its data", () => {
  const jpeg = encodeJpeg(drawSite(createRandom(3), 61, 47));
  let at = 2;
  while (jpeg[at + 1] !== 0xda) {
    expect(jpeg[at]).toBe(0xff);
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  at += 2 + jpeg.readUInt16BE(at + 2);
  const data = jpeg.subarray(at, -2);
  for (let n = data.indexOf(0xff); n !== -1; n = data.indexOf(0xff, n + 1)) expect(data[n + 1]).toBe(0);
  expect([...jpeg.subarray(-2)]).toEqual([0xff, 0xd9]);
});

test("a PDF's table says where its objects are, and its lines go on to a second page", () => {
  const lines = Array.from({ length: 50 }, (_, n) => `Line ${n} (of fifty) für 10 €`);
  const text = writePdf("Angebot \\ 1", lines).toString("latin1");
  const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
  const rows = text.slice(start).match(/^\d{10} 00000 n $/gm) ?? [];
  for (const [n, row] of rows.entries())
    expect(text.slice(Number(row.slice(0, 10)))).toMatch(new RegExp(`^${n + 1} 0 obj`));
  expect(text).toContain("/Count 2");
  expect(text).toContain("Line 49 \\(of fifty\\) f\xfcr 10 \x80");
});

test("a zip archive's directory leads to its members, whatever language they are in", () => {
  const content = "上海宏远 & <Söhne>".repeat(40);
  const zip = writeZip([
    { name: "a.xml", content: "first" },
    { name: "文/b.xml", content },
  ]);
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  let at = zip.readUInt32LE(end + 16);
  at += 46 + zip.readUInt16LE(at + 28);
  expect(zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28))).toBe("文/b.xml");
  const local = zip.readUInt32LE(at + 42);
  const dataAt = local + 30 + zip.readUInt16LE(local + 26);
  const plain = inflateRawSync(zip.subarray(dataAt, dataAt + zip.readUInt32LE(at + 20)));
  expect(plain.toString("utf8")).toBe(content);
  expect(zip.readUInt32LE(at + 16)).toBe(crc32(plain));
});

test("names of an office cannot break its documents", () => {
  const parts = [writeDocument(['<b>&"']), writeSheet([["<b>", 1]])];
  for (const part of parts) expect(part.subarray(0, 2).toString("latin1")).toBe("PK");
});

test("the month's moments are in order and over, also on a day when clocks change", () => {
  for (const now of [
    new Date(2026, 10, 21, 19, 40),
    new Date(2026, 2, 29, 3, 10),
    new Date(2026, 9, 25, 0, 5),
  ]) {
    const moments = planMonth(now.getTime());
    const times = moments.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(now.getTime());
    for (const plan of ["documents", "photos", "copy"] as const)
      expect(moments.filter(({ plans }) => plans.includes(plan)).length).toBeGreaterThan(3);
  }
});
