import { expect, test } from "vitest";
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
    const compare = comparerFor(some);
    expect(compare).not.toBe(collator.compare);
    for (const a of some) {
      for (const b of some) {
        if (Math.sign(compare(a, b)) !== Math.sign(collator.compare(a, b))) expect.unreachable(`${a} | ${b}`);
      }
    }
  },
);

test("other characters are left to the collator", () => {
  const some = ["Zebra", "Äpfel", "apfel 2", "Apfel 10", "合同"];
  expect(some.toSorted(comparerFor(some))).toEqual(
    ["apfel 2", "Apfel 10", "Äpfel", "Zebra", "合同"].toSorted(collator.compare),
  );
});
