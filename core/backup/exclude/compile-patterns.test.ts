import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { processorTimeMs } from "../../../test/support/processor-time.ts";
import { rawPathFromBytes, rawPathFromText } from "../../platform/raw-path.ts";
import { compilePatterns, type PathMatcher } from "./compile-patterns.ts";

function matcher(...globs: readonly string[]): PathMatcher {
  return compilePatterns(globs.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase: false })));
}

function matches(glob: string, path: string): boolean {
  return matcher(glob).matches(rawPathFromText(path));
}

function excluded(globs: readonly string[], paths: readonly string[]): readonly string[] {
  const patterns = matcher(...globs);
  return paths.filter((path) => patterns.matches(rawPathFromText(path)));
}

describe("restic's manual says", () => {
  test.each([
    ["foo", "/dir1/foo/dir2/file", true],
    ["foo", "/dir/foo", true],
    ["foo", "/dir/foobar", false],
    ["foo", "/barfoo", false],
    ["/bin", "/bin/bash", true],
    ["/bin", "/usr/bin/restic", false],
    ["b*ash", "/bin/bash", true],
    ["b*ash", "/bin/ash", false],
    ["foo/**/bar", "/dir1/foo/dir2/bar/file", true],
    ["foo/**/bar", "/foo/bar/file", true],
    ["foo/**/bar", "/tmp/foo/bar", true],
    ["foo/**/bar", "/tmp/foo/x/y/z/bar", true],
    ["foo/**/bar", "/tmp/bar/foo", false],
    ["/home/user/repos/**/target", "/home/user/repos/repo2/project1/target", true],
    ["/home/user/repos/**/target", "/home/user/repos/target", true],
    ["/home/user/repos/**/target", "/home/user/repos/repo3/src", false],
    ["bin/", "/usr/bin", true],
  ])("%s against %s: %s", (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });
});

describe("double stars", () => {
  test.each([
    ["**", "/a", true],
    ["/**", "/a", true],
    ["**/a", "/x/y/a", true],
    ["a/**", "/a", true],
    ["a/**", "/b", false],
    ["a/**/b/**/c", "/a/b/c", true],
    ["/a/**/b/**/c", "/a/1/b/2/c/below", true],
    ["/a/**/b/**/c", "/a/b/c", false], // restic's counting, see path-pattern.ts
    ["a**/b", "/a/x/b", false],
    ["a**/b", "/aaa/b", true],
  ])("%s against %s: %s", (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });
});

describe("wildcards within a component", () => {
  test.each([
    ["*", "/anything", true],
    ["*.tmp", "/a/b.tmp", true],
    ["*.tmp", "/a/.tmp", true],
    ["*.tmp", "/a/b.tmp2", false],
    ["a*a", "/a", false],
    ["a*b*c", "/aXbXc", true],
    ["a*b*c", "/abcb", false],
    ["*ab", "/aab", true],
    ["?", "/é", true],
    ["??", "/é", false],
    ["[a-c]x", "/bx", true],
    ["[^a-c]x", "/bx", false],
    ["[!a]x", "/!x", true], // `!` negates nothing
    ["[é-ü]", "/ö", true],
    ["[é-ü]", "/a", false],
    ["[z-a]", "/m", false],
    ["\\*", "/*", true],
    ["\\*", "/x", false],
    ["[\\]]", "/]", true],
    ["a]", "/a]", true],
    ["a[\\-x]", "/a-", true],
  ])("%s against %s: %s", (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test("a byte that is not UTF-8 is one character to a question mark and one of its own in a literal", () => {
    const name = rawPathFromBytes(Buffer.from([0x2f, 0x61, 0xff, 0x62]));
    expect(matcher("a?b").matches(name)).toBe(true);
    expect(matcher("a??b").matches(name)).toBe(false);
    expect(compilePatterns([{ glob: name, ignoreCase: false }]).matches(name)).toBe(true);
    expect(matcher("a\u00ffb").matches(name)).toBe(false);
  });

  test("many stars against a hostile name answer at once", () => {
    const started = processorTimeMs();
    expect(matches(`${"*a".repeat(30)}*b`, `/${"a".repeat(255)}`)).toBe(false);
    expect(processorTimeMs() - started).toBeLessThan(100);
  });
});

describe("cleaning", () => {
  test.each([
    ["./foo", "/foo", true],
    ["foo//bar", "/foo/bar", true],
    ["foo/../bar", "/bar", true],
    ["/../bar", "/bar", true],
    ["/", "/a", true],
    [".", "/a", false],
    ["..", "/a", false],
  ])("%s against %s: %s", (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test("an empty pattern is skipped", () => {
    expect(matches("", "/a")).toBe(false);
  });
});

describe("taking back", () => {
  test("a later ! brings back what an earlier pattern left out", () => {
    const home = ["/home/u/Documents", "/home/u/code", "/home/u/other", "/home/u/code/x.o"];
    const globs = ["/home/u/*", "!/home/u/Documents", "!/home/u/code", "*.o"];
    expect(excluded(globs, home)).toEqual(["/home/u/other", "/home/u/code/x.o"]);
  });

  test("an earlier ! brings back nothing", () => {
    expect(excluded(["!a", "a"], ["/a"])).toEqual(["/a"]);
  });

  test("a ! does not reach into the list that ignores case", () => {
    const patterns = compilePatterns([
      { glob: rawPathFromText("a"), ignoreCase: true },
      { glob: rawPathFromText("!a"), ignoreCase: false },
    ]);
    expect(patterns.matches(rawPathFromText("/A"))).toBe(true);
    expect(patterns.matches(rawPathFromText("/a"))).toBe(true);
  });
});

test.each([
  ["*.JPG", "/Photo.jpg", true],
  ["ÜBER", "/über", true],
  ["ΑΣ", "/ασ", true],
  ["İ", "/i", true],
  ["a", "/b", false],
])("ignoring case, %s against %s: %s", (glob, path, expected) => {
  const patterns = compilePatterns([{ glob: rawPathFromText(glob), ignoreCase: true }]);
  expect(patterns.matches(rawPathFromText(path))).toBe(expected);
});

describe("including", () => {
  test("looks below the folders that lead to an anchored pattern, and only there", () => {
    const include = matcher("/srv/data/*.db");
    const below = (path: string) => include.mayMatchBelow(rawPathFromText(path));
    expect(["/", "/srv", "/srv/data", "/srv/data/x.db"].map(below)).toEqual([true, true, true, true]);
    expect(["/etc", "/srv/other", "/srv/data/folder"].map(below)).toEqual([false, false, false]);
  });

  test("looks everywhere for a pattern without a leading slash, and behind a double star", () => {
    expect(matcher("x").mayMatchBelow(rawPathFromText("/any/where"))).toBe(true);
    expect(matcher("/a/**/x").mayMatchBelow(rawPathFromText("/a/any/where"))).toBe(true);
    expect(matcher("/a/**/x").mayMatchBelow(rawPathFromText("/b"))).toBe(false);
  });

  test("looks nowhere without patterns", () => {
    expect(matcher().mayMatchBelow(rawPathFromText("/a"))).toBe(false);
  });

  test("whatever matches can be reached through its folders", () => {
    const component = fc.constantFrom("a", "b", "ab", "*", "?", "**", "a*");
    const glob = fc.tuple(fc.boolean(), fc.array(component, { minLength: 1, maxLength: 4 }));
    const path = fc.array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(glob, { minLength: 1, maxLength: 3 }), path, (globs, parts) => {
        const include = matcher(...globs.map(([anchored, list]) => (anchored ? "/" : "") + list.join("/")));
        fc.pre(include.matches(rawPathFromText(`/${parts.join("/")}`)));
        for (let depth = 0; depth < parts.length; depth += 1) {
          const folder = rawPathFromText(`/${parts.slice(0, depth).join("/")}`);
          expect(include.mayMatchBelow(folder)).toBe(true);
        }
      }),
    );
  });
});

test.each([
  ["[a", "class-not-closed"],
  ["x/a[", "class-not-closed"],
  ["[a-", "class-not-closed"],
  ["[]a]", "class-malformed"],
  ["[a-]", "class-malformed"],
  ["[-a]", "class-malformed"],
  ["[^]", "class-malformed"],
  ["a\\", "nothing-to-escape"],
  ["!b\\/c", "nothing-to-escape"],
])("refuses %s: %s", (pattern, reason) => {
  const error = caught(() => matcher("fine", pattern));
  expect(error.details).toEqual({ pattern, reason });
});

function caught(run: () => unknown): BackstayError<"PATTERN_INVALID"> {
  try {
    run();
  } catch (error) {
    if (isBackstayError(error, "PATTERN_INVALID")) return error;
    throw error;
  }
  throw new Error("no error");
}

test("tells 100 000 paths from 10 patterns in well under a second", () => {
  const patterns = matcher(
    ..."*.tmp *~ node_modules .git /proc /home/*/.cache **/target/debug *.o cache[0-9] Thumbs.db".split(" "),
  );
  const paths = Array.from({ length: 100_000 }, (_, n) =>
    rawPathFromText(`/home/user${n % 7}/projects/p${n % 97}/src/module-${n}.ts`),
  );
  const started = processorTimeMs();
  expect(paths.some((path) => patterns.matches(path))).toBe(false);
  const tookMs = processorTimeMs() - started;
  expect(tookMs).toBeLessThan(1000); // 80 ms on an idle 2-core machine; this bound is for a busy one
});
