import { expect, test } from "vitest";
import { folderOf, foldersDownTo, isWithin, nameOf, ROOT } from "./tree-path.ts";

test("a path has a folder and a name", () => {
  expect(folderOf("/home/eva/a.txt")).toBe("/home/eva");
  expect(folderOf("/home")).toBe(ROOT);
  expect(folderOf(ROOT)).toBe(ROOT);
  expect(nameOf("/home/\xe6\x96\x87.txt")).toBe("文.txt");
  expect(nameOf(ROOT)).toBe("");
});

test("a name cannot turn the direction of writing", () => {
  expect(nameOf("/a/\xe2\x80\xaegpj.exe")).toBe("\\u{202e}gpj.exe");
});

test("being within a folder is more than beginning with its name", () => {
  expect(isWithin("/home/eva2", "/home/eva")).toBe(false);
  expect(isWithin("/home/eva/x", "/home/eva")).toBe(true);
  expect(isWithin("/home/eva", "/home/eva")).toBe(true);
  expect(isWithin("/x", ROOT)).toBe(true);
});

test("crumbs begin at the base, or at the root outside of it", () => {
  expect(foldersDownTo("/home/eva/docs/a", "/home/eva")).toEqual([
    "/home/eva",
    "/home/eva/docs",
    "/home/eva/docs/a",
  ]);
  expect(foldersDownTo("/home/eva", "/home/eva")).toEqual(["/home/eva"]);
  expect(foldersDownTo("/srv/x", "/home/eva")).toEqual([ROOT, "/srv", "/srv/x"]);
  expect(foldersDownTo(ROOT, ROOT)).toEqual([ROOT]);
});
