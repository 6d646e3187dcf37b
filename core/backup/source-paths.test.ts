import { describe, expect, test } from "vitest";
import { planSources } from "./source-paths.ts";

describe("planSources", () => {
  test("puts sources under the folders that lead to them, sorted as bytes", () => {
    const { entries, paths } = planSources(["/srv/b", "/srv/a/x", "etc"], "/home/u");
    expect(paths).toEqual(["/home/u/etc", "/srv/a/x", "/srv/b"]);
    expect(entries?.map((entry) => entry.name)).toEqual(["home", "srv"]);
    const srv = entries?.[1];
    expect(
      srv?.entries?.map(({ name, path, entries: below }) => ({ name, path, isSource: below === undefined })),
    ).toEqual([
      { name: "a", path: "/srv/a", isSource: false },
      { name: "b", path: "/srv/b", isSource: true },
    ]);
  });

  test("takes a source inside another source as part of it", () => {
    const { entries } = planSources(["/srv", "/srv/a"], "/");
    expect(entries).toEqual([{ name: "srv", path: "/srv", entries: undefined }]);
  });

  test("cleans paths and names each once", () => {
    expect(planSources(["/a/../b/", "/b/."], "/").paths).toEqual(["/b"]);
  });

  test("has no entries when the root folder itself is a source", () => {
    expect(planSources(["/", "/srv"], "/").entries).toBeUndefined();
  });
});
