import { expect, test } from "vitest";
import {
  commonFolder,
  deselect,
  isPartlySelected,
  isSelected,
  NOTHING,
  type Selection,
  select,
} from "./selection.ts";

const of = (...paths: string[]): Selection => new Set(paths);

test("a folder stands for all below it", () => {
  const selection = select(NOTHING, ["/a"]);
  expect(isSelected(selection, "/a/b/c")).toBe(true);
  expect(isSelected(selection, "/ab")).toBe(false);
  expect(select(selection, ["/a/b"])).toBe(selection);
});

test("selecting a folder takes the place of what was selected below it", () => {
  expect(select(of("/a/b", "/a/c/d", "/x"), ["/a"])).toEqual(of("/x", "/a"));
  expect(select(NOTHING, ["/a", "/a/b", "/"])).toEqual(of("/"));
});

test("a folder with something selected below is partly selected", () => {
  const selection = of("/a/b/c");
  expect(isPartlySelected(selection, "/a")).toBe(true);
  expect(isPartlySelected(selection, "/a/b/c")).toBe(false);
  expect(isPartlySelected(selection, "/a/bb")).toBe(false);
  expect(isPartlySelected(of("/a"), "/a/b")).toBe(false);
});

test("taking one entry out of a selected folder leaves the others", () => {
  expect(deselect(of("/a"), "/a/2", ["/a/1", "/a/2", "/a/3"])).toEqual(of("/a/1", "/a/3"));
  expect(deselect(of("/a/1", "/a/2"), "/a/2", null)).toEqual(of("/a/1"));
  expect(deselect(of("/a"), "/a/2", null)).toEqual(NOTHING);
  expect(deselect(of("/a", "/x"), "/a/b/c", ["/a/b/c", "/a/b/d"])).toEqual(of("/x"));
});

test("the common folder is the smallest that holds all", () => {
  expect(commonFolder(of("/a/b/c", "/a/b/d"))).toBe("/a/b");
  expect(commonFolder(of("/a/b/c", "/a/bb/d"))).toBe("/a");
  expect(commonFolder(of("/a"))).toBe("/");
  expect(commonFolder(of("/a/b/c", "/x"))).toBe("/");
});
