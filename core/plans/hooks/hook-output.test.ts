import fc from "fast-check";
import { expect, test } from "vitest";
import { createHookOutput } from "./hook-output.ts";

/** What is told of chunks that come in. */
function told(...chunks: readonly (string | Buffer)[]) {
  const lines: string[] = [];
  let leftOut = 0;
  const output = createHookOutput(
    (line) => lines.push(line),
    (bytes) => {
      leftOut += bytes;
    },
  );
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  const last = output.end();
  return { lines, leftOut, last };
}

test("lines come as they were written, wherever the chunks end, and the last needs no end", () => {
  const text = "one\ntwö\r\n\nthree 备份";
  const bytes = Buffer.from(text);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 5 }), (cuts) => {
      const ends = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const chunks = ends.slice(1).map((end, n) => bytes.subarray(ends[n], end));
      expect(told(...chunks)).toEqual({
        lines: ["one", "twö", "three 备份"],
        leftOut: 0,
        last: ["one", "twö", "three 备份"],
      });
    }),
  );
});

test("what would color, move or turn round a terminal's text is taken out or written as what it is", () => {
  const { lines } = told("\u001b[31mred\u001b[0m\ttab\n10 %\r50 %\rdone\na\u0007b\u202ec\n");
  expect(lines).toEqual(["red  tab", "done", String.raw`a\u{7}b\u{202e}c`]);
});

test("of a hundred megabytes the beginning and the end are kept, and how much lacks is told", () => {
  const lines = Array.from({ length: 5_000 }, (_, n) => `line ${n} ${"x".repeat(60)}`);
  const block = Buffer.from(`${lines.join("\n")}\n`);
  const times = Math.ceil(1e8 / block.length);
  const all = told(...Array.from({ length: times }, () => block), "the end\n");
  expect(all.lines).toHaveLength(100);
  expect(all.lines[0]).toMatch(/^line 0 x/);
  expect(all.lines.slice(-2)).toEqual([lines.at(-1), "the end"]);
  expect(all.last).toEqual(all.lines.slice(-20));
  const keptBytes = all.lines.reduce((sum, line) => sum + line.length + 1, 0);
  expect(all.leftOut).toBe(block.length * times + "the end\n".length - keptBytes);
});

test("a line without an end is cut, and what follows is a line again", () => {
  const { lines, leftOut } = told("x".repeat(50_000), "x".repeat(50_000), "\nafter\n");
  expect(lines).toEqual([`${"x".repeat(1000)}…`, "after"]);
  expect(leftOut).toBe(96_000);
});
