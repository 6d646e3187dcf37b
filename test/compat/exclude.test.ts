// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables in exclude files look like placeholders
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compilePatterns, type PathMatcher } from "../../core/backup/exclude/compile-patterns.ts";
import { readPatternFile } from "../../core/backup/exclude/exclude-file.ts";
import {
  joinRawPath,
  type RawPath,
  rawPathForFs,
  rawPathFromBytes,
  rawPathFromText,
  rawPathToBytes,
  rawPathToText,
} from "../../core/platform/raw-path.ts";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { lacksTool } from "../support/tools.ts";

/**
 * The real restic is asked, in dry runs, what it would back up of one tree with many sets of patterns, and must name
 * exactly the paths that our patterns leave in.
 */
const run = promisify(execFile);
const SETS = Number(process.env.BACKSTAY_PATTERN_SETS ?? 22); // each costs one start of restic, about 0.6 s

const NAMES = [
  "a",
  "b",
  "ab",
  "abc",
  "A",
  "Ab.tmp",
  "x.tmp",
  "é",
  "日本",
  "[x]",
  "a*b",
  "c\\d",
  "sp ace",
  "!a",
].map(rawPathFromText);
const NOT_UTF8 = rawPathFromBytes(Buffer.from([0x61, 0xff, 0x62]));

let folder: string;
let tree: RawPath;

/** Makes a file and a folder of most names on every level. */
async function plant(path: RawPath, depth: number): Promise<void> {
  await mkdir(rawPathForFs(path));
  for (const [n, name] of [...NAMES, NOT_UTF8].entries()) {
    const child = joinRawPath(path, name);
    if (depth > 1 && n < depth * 2) await plant(child, depth - 1);
    else await writeFile(rawPathForFs(child), "");
  }
}

async function restic(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const repository = { RESTIC_PASSWORD: "test", RESTIC_REPOSITORY: join(folder, "repository") };
  const env = { ...process.env, ...repository, ...environment };
  const { stdout } = await run("restic", ["--no-cache", ...args], { env, maxBuffer: 1 << 26 });
  return stdout;
}

/** As restic prints them: paths of folders end with a slash, bytes that are not UTF-8 are replaced. */
async function pathsOfRestic(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const args = ["backup", "--dry-run", "-vv", "--json", ...options, rawPathToText(tree)];
  const output = await restic(args, environment);
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): unknown => JSON.parse(line))
    .filter((line) => isNewItem(line))
    .map(({ item }) => item)
    .filter((item) => item.startsWith(`${rawPathToText(tree)}/`));
}

function isNewItem(line: unknown): line is { readonly item: string } {
  return (
    typeof line === "object" && line !== null && "action" in line && "item" in line && line.action === "new"
  );
}

async function pathsOfOurs(patterns: PathMatcher): Promise<readonly string[]> {
  const found: string[] = [];
  async function walk(path: RawPath): Promise<void> {
    found.push(`${rawPathToText(path)}/`);
    for (const entry of await readdir(rawPathForFs(path), { withFileTypes: true, encoding: "buffer" })) {
      const child = joinRawPath(path, rawPathFromBytes(entry.name));
      if (patterns.matches(child)) continue;
      if (entry.isDirectory()) await walk(child);
      else found.push(rawPathToText(child));
    }
  }
  await walk(tree);
  return found;
}

const component = fc.oneof(
  fc.constantFrom("a", "b", "ab", "é", "日本", "A", "x.tmp", "\\[x\\]", "a\\*b", "c\\\\d", "sp ace"),
  fc.constantFrom("*", "?", "??", "???", "*?", "*??", "*.tmp", "a*", "*b*", "a?", "a?b", "*.*", "a**", "?*c"),
  fc.constantFrom("[a-c]", "[^a]", "[^a-z]*", "[é日]*", "*[b本]", "[\\[]*", "[z-a]", "[a][b]"),
  fc.constantFrom("**", "**", ".", "..", ""),
);
const glob = fc.record({
  negated: fc.nat(3).map((n) => n === 0),
  anchored: fc.nat(2).map((n) => n === 0),
  components: fc.array(component, { minLength: 1, maxLength: 4 }),
  ignoreCase: fc.nat(4).map((n) => n === 0),
});

describe.skipIf(lacksTool("restic"))("exclude", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "backstay-exclude-"));
    tree = rawPathFromText(join(folder, "tree"));
    await plant(tree, 3);
    await restic(["init"]);
    await cheapenKeys(join(folder, "repository"), "test");
  });

  afterAll(() => rm(folder, { recursive: true }));

  test("leaves out exactly what restic leaves out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(glob, { minLength: 1, maxLength: 5 }), async (globs) => {
        const patterns = globs.map(({ negated, anchored, components, ignoreCase }) => ({
          text: (negated ? "!" : "") + (anchored ? `${rawPathToText(tree)}/` : "") + components.join("/"),
          ignoreCase,
        }));
        const matcher = compilePatterns(
          patterns.map(({ text, ignoreCase }) => ({ glob: rawPathFromText(text), ignoreCase })),
        );
        fc.pre(!matcher.matches(tree)); // restic 0.14 leaves out even what was named; newer ones and we do not
        const options = patterns.flatMap(({ text, ignoreCase }) => [
          ignoreCase ? "--iexclude" : "--exclude",
          text,
        ]);
        await expectSamePaths(matcher, options);
      }),
      { numRuns: SETS, endOnFailure: true },
    );
  });

  test("reads exclude files as restic does", async () => {
    const list = join(folder, "list");
    const environment = { TOP: rawPathToText(tree), b: "é" };
    const lines = [
      Buffer.from(
        "# comment\n  $TOP/ab  \r\n\n\t${TOP}/A/**/x.tmp\n$b\n*$$\n$TOP/a/$NOT_SET_HERE/b\n!$TOP/b/${b}\n",
      ),
      rawPathToBytes(NOT_UTF8),
    ];
    await writeFile(list, Buffer.concat(lines));
    const matcher = compilePatterns(await readPatternFile(list, { ignoreCase: false, environment }));
    await expectSamePaths(matcher, ["--exclude-file", list], environment);
  });
});

async function expectSamePaths(
  matcher: PathMatcher,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const ours = new Set(await pathsOfOurs(matcher));
  const restics = new Set(await pathsOfRestic(options, environment));
  expect({ onlyOurs: [...ours.difference(restics)], onlyRestics: [...restics.difference(ours)] }).toEqual({
    onlyOurs: [],
    onlyRestics: [],
  });
  expect(ours.size).toBeGreaterThan(0);
}
