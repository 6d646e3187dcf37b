import { expect, test } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

test.each([
  ["report.pdf", `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
  ["Bericht März.pdf", `attachment; filename="Bericht M_rz.pdf"; filename*=UTF-8''Bericht%20M%C3%A4rz.pdf`],
  ["报表.xlsx", `attachment; filename="__.xlsx"; filename*=UTF-8''%E6%8A%A5%E8%A1%A8.xlsx`],
  [
    `a"b'c(d)*e;f.txt`,
    `attachment; filename="a_b'c(d)*e;f.txt"; filename*=UTF-8''a%22b%27c%28d%29%2Ae%3Bf.txt`,
  ],
  [
    "a\r\nSet-Cookie: x=1",
    `attachment; filename="a__Set-Cookie: x=1"; filename*=UTF-8''a__Set-Cookie%3A%20x%3D1`,
  ],
  ["../../etc/passwd", `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`],
  ["..\\x\0.txt", `attachment; filename=".._x_.txt"; filename*=UTF-8''.._x_.txt`],
  ["invoice\u202efdp.exe", `attachment; filename="invoice_fdp.exe"; filename*=UTF-8''invoice_fdp.exe`],
  ["100%41.txt", `attachment; filename="100_41.txt"; filename*=UTF-8''100%2541.txt`],
  ["half \ud800 pair", `attachment; filename="half _ pair"; filename*=UTF-8''half%20%EF%BF%BD%20pair`],
  ["", `attachment; filename="download"; filename*=UTF-8''download`],
])("%j", (name, expected) => {
  const header = contentDisposition(name);
  expect(header).toBe(expected);
  expect(header).toMatch(/^[ -~]+$/);
});
