import { describe, expect, test } from "vitest";
import { checkImports, importsOf } from "./imports.ts";

const packages = { production: ["zod", "better-sqlite3"], development: ["vitest", "electron", "react"] };

function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  return checkImports(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    packages,
  );
}

describe("finding imports", () => {
  test("sees every way to import a module", () => {
    const text = `import a from "a";
import type { B } from 'b';
import {
  c,
} from "./c.ts";
import "d";
export * from "e";
export type { F } from "./f.ts";
const g = await import("g");`;
    expect(importsOf(text)).toEqual(["a", "b", "./c.ts", "d", "e", "./f.ts", "g"]);
  });

  test("sees none in comments and ordinary strings", () => {
    const text = `// import x from "x";
/* import y from "y"; */
export const words = { from: "here" };
export function from() { return "there"; }
const url = "https://example.org"; // import("z")`;
    expect(importsOf(text)).toEqual([]);
  });
});

describe("who may import whom", () => {
  test.each([
    ["shared/a.ts", "../core/b.ts"],
    ["core/a.ts", "../console/b.ts"],
    ["core/a.ts", "electron"],
    ["core/a.ts", "react"],
    ["console/a.ts", "electron"],
    ["console/a.ts", "../renderer/b.ts"],
    ["renderer/a.ts", "../core/b.ts"],
    ["shared/a.ts", "node:fs"],
    ["core/a.ts", "vitest"],
    ["core/a.ts", "left-pad"],
    ["core/a.ts", "../test/support/b.ts"],
    ["core/a.ts", "./b.test.ts"],
    ["core/x.test.ts", "../console/b.ts"],
  ])("%s may not import %s", (from, name) => {
    expect(problemsOf({ [from]: `import { b } from "${name}";` })).toHaveLength(1);
  });

  test.each([
    ["core/a.ts", "../shared/b.ts"],
    ["core/a.ts", "node:fs"],
    ["core/a.ts", "zod/v4"],
    ["console/a.ts", "../core/b.ts"],
    ["electron/a.ts", "electron"],
    ["renderer/a.tsx", "react"],
    ["core/a.test.ts", "vitest"],
    ["core/a.test.ts", "../test/support/b.ts"],
    ["test/compat/a.test.ts", "../../console/b.ts"],
  ])("%s may import %s", (from, name) => {
    expect(problemsOf({ [from]: `import { b } from "${name}";` })).toEqual([]);
  });

  test("names the files of a cycle, also when only types close it", () => {
    const problems = problemsOf({
      "core/a.ts": `import { b } from "./b.ts";`,
      "core/b.ts": `import { c } from "./c.ts";`,
      "core/c.ts": `import type { A } from "./a.ts";`,
    });
    expect(problems).toEqual(["core/a.ts: import cycle core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts"]);
  });
});
