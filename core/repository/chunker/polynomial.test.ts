import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPolynomial, isIrreducible, parsePolynomial, randomPolynomial } from "./polynomial.ts";

/** Product without carries. */
function product(a: bigint, b: bigint): bigint {
  let sum = 0n;
  for (let i = 0n; b >> i > 0n; i++) if ((b >> i) & 1n) sum ^= a << i;
  return sum;
}

describe("isIrreducible", () => {
  test("agrees with multiplication tables up to degree 9", () => {
    const reducible = new Set<bigint>();
    for (let a = 2n; a < 512n; a++) {
      for (let b = 2n; b < 512n; b++) reducible.add(product(a, b));
    }
    for (let p = 2n; p < 1024n; p++) expect([p, isIrreducible(p)]).toEqual([p, !reducible.has(p)]);
  });

  test("calls constants neither prime nor not, hence unusable", () => {
    expect(isIrreducible(0n)).toBe(false);
    expect(isIrreducible(1n)).toBe(false);
  });

  test("refuses any product of two polynomials", () => {
    const factor = fc.bigInt({ min: 2n, max: (1n << 30n) - 1n });
    fc.assert(fc.property(factor, factor, (a, b) => !isIrreducible(product(a, b))));
  });

  test("accepts the polynomials of real repositories", () => {
    // the one of restic-cuts.json, and the example of restic's format description
    expect(isIrreducible(0x3aed486f9f1639n)).toBe(true);
    expect(isIrreducible(0x25b468838dcb75n)).toBe(true);
  });
});

describe("a chunker polynomial", () => {
  test("drawn at random is irreducible, of degree 53, and another each time", () => {
    const drawn = Array.from({ length: 10 }, randomPolynomial);
    expect(new Set(drawn).size).toBe(10);
    for (const polynomial of drawn) expect(parsePolynomial(formatPolynomial(polynomial))).toBe(polynomial);
  });

  test.each([
    "",
    "xyz",
    "0x25b468838dcb75",
    "-1",
    " 25b468838dcb75",
    "25b468838dcb7525b468838dcb75",
    "0",
    "7",
  ])("that reads %j is refused", (hex) =>
    expect(() => parsePolynomial(hex)).toThrowError(/POLYNOMIAL_UNUSABLE/),
  );

  test("of the right degree that is a product is refused", () => {
    // divisible by x + 1, having an even number of terms
    expect(() => parsePolynomial("20000000000001")).toThrowError(/POLYNOMIAL_UNUSABLE/);
  });
});
