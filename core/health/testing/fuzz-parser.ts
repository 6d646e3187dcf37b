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
/** Enough to be felt by a mistake within a few days of runs; `FUZZ_RUNS=10000` looks harder. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 100);
/** Of all samples together: more would be felt in every run of the unit tests. */
const CUTS = 1500;

/**
 * The one suite for every parser of a tool's output: whatever comes in, a valid reading comes out, in time, and nonsense is never
 * judged `ok`.
 */
export function fuzzParser(
  name: string,
  { parse, samples, decidedAt = endOfText, judge = judgeReading }: FuzzedParser,
): void {
  const texts = Object.entries(samples);
  const documents = texts.flatMap(([, text]) => documentOf(text));
  const cutsEach = Math.ceil(CUTS / texts.length);
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
      const step = Math.max(1, Math.floor(decided / cutsEach));
      // also the last places one by one, where what is left looks whole
      const last = Array.from({ length: 12 }, (_value, n) => decided - 1 - n);
      const cuts = [...Array.from({ length: cutsEach }, (_value, n) => n * step), ...last];
      const fine = cuts.filter((cut) => cut >= 0 && cut < decided && isOk(text.slice(0, cut)));
      expect(fine).toEqual([]);
    });

    test("reads whatever became of a real output", () => {
      fc.assert(
        fc.property(
          mutated(texts.map(([, text]) => text)),
          (text) => void ToolReading.parse(parseInTime(parse, text)),
        ),
        { numRuns: RUNS },
      );
    });

    test("does not call random characters fine", () => {
      const random = fc.oneof(anyText(2000), fc.string({ maxLength: 2000 }), fc.json({ maxDepth: 6 }));
      fc.assert(
        fc.property(random, (text) => !isOk(text)),
        { numRuns: RUNS },
      );
    });

    if (documents.length > 0) {
      test("reads JSON in which values have become others", () => {
        fc.assert(
          fc.property(withOtherValues(documents), (text) => void ToolReading.parse(parseInTime(parse, text))),
          { numRuns: RUNS },
        );
      });
    }

    test.each(Object.entries(heaps(texts[0]?.[1] ?? "")))("reads 10 MB of %s in time", (kind, text) => {
      const reading = parseInTime(parse, text);
      ToolReading.parse(reading);
      // many times a good output, or half of one, is no nonsense, and may be judged by its first
      if (!kind.endsWith("output")) expect(worstSeverity(judge(reading))).not.toBe("ok");
    });
  });
}

/** @returns the value of a sample in JSON; nothing for other forms, which not all tools speak */
function documentOf(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
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

/** Any UTF-16 at all, also halves of characters. The `binary` unit of fast-check takes seconds to be made. */
function anyText(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.integer({ min: 0, max: 0xffff });
  return fc.array(unit, { maxLength }).map((units) => String.fromCharCode(...units));
}

/** Real outputs in which pieces were replaced, removed, doubled or put elsewhere. */
function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    anyText(20),
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

/** What no tool should print, and what some print nevertheless. */
const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, "", " ", "-", "N/A", "0", "-1", "0x7f", "1.5", "1e9", "99999999999999999999"],
  ...[-1, 0, 1, 255, 256, 1.5, 1e300, -1e300, 2 ** 53, 2 ** 63, 65_536],
  ...[[], {}, [[]], [null], { value: 1 }, "x".repeat(2000), "\u0000\u202e\n", "é\ud800"],
];

/** Real documents in which some values were replaced, or taken away. */
function withOtherValues(documents: readonly unknown[]): fc.Arbitrary<string> {
  const change = fc.record({ pick: fc.nat(), put: fc.constantFrom(...ODD_VALUES), isGone: fc.boolean() });
  return fc
    .record({
      document: fc.constantFrom(...documents),
      changes: fc.array(change, { minLength: 1, maxLength: 12 }),
    })
    .map(({ document, changes }) => {
      const copy = structuredClone(document);
      for (const { pick, put, isGone } of changes) {
        const places = placesIn(copy);
        const place = places[pick % Math.max(1, places.length)];
        if (place === undefined) continue;
        if (isGone) delete place.holder[place.key];
        else place.holder[place.key] = structuredClone(put);
      }
      return JSON.stringify(copy);
    });
}

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
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
