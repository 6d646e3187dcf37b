// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables in exclude files look like placeholders
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rawPathFromBytes, rawPathToText } from "../../platform/raw-path.ts";
import { parsePatternFile, readPatternFile } from "./exclude-file.ts";

const ENVIRONMENT = { HOME: "/home/bob", _x1: "ü", EMPTY: "" };

function parse(text: string): readonly string[] {
  return parsePatternFile(Buffer.from(text), ENVIRONMENT).map(rawPathToText);
}

test("skips comments and empty lines, and trims", () => {
  expect(parse("# go files\n*.go\r\n\n \t\n  foo bar star.txt \n#x\n!keep")).toEqual([
    "*.go",
    "foo bar star.txt",
    "!keep",
  ]);
});

test.each([
  ["$HOME/x", "/home/bob/x"],
  ["${HOME}x", "/home/bobx"],
  ["$HOMEx", ""],
  ["$_x1", "ü"],
  ["$$HOME", "$HOME"],
  ["${$}", "$"],
  ["a${}b", "ab"],
  ["a${b", "ab"],
  ["a$", "a$"],
  ["a$.b", "a$.b"],
  ["$1x", "x"],
  ["$NOTSET", ""],
  ["${EMPTY}a", "a"],
  ["~/x", "~/x"],
])("expands %s to %s", (line, expected) => {
  expect(parse(line)).toEqual([expected]);
});

test("understands byte order marks", () => {
  const lines = "a\nü*\n";
  const utf16 = Buffer.from(`\ufeff${lines}`, "utf16le");
  const swapped = Buffer.from(utf16).swap16();
  for (const bytes of [Buffer.from(`\ufeff${lines}`), utf16, swapped]) {
    expect(parsePatternFile(bytes, {}).map(rawPathToText)).toEqual(["a", "ü*"]);
  }
});

test("keeps bytes that are not UTF-8, and characters that end in what looks like a space", () => {
  expect(parsePatternFile(Buffer.from([0xff, 0x0a, 0xc3, 0xa0]), {})).toEqual([
    rawPathFromBytes(Buffer.from([0xff])),
    rawPathFromBytes(Buffer.from("à")),
  ]);
});

test("reads a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "backstay-exclude-file-"));
  try {
    await writeFile(join(folder, "list"), "$HOME\n");
    const patterns = await readPatternFile(join(folder, "list"), {
      ignoreCase: true,
      environment: ENVIRONMENT,
    });
    expect(patterns).toEqual([{ glob: "/home/bob", ignoreCase: true }]);
    await expect(
      readPatternFile(join(folder, "none"), { ignoreCase: false, environment: {} }),
    ).rejects.toMatchObject({
      code: "ENOENT",
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
