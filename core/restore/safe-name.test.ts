import { mkdir, readdir, rm } from "node:fs/promises";
import { join, posix, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UnsafeName } from "../../shared/errors.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { checkEntryName, whyUnsafe } from "./safe-name.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const name255 = "x".repeat(255);

describe("whyUnsafe", () => {
  test.each([
    ["", "empty"],
    [".", "dot"],
    ["..", "dot-dot"],
    ["/", "slash"],
    ["a/b", "slash"],
    ["../x", "slash"],
    ["/etc/passwd", "slash"],
    ["a\0b", "nul"],
    ["\0", "nul"],
    [`${name255}y`, "too-long"],
  ] as const)("refuses %j on every platform", (name, reason) => {
    for (const platform of ["linux", "darwin", "win32"] as const)
      expect(whyUnsafe(bytesOf(name), platform)).toBe(reason);
  });

  test.each([
    "a",
    "a...b",
    ".hidden",
    "a b",
    "naïve",
    "日本語",
    "-rf",
    "~",
    name255,
    "a'b",
    "console",
    "COM10",
    "nulls",
  ])("takes %j on every platform", (name) => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      expect(whyUnsafe(bytesOf(name), platform)).toBeUndefined();
    }
  });

  test("takes on Linux any bytes that Linux takes", () => {
    for (const name of [
      Uint8Array.of(0xff),
      Uint8Array.of(0xc3),
      bytesOf("a\\b:c\n"),
      bytesOf("CON"),
      bytesOf("x. "),
    ]) {
      expect(whyUnsafe(name, "linux")).toBeUndefined();
    }
  });

  test("counts bytes on Linux and UTF-16 units elsewhere", () => {
    expect(whyUnsafe(bytesOf("ü".repeat(128)), "linux")).toBe("too-long");
    expect(whyUnsafe(bytesOf("ü".repeat(255)), "darwin")).toBeUndefined();
    expect(whyUnsafe(bytesOf("ü".repeat(256)), "win32")).toBe("too-long");
  });

  test.each(["darwin", "win32"] as const)("refuses bytes that are not UTF-8 on %s", (platform) => {
    expect(whyUnsafe(Uint8Array.of(0x61, 0xff), platform)).toBe("not-utf-8");
    expect(whyUnsafe(Uint8Array.of(0xed, 0xa0, 0x80), platform)).toBe("not-utf-8");
  });

  test.each([
    ["a\\b", "forbidden-character"],
    ["..\\x", "forbidden-character"],
    ["C:", "forbidden-character"],
    ["file:stream", "forbidden-character"],
    ["what?", "forbidden-character"],
    ["a\tb", "forbidden-character"],
    ["a\u001b[2J", "forbidden-character"],
    ["a.", "trailing-dot-or-space"],
    ["a ", "trailing-dot-or-space"],
    [".. .", "trailing-dot-or-space"],
    ["CON", "device-name"],
    ["nul", "device-name"],
    ["NUL.txt", "device-name"],
    ["nul .tar.gz", "device-name"],
    ["COM1", "device-name"],
    ["com¹.log", "device-name"],
    ["LPT9", "device-name"],
    ["CONOUT$", "device-name"],
  ] satisfies [string, UnsafeName][])("refuses %j on Windows only", (name, reason) => {
    expect(whyUnsafe(bytesOf(name), "win32")).toBe(reason);
    expect(whyUnsafe(bytesOf(name), "linux")).toBeUndefined();
  });
});

describe("a name that passed", () => {
  const anyName = fc.oneof(
    fc.uint8Array({ minLength: 0, maxLength: 12 }),
    fc.string({ unit: "grapheme", maxLength: 12 }).map(bytesOf),
    fc.string({ unit: fc.constantFrom("/", ".", "\\", ":", " ", "\0", "a", "C"), maxLength: 5 }).map(bytesOf),
  );

  test("stays one component below its folder, by the platform's own path rules", () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom("linux" as const, "win32" as const), (name, platform) => {
        if (whyUnsafe(name, platform) !== undefined) return;
        const path = platform === "win32" ? win32 : posix;
        const folder = platform === "win32" ? "C:\\target" : "/target";
        const text = Buffer.from(name).toString("latin1");
        const joined = path.resolve(folder, text);
        expect(path.dirname(joined)).toBe(folder);
        expect(path.basename(joined)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test.skipIf(process.platform !== "linux")(
    "is, on this disk, exactly one new entry of its folder",
    async () => {
      const parent = await tempFolder();
      const folder = join(parent, "target");
      await fc.assert(
        fc.asyncProperty(anyName, async (name) => {
          fc.pre(whyUnsafe(name, "linux") === undefined);
          await mkdir(folder);
          await mkdir(Buffer.concat([Buffer.from(`${folder}/`), name]));
          expect(await readdir(folder, { encoding: "buffer" })).toEqual([Buffer.from(name)]);
          expect(await readdir(parent)).toEqual(["target"]);
          await rm(folder, { recursive: true });
        }),
      );
    },
  );
});

describe("checkEntryName", () => {
  test("names the entry, its folder and what is wrong", () => {
    expect(() => checkEntryName(bytesOf("../x"), "/a/b", "linux")).toThrow(
      expect.objectContaining({
        code: "NAME_UNSAFE",
        details: { name: "../x", folder: "/a/b", reason: "slash" },
      }),
    );
    expect(() => checkEntryName(bytesOf("fine"), "/a/b")).not.toThrow();
  });

  test("shows nothing that could command a terminal, nor endless names", () => {
    const details = (name: string): { name: string } => {
      try {
        checkEntryName(bytesOf(name), "/", "linux");
      } catch (error) {
        return (error as { details: { name: string } }).details;
      }
      throw new Error("the name passed");
    };
    expect(details("/\u001b[2J\u202e\n").name).toBe("/\\u{1b}[2J\\u{202e}\\u{a}");
    expect(details("x".repeat(1_000_000)).name).toBe(`${"x".repeat(100)}…`);
  });
});
