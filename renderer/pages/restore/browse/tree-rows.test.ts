import { expect, test } from "vitest";
import { treeRows } from "./tree-rows.ts";

const folder = (path: string) => ({ path, name: path.slice(path.lastIndexOf("/") + 1) });

test("only what is opened and known has rows below it", () => {
  const below = new Map([
    ["/d", { folders: [folder("/d/a"), folder("/d/b")], hasMore: false }],
    ["/d/a", { folders: [], hasMore: false }],
    ["/d/b", undefined],
  ]);
  const rows = treeRows("/d", "Documents", new Set(["/d", "/d/a", "/d/b"]), below);
  expect(rows.map(({ path, level, isOpen, isLeaf }) => [path, level, isOpen, isLeaf])).toEqual([
    ["/d", 1, true, false],
    ["/d/a", 2, true, true],
    ["/d/b", 2, true, false],
  ]);
  expect(rows[0]?.name).toBe("Documents");
  expect(treeRows("/d", "Documents", new Set(), below)).toHaveLength(1);
});

test("a row stands for folders beyond those that are listed", () => {
  const below = new Map([["/", { folders: [folder("/a")], hasMore: true }]]);
  const rows = treeRows("/", "All", new Set(["/"]), below);
  expect(rows.at(-1)).toMatchObject({ isRest: true, level: 2 });
});
