import { describe, expect, test } from "vitest";
import { formatBytes } from "./bytes.ts";
import { formatCount, formatQuantity } from "./count.ts";
import { formatClock, formatDuration } from "./duration.ts";
import { printable } from "./printable.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.000 KiB"],
  [1536, "1.500 KiB"],
  [1024 ** 2 - 1, "1023.999 KiB"],
  [1024 ** 2, "1.000 MiB"],
  [1_325_899_906, "1.235 GiB"],
  [5 * 1024 ** 4, "5.000 TiB"],
  [5000 * 1024 ** 4, "5000.000 TiB"],
])("%d bytes are %s", (sizeBytes, expected) => {
  expect(formatBytes(sizeBytes)).toBe(expected);
});

describe("durations", () => {
  test.each([
    [0, "0 ms", "0 毫秒", "0:00"],
    [999.9, "999 ms", "999 毫秒", "0:00"],
    [12_999, "12 s", "12 秒", "0:12"],
    [125_000, "2 min 5 s", "2 分钟 5 秒", "2:05"],
    [7_200_000, "2 h", "2 小时", "2:00:00"],
    [3_725_000, "1 h 2 min", "1 小时 2 分钟", "1:02:05"],
    [86_400_000 * 40 + 3_600_000 * 5, "40 d 5 h", "40 天 5 小时", "965:00:00"],
  ])("%d ms are %s", (durationMs, en, zh, clock) => {
    expect(formatDuration(durationMs, "en")).toBe(en);
    expect(formatDuration(durationMs, "zh")).toBe(zh);
    expect(formatClock(durationMs)).toBe(clock);
  });
});

test("counts have their thousands set apart", () => {
  expect(formatCount(1_234_567, "en")).toBe("1,234,567");
  expect(formatCount(1_234_567, "zh")).toBe("1,234,567");
});

test("one is not many", () => {
  expect([0, 1, 2000].map((count) => formatQuantity(count, "file"))).toEqual([
    "0 files",
    "1 file",
    "2,000 files",
  ]);
  expect(formatQuantity(2, "copy", "copies")).toBe("2 copies");
});

test("a name cannot move the cursor, begin a line or turn the direction of writing", () => {
  expect(printable("a\u001b[2J\nb\u202egpj.exe\u0085")).toBe("a\\u{1b}[2J\\u{a}b\\u{202e}gpj.exe\\u{85}");
  expect(printable("naïve 日本 😀 \\x")).toBe("naïve 日本 😀 \\x");
});
