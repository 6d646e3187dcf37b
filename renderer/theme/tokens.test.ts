import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const RENDERER = join(import.meta.dirname, "..");

test("every variable that a style asks for is defined somewhere", () => {
  const texts = readdirSync(RENDERER, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:css|tsx?)$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) => readFileSync(join(RENDERER, path), "utf8"));
  const defined = new Set(
    texts.flatMap((text) => [...text.matchAll(/(--[\w-]+)["\]]*\s*:/g)].map(([, name]) => name)),
  );
  const asked = texts.flatMap((text) => [...text.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name));
  const ofLibrary = (name: string | undefined) => name?.startsWith("--mantine-") ?? false;
  expect([...new Set(asked)].filter((name) => !defined.has(name) && !ofLibrary(name))).toEqual([]);
});
