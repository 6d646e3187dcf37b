import { expect, test } from "vitest";
import { checkDocs } from "./docs.ts";

const files = ["README.md", "core/storage/local.ts", "docs/guide.md", "package.json"];

function problemsOf(text: string, path = "README.md"): readonly string[] {
  return checkDocs([{ path, text }], files);
}

test.each([
  "See `core/storage` and `core/storage/local.ts`, also `local.ts` and `package.json`.",
  "A [link](docs/guide.md#start), a [page](https://example.org/x/y), an [anchor](#here).",
  "Not ours: `data/xx`, `and/or`, `core/storage/*.ts`, `application/json`, `--repo`, `npx backstay`.",
  "```\ncore/nowhere.ts\n[x](missing.md)\n```\n",
])("accepts: %s", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test.each([
  ["`core/nowhere`", "core/nowhere"],
  ["`gone.ts`", "gone.ts"],
  ["[a](docs/missing.md)", "docs/missing.md"],
  ["`./missing.md`", "./missing.md"],
])("reports: %s", (text, name) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining(name)]);
});

test("resolves links from the document's own folder", () => {
  expect(problemsOf("[up](../README.md)", "docs/guide.md")).toEqual([]);
  expect(problemsOf("[up](../gone.md)", "docs/guide.md")).toHaveLength(1);
});
