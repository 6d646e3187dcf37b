import { expect, test } from "vitest";
import { formatPlace, movePlace, parsePlace } from "./place.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);

test("a place survives the address, raw names too", () => {
  const place = parsePlace(
    new URLSearchParams({
      repository: A,
      series: B,
      path: "/a b/\xe6\x96\x87&#?",
      mode: "search",
      text: "x",
    }),
  );
  expect(place).toMatchObject({ repository: A, series: B, path: "/a b/\xe6\x96\x87&#?", snapshot: null });
  expect(parsePlace(new URLSearchParams(formatPlace(place).toString()))).toEqual(place);
});

test("what an address cannot mean is left out", () => {
  const place = parsePlace(
    new URLSearchParams({
      repository: "../x",
      path: "relative",
      mode: "no",
      onlyDifferent: "yes",
      sort: "name",
    }),
  );
  expect(place).toMatchObject({
    repository: null,
    path: null,
    mode: null,
    onlyDifferent: null,
    sort: "name",
  });
  expect(parsePlace(new URLSearchParams({ path: "/文" })).path).toBeNull();
});

test("another series begins at its own newest snapshot and folder", () => {
  const place = parsePlace(
    new URLSearchParams({ repository: A, series: A, snapshot: A, path: "/x", shown: "/x/y", sort: "size" }),
  );
  const moved = movePlace(place, { series: B as never });
  expect(moved).toMatchObject({
    repository: A,
    series: B,
    snapshot: null,
    path: null,
    shown: null,
    sort: "size",
  });
  expect(movePlace(place, { path: "/z" })).toMatchObject({ path: "/z", shown: null, snapshot: A });
  expect(movePlace(place, { path: "/z", shown: "/z/q" }).shown).toBe("/z/q");
  expect(movePlace(place, { snapshot: B as never })).toMatchObject({ path: "/x", shown: "/x/y" });
});
