import { expect, test } from "vitest";
import { rawPathFromBytes } from "../../core/platform/raw-path.ts";
import { collect } from "../testing/run-here.ts";
import { toJson } from "./json-value.ts";
import { createOutput } from "./output.ts";
import { createProgressLine } from "./progress-line.ts";

const HOSTILE = rawPathFromBytes(Buffer.from([0x1b, 0x5b, 0x41, 0x2f, 0xff, 0xc3, 0xa9]));

function outputWith(options: { isJson?: boolean; isQuiet?: boolean; isTerminal?: boolean }) {
  const { isJson = false, isQuiet = false, isTerminal = false } = options;
  const stdout = collect({ isTTY: isTerminal });
  const stderr = collect({ isTTY: isTerminal, columns: 40 });
  const output = createOutput({
    stdout: stdout.stream,
    stderr: stderr.stream,
    isJson,
    isQuiet,
    verbosity: 0,
  });
  return { output, stdout, stderr };
}

test("a pipe gets a path's exact bytes, a terminal gets nothing it would obey", () => {
  const pipe = outputWith({});
  pipe.output.pathLine(HOSTILE);
  pipe.output.flush();
  expect(pipe.stdout.bytes()).toEqual(Buffer.from([0x1b, 0x5b, 0x41, 0x2f, 0xff, 0xc3, 0xa9, 0x0a]));
  const terminal = outputWith({ isTerminal: true });
  terminal.output.pathLine(HOSTILE);
  expect(terminal.stdout.text()).toBe("\\u{1b}[A/\ufffdé\n");
});

test("text and JSON exclude each other, and quiet keeps results", () => {
  for (const [options, expected] of [
    [{}, "note\nline\n"],
    [{ isQuiet: true }, "line\n"],
    [{ isJson: true }, '{"a":1}\n'],
  ] as const) {
    const { output, stdout } = outputWith(options);
    output.note("note");
    output.line("line");
    output.json({ a: 1, b: undefined });
    output.flush();
    expect(stdout.text()).toBe(expected);
  }
});

test("a problem comes after what was printed before it", () => {
  const both = collect();
  const streams = { stdout: both.stream, stderr: both.stream };
  const output = createOutput({ ...streams, isJson: false, isQuiet: true, verbosity: 0 });
  output.line("first");
  output.complain("second", {});
  output.line("third");
  output.flush();
  expect(both.text()).toBe("first\nsecond\nthird\n");
});

test("progress is shown on a terminal only, and gives way to what is printed", () => {
  for (const options of [{}, { isJson: true, isTerminal: true }, { isQuiet: true, isTerminal: true }]) {
    const { output, stderr } = outputWith(options);
    output.showProgress(() => "50%");
    expect(stderr.text()).toBe("");
  }
  const { output, stderr } = outputWith({ isTerminal: true });
  output.showProgress(() => "50%");
  output.line("result");
  expect(stderr.text()).toBe("\r\u001b[K50%\r\u001b[K");
});

test("the progress line is written five times a second at most, and never longer than the terminal is wide", () => {
  let nowMs = 0;
  const { stream, text } = collect({ columns: 8 });
  const line = createProgressLine(stream, { isShown: true, nowMs: () => nowMs });
  for (; nowMs < 1000; nowMs += 10) line.show(() => "0123456789");
  expect(text()).toBe("\r\u001b[K012345…".repeat(5));
});

test("JSON has big numbers in full and Go's escapes", () => {
  expect(toJson([{ n: 2n ** 64n - 1n, t: "<&>", u: undefined }])).toBe(
    '[{"n":18446744073709551615,"t":"\\u003c\\u0026\\u003e"}]',
  );
});

test("a result that quotes a command quotes what can be typed; any other result stays as it is", () => {
  const stdout = collect();
  const output = createOutput({
    ...{ stdout: stdout.stream, stderr: collect().stream, isJson: false, isQuiet: true, verbosity: 0 },
    command: "npx backstay",
  });
  output.advice("Start it with `backstay console`.");
  output.line("a file called `backstay console`");
  output.flush();
  expect(stdout.text()).toBe("Start it with `npx backstay console`.\na file called `backstay console`\n");
});
