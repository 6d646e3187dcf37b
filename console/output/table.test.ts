import { expect, test } from "vitest";
import { formatTable } from "./table.ts";
import { fitWidth, textWidth } from "./text-width.ts";

test("columns are as wide as what is in them, also in Chinese", () => {
  const rows = [
    { name: "备份", size: "1 B", tags: ["x", "yy"] },
    { name: "a", size: "100 B", tags: [] },
  ];
  const lines = formatTable<(typeof rows)[number]>(
    [
      { title: "Name", cell: ({ name }) => name },
      { title: "Size", cell: ({ size }) => size, align: "right" },
      { title: "Tags", cell: ({ tags }) => tags },
    ],
    rows,
  );
  expect(lines).toEqual([
    "Name   Size  Tags",
    "-----------------",
    "备份    1 B  x",
    "             yy",
    "a     100 B",
    "-----------------",
  ]);
});

test("a cell cannot play with the terminal", () => {
  const lines = formatTable<string>([{ title: "Host", cell: (host) => host }], ["\u001b[2Jevil\nhost"]);
  expect(lines[2]).toBe("\\u{1b}[2Jevil\\u{a}host");
});

test("text is cut to what fits, and a wide character is not cut in half", () => {
  expect(textWidth("naïve e\u0301 日本")).toBe(12);
  expect(fitWidth("abcdef", 6)).toBe("abcdef");
  expect(fitWidth("abcdefg", 6)).toBe("abcde…");
  expect(fitWidth("日本語文", 6)).toBe("日本…");
});
