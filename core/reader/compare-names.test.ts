import { expect, test } from "vitest";
import type { RawPath } from "../platform/raw-path.ts";
import { comparerFor } from "./compare-names.ts";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Names of few different characters, so that their beginnings are often alike. */
function names(alphabet: string, count: number): string[] {
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(9) }, () => alphabet[next(alphabet.length)] ?? "").join(""),
  );
}

test.each(["aAbB01 ", "0123456789a", "a0.-_ ~", " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ09"])(
  "names of these characters are compared as the collator does: %s",
  (alphabet) => {
    const some = names(alphabet, 300);
    const compare = comparerFor(some.map(raw));
    for (const [m, a] of some.entries()) {
      for (const [n, b] of some.entries()) {
        if (Math.sign(compare(m, n)) !== Math.sign(collator.compare(a, b))) expect.unreachable(`${a} | ${b}`);
      }
    }
  },
);

function raw(text: string): RawPath {
  return Buffer.from(text).toString("latin1") as RawPath;
}

/** In the order that numbers of names have. */
function sorted(some: readonly string[]): (string | undefined)[] {
  return Array.from(some.keys())
    .sort(comparerFor(some.map(raw)))
    .map((n) => some[n]);
}

test("numbers of any length are compared by their value", () => {
  const long = [
    "9".repeat(254),
    `1${"0".repeat(254)}`,
    `1${"0".repeat(255)}`,
    `${"0".repeat(600)}7`,
    "8".repeat(700),
  ];
  expect(sorted(long)).toEqual([long[3], long[0], long[1], long[2], long[4]]);
});

test("other characters are left to the collator", () => {
  const some = ["Zebra", "Äpfel", "apfel 2", "Apfel 10", "合同"];
  expect(sorted(some)).toEqual(["apfel 2", "Apfel 10", "Äpfel", "Zebra", "合同"].toSorted(collator.compare));
});

test("a name with a line break is a name like others", () => {
  const some = ["b", "a\nc", "a"];
  expect(sorted(some)).toEqual(some.toSorted(collator.compare));
});
