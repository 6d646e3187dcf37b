import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DiskReading, ToolReading } from "../../../shared/model/health-reading.ts";
import { emptyArray, emptyController, emptyDisk, emptyReading, gap, unreadable } from "./empty.ts";
import { cleanSerial, cleanWwn, wwnFromEui, wwnFromParts } from "./identity.ts";
import { at, parseJson } from "./json.ts";
import { leadingCount, toCelsius, toCount, toNumber, toPercent, toScaledCount } from "./numbers.ts";
import { cleanText, MAX_TEXT, outputLines } from "./text.ts";

describe("numbers", () => {
  test.each([
    ["12", 12],
    [" 0x1F ", 31],
    ["1,234,567", 1_234_567],
    ["1'234", 1234],
    ["-3.5", -3.5],
    [7n, 7],
  ])("reads %s", (text, number) => expect(toNumber(text)).toBe(number));

  test.each([
    "",
    " ",
    "1,2",
    "12a",
    "1e5",
    "NaN",
    "Infinity",
    "--",
    null,
    undefined,
    {},
    [],
    true,
    Number.NaN,
  ])("takes %s for no number", (text) => expect(toNumber(text)).toBeNull());

  test("keeps no word about errors apart from zero errors", () => {
    expect(toCount("")).toBeNull();
    expect(toCount("N/A")).toBeNull();
    expect(toCount("0")).toBe(0);
  });

  test("keeps a counter beyond 2^53 a large one", () => {
    expect(toCount("340282366920938463463374607431768211455")).toBeNull(); // no counter has so many digits
    expect(toCount("18446744073709551615")).toBe(Number.MAX_SAFE_INTEGER);
    expect(toCount(2 ** 60)).toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each([
    ["1.2K", 1229],
    ["38M", 38 * 1024 ** 2],
    ["4.00TiB", 4 * 1024 ** 4],
    ["17", 17],
    ["1.2X", null],
    ["K", null],
  ])("reads the shortened %s", (text, number) => expect(toScaledCount(text)).toBe(number));

  test.each([
    ["87%", 87],
    ["87.5 %", 87.5],
    [100, 100],
    ["101%", null],
    ["-1", null],
    ["", null],
  ])("reads the share %s", (text, percent) => expect(toPercent(text)).toBe(percent));

  test("does not take a missing sensor for a cold disk", () => {
    expect(toCelsius(0)).toBeNull();
    expect(toCelsius(-273)).toBeNull();
    expect(toCelsius(-5)).toBe(-5);
  });

  test.each([
    ["25 (Min/Max 19/39)", 25],
    ["0", 0],
    ["1335h+35m", null],
    ["0/79241087", null],
    ["0x0012", null],
    ["abc", null],
  ])("reads the number in front of %s", (text, number) => expect(leadingCount(text)).toBe(number));
});

describe("identity", () => {
  test.each([
    "0x5000cca29063dc00",
    "5000CCA29063DC00",
    "wwn-0x5000cca29063dc00",
    "naa.5000cca29063dc00",
    "50:00:cc:a2:90:63:dc:00",
  ])("knows %s for the same disk", (text) => expect(cleanWwn(text)).toBe("5000cca29063dc00"));

  test.each(["", "0000000000000000", "ffffffffffffffff", "123", "not a number at all", null])(
    "takes %s for no world wide name",
    (text) => expect(cleanWwn(text)).toBeNull(),
  );

  test.each(["", "   ", "000000000000", "N/A", "REDACTED", "unknown", "XXXXXXX", null, {}])(
    "takes %s for no serial number",
    (text) => expect(cleanSerial(text)).toBeNull(),
  );

  test("puts the parts of a world wide name together", () => {
    expect(wwnFromParts({ naa: 5, oui: 3274, id: 15_028_879_784 })).toBe("5000cca37fca81a8");
    expect(wwnFromParts({ naa: 5, oui: 3274 })).toBeNull();
    expect(wwnFromParts({ naa: 16, oui: 3274, id: 1 })).toBeNull();
    expect(wwnFromEui({ oui: 0x6479a7, ext_id: 0x22_0a_17_01_31 })).toBe("6479a7220a170131");
  });
});

describe("text", () => {
  test("is one line, and not longer than a reading holds", () => {
    expect(cleanText(" a\r\n\tb\0 ")).toBe("a b");
    expect(cleanText("x".repeat(9000))).toHaveLength(MAX_TEXT);
    expect(cleanText("  ")).toBeNull();
  });

  test("ends lines as any system does, and drops colours", () => {
    expect(outputLines("\u001b[1mone\u001b[0m\r\ntwo\rthree\nfour")).toEqual(["one", "two", "three", "four"]);
  });
});

describe("JSON", () => {
  test("steps over what stands in front", () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ value: { a: 1 }, problem: null });
    expect(parseJson('[sudo] password for x:\nWARNING: old\n {"a":1}\n')).toEqual({
      value: { a: 1 },
      problem: null,
    });
  });

  test.each([
    ["", "output-empty"],
    [" \n\t", "output-empty"],
    ['{"a":', "output-truncated"],
    ['{"a":[1,2', "output-truncated"],
    ["{a}", "output-unreadable"],
    ["no JSON", "output-unreadable"],
    ['[\n  {"a": 1},\n  {"a": 2}\n', "output-unreadable"], // its last part is whole, and not all of it
    ["usage: x\n [ --option ]\n", "output-unreadable"],
    ["[".repeat(300), "output-unreadable"],
  ])("says what is wrong with %j", (text, problem) =>
    expect(parseJson(text)).toEqual({ value: null, problem }),
  );

  test("finds only what is really there", () => {
    expect(at({ a: { b: 1 } }, "a", "b")).toBe(1);
    expect(at({ a: {} }, "a", "constructor")).toBeUndefined();
    expect(at(null, "a")).toBeUndefined();
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseJson(text)));
  });
});

test("what is empty is a reading, of which nothing is said to be good", () => {
  const disk = emptyDisk();
  expect(DiskReading.parse(disk)).toEqual(disk);
  expect(disk.isReadable).toBe(false);
  ToolReading.parse({
    ...emptyReading(),
    disks: [disk],
    arrays: [emptyArray("", "md0", "md")],
    controllers: [emptyController("0")],
    gaps: [gap("timed-out", "x".repeat(9000), "/dev/sda")],
  });
  ToolReading.parse(unreadable("output-empty"));
});
