import { expect, test } from "vitest";
import type { RawPath } from "../platform/raw-path.ts";
import { selectPaths } from "./select-paths.ts";

const raw = (text: string) => text as RawPath;

test("selects what was named and all that is below, and nothing whose name only begins alike", () => {
  const selection = selectPaths([raw("/a/b")]);
  const selected = ["/a", "/a/b", "/a/b/c", "/a/b/c/d", "/a/bc", "/a/b2/c", "/b"].filter((path) =>
    selection.isSelected(raw(path)),
  );
  expect(selected).toEqual(["/a/b", "/a/b/c", "/a/b/c/d"]);
});

test("goes only into folders that lead to something selected", () => {
  const selection = selectPaths([raw("/a/b/c")]);
  const entered = ["/a", "/a/b", "/a/b/c", "/a/b/c/d", "/a/x", "/x"].filter((path) =>
    selection.mayHoldSelected(raw(path)),
  );
  expect(entered).toEqual(["/a", "/a/b", "/a/b/c", "/a/b/c/d"]);
});

test("takes names that look like patterns as they are", () => {
  const selection = selectPaths([raw("/a/*.txt"), raw("/a/[b]\\?")]);
  expect(selection.isSelected(raw("/a/c.txt"))).toBe(false);
  expect(selection.isSelected(raw("/a/*.txt"))).toBe(true);
  expect(selection.isSelected(raw("/a/[b]\\?"))).toBe(true);
});

test("a slash selects everything", () => {
  const selection = selectPaths([raw("/")]);
  expect(selection.isSelected(raw("/anything/at all"))).toBe(true);
  expect(selection.unmet()).toEqual([]);
});

test("tells what was not there", () => {
  const selection = selectPaths([raw("/a"), raw("/gone")]);
  selection.isSelected(raw("/a"));
  expect(selection.unmet()).toEqual(["/gone"]);
});
