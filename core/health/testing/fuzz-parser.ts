import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ToolReading } from "../../../shared/model/health-reading.ts";
import type { HealthSubject } from "../../../shared/model/health-verdict.ts";
import { judgeReading } from "../rules/judge-reading.ts";
import { worstSeverity } from "../rules/severity.ts";

export type FuzzedParser = {
  /** Text in, reading out. */
  readonly parse: (text: string) => ToolReading;
  /** Real outputs, at least one that is judged `ok`. */
  readonly samples: Readonly<Record<string, string>>;
  /**
   * Where the part of a sample ends without which nobody may call it fine: cut before this place, it must not be judged `ok`. The
   * whole text when left out, but for space at its end. 0 when anything may be cut off.
   */
  readonly decidedAt?: (sample: string) => number;
  /** As in `OutputKind`; `judgeReading` when left out. */
  readonly judge?: (reading: ToolReading) => readonly HealthSubject[];
};

/** A parser may take this long, whatever it is given; the slack is for short texts, where the clock is too coarse. */
const MS_PER_MEGABYTE = 100;
const SLACK_MS = 150;
const MEGABYTE = 1024 * 1024;
const CUTS = 120;

/**
 * The one suite for every parser of a tool's output: whatever comes in, a valid reading comes out, in time, and nonsense is never
 * judged `ok`.
 */
export function fuzzParser(
  name: string,
  { parse, samples, decidedAt = endOfText, judge = judgeReading }: FuzzedParser,
): void {
  const texts = Object.entries(samples);
  const isOk = (text: string): boolean => {
    const reading = parse(text);
    ToolReading.parse(reading);
    return worstSeverity(judge(reading)) === "ok";
  };

  describe(`${name}, given what no tool prints`, () => {
    test("has a real output that is judged ok, so that the other tests can fail", () => {
      expect(texts.filter(([, text]) => isOk(text)).map(([sample]) => sample)).not.toEqual([]);
    });

    test.each(["", " ", "\n\n\n", "\0", "null", "true", "0", '""', "{}", "[]", "[{}]", '{"a":{}}', "\ufeff"])(
      "does not call %j fine",
      (text) => expect(isOk(text)).toBe(false),
    );

    test.each(texts)("does not call %s fine when its deciding part is cut off", (_, text) => {
      const decided = decidedAt(text);
      const step = Math.max(1, Math.floor(decided / CUTS));
      // also the last places one by one, where what is left looks whole
      const last = Array.from({ length: 12 }, (_value, n) => decided - 1 - n);
      const cuts = [...Array.from({ length: CUTS }, (_value, n) => n * step), ...last];
      const fine = cuts.filter((cut) => cut >= 0 && cut < decided && isOk(text.slice(0, cut)));
      expect(fine).toEqual([]);
    });

    test("reads whatever became of a real output", () => {
      fc.assert(
        fc.property(
          mutated(texts.map(([, text]) => text)),
          (text) => void ToolReading.parse(parseInTime(parse, text)),
        ),
        { numRuns: 300 },
      );
    });

    test("does not call random characters fine", () => {
      const random = fc.oneof(
        fc.string({ unit: "binary", maxLength: 2000 }),
        fc.string({ maxLength: 2000 }),
        fc.json({ maxDepth: 6 }),
      );
      fc.assert(
        fc.property(random, (text) => !isOk(text)),
        { numRuns: 300 },
      );
    });

    test.each(Object.entries(heaps(texts[0]?.[1] ?? "")))("reads 10 MB of %s in time", (kind, text) => {
      const reading = parseInTime(parse, text);
      ToolReading.parse(reading);
      // many times a good output, or half of one, is no nonsense, and may be judged by its first
      if (!kind.endsWith("output")) expect(worstSeverity(judge(reading))).not.toBe("ok");
    });
  });
}

/** Time of the processor counts, and the best of three: on a busy machine any of them may have had to wait. */
function parseInTime(parse: FuzzedParser["parse"], text: string): ToolReading {
  const limitMs = SLACK_MS + (MS_PER_MEGABYTE * text.length) / MEGABYTE;
  const tookMs: number[] = [];
  for (;;) {
    const before = process.cpuUsage();
    const reading = parse(text);
    const { user, system } = process.cpuUsage(before);
    tookMs.push((user + system) / 1000);
    if (Math.min(...tookMs) <= limitMs) return reading;
    if (tookMs.length === 3) expect(Math.min(...tookMs)).toBeLessThanOrEqual(limitMs);
  }
}

const endOfText = (text: string): number => text.trimEnd().length;

/** Real outputs in which pieces were replaced, removed, doubled or put elsewhere. */
function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "",
      "\n",
      "\0",
      "-1",
      "0",
      "1e999",
      "99999999999999999999",
      "null",
      "{}",
      "[]",
      '"',
      ":",
      "(",
      "é",
    ),
  );
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 60 }),
    put: piece,
    isCopy: fc.boolean(),
  });
  return fc
    .record({ text: fc.constantFrom(...texts), changes: fc.array(change, { minLength: 1, maxLength: 8 }) })
    .map(({ text, changes }) =>
      changes.reduce((sum, { at, length, put, isCopy }) => {
        const place = Math.floor(at * sum.length);
        const rest = sum.slice(place + (isCopy ? 0 : length));
        return sum.slice(0, place) + (isCopy ? sum.slice(Math.max(0, place - length), place) : put) + rest;
      }, text),
    );
}

function heaps(sample: string): Record<string, string> {
  const fill = (text: string) => text.repeat(Math.ceil((10 * MEGABYTE) / Math.max(1, text.length)));
  let seed = 1;
  const noise = Array.from({ length: 64 * 1024 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return String.fromCharCode((seed >>> 8) % 256);
  }).join("");
  return {
    noise: fill(noise),
    spaces: fill(" "),
    "empty lines": fill("\n"),
    digits: fill("1234567890"),
    "open brackets": fill("["),
    "open braces": fill('{"a":'),
    "colons and tabs": fill("a :\t:  b\n"),
    "half of a real output": fill(sample.slice(0, Math.floor(sample.length / 2)) || "x"),
    "the same output": fill(sample || "x"),
  };
}
