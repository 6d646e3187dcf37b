import { expect, test } from "vitest";
import type { LocalPlace } from "../../../shared/model/app.ts";
import { freeName, suggestedSources } from "./suggested-sources.ts";

const place = (kind: LocalPlace["kind"], path: string): LocalPlace => ({
  kind,
  path,
  label: path,
  freeBytes: null,
  totalBytes: null,
});

test("suggests the folders people work in, not whole disks", () => {
  const places = [place("home", "/home/a"), place("documents", "/home/a/Documents"), place("disk", "/")];
  expect(suggestedSources(places, (kind) => kind.toUpperCase())).toEqual([
    { path: "/home/a/Documents", name: "DOCUMENTS", icon: "documents", isChosen: true },
  ]);
});

test("suggests the home where there is nothing better, and nothing where there is none", () => {
  expect(suggestedSources([place("home", "/root"), place("disk", "/")], (kind) => kind)).toMatchObject([
    { path: "/root", name: "home" },
  ]);
  expect(suggestedSources([place("disk", "/")], (kind) => kind)).toEqual([]);
});

test("a name is given once", () => {
  expect(freeName("Work", ["Mail"])).toBe("Work");
  expect(freeName("Work", ["work", "Work 2"])).toBe("Work 3");
});
