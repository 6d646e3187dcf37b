import { expect, test } from "vitest";
import { builderList } from "./builder-list.ts";

const YAML = `files:
  # a comment
  - package.json

  - "!dist/**/*.map"
  - node_modules/**/*
asar: true
empty:
target: [deb]
odd:
  - { from: a }
`;

test("reads the items of a list, quoted or not", () => {
  expect(builderList(YAML, "files")).toEqual(["package.json", "!dist/**/*.map", "node_modules/**/*"]);
});

test("a list that is not there, or holds something else, is not read as an empty one", () => {
  expect(() => builderList(YAML, "asarUnpack")).toThrow("asarUnpack");
  expect(() => builderList(YAML, "odd")).toThrow("from: a");
});
