/**
 * Polynomials over GF(2) as bigints: bit i is the coefficient of x^i. The chunker's fingerprint is a remainder modulo
 * one of degree 53, drawn at random for each repository, so that cuts tell a stranger nothing about known files.
 */
import { randomBytes } from "node:crypto";
import { BackstayError } from "../../../shared/errors.ts";

const DEGREE = 53;
const SHORT_HEX = /^[0-9a-fA-F]{1,16}$/;

/** @returns the highest power with a coefficient, -1 for the zero polynomial */
function degree(polynomial: bigint): number {
  return polynomial === 0n ? -1 : polynomial.toString(2).length - 1;
}

function remainder(dividend: bigint, divisor: bigint): bigint {
  const divisorDegree = degree(divisor);
  let rest = dividend;
  for (let excess = degree(rest) - divisorDegree; excess >= 0; excess = degree(rest) - divisorDegree) {
    rest ^= divisor << BigInt(excess);
  }
  return rest;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, remainder(a, b));
}

/** The square: over GF(2) all mixed terms cancel, so each coefficient moves to twice its power. */
function square(polynomial: bigint): bigint {
  return BigInt(`0b${[...polynomial.toString(2)].join("0")}`);
}

/** `x^(2^times) mod polynomial` */
function squaredX(times: number, polynomial: bigint): bigint {
  let power = remainder(2n, polynomial);
  for (let i = 0; i < times; i++) power = remainder(square(power), polynomial);
  return power;
}

function primeDivisors(n: number): number[] {
  const primes: number[] = [];
  let rest = n;
  for (let candidate = 2; rest > 1; candidate++) {
    if (rest % candidate !== 0) continue;
    primes.push(candidate);
    while (rest % candidate === 0) rest /= candidate;
  }
  return primes;
}

/**
 * Whether a polynomial is the product of no two smaller ones.
 * @source M. O. Rabin, "Probabilistic Algorithms in Finite Fields", 1980: P of degree n is irreducible exactly if it
 *   divides x^(2^n) - x and shares no factor with x^(2^(n/q)) - x for any prime q dividing n
 */
export function isIrreducible(polynomial: bigint): boolean {
  const n = degree(polynomial);
  if (n < 1) return false;
  if (squaredX(n, polynomial) !== remainder(2n, polynomial)) return false;
  return primeDivisors(n).every(
    (q) => greatestCommonDivisor(polynomial, squaredX(n / q, polynomial) ^ 2n) === 1n,
  );
}

/** Draws an irreducible polynomial of degree 53 with the operating system's randomness. */
export function randomPolynomial(): bigint {
  for (;;) {
    // x^53, 52 random coefficients, and 1, without which x would be a factor
    const middle = BigInt.asUintN(DEGREE, randomBytes(8).readBigUInt64LE());
    const candidate = (1n << BigInt(DEGREE)) | middle | 1n;
    if (isIrreducible(candidate)) return candidate;
  }
}

/**
 * Reads `chunker_polynomial` of a repository's `config`.
 * @param hex hexadecimal digits without prefix
 * @throws {BackstayError} POLYNOMIAL_UNUSABLE unless it is an irreducible polynomial of degree 53
 */
export function parsePolynomial(hex: string): bigint {
  const polynomial = SHORT_HEX.test(hex) ? BigInt(`0x${hex}`) : 0n;
  if (degree(polynomial) !== DEGREE || !isIrreducible(polynomial)) {
    throw new BackstayError("POLYNOMIAL_UNUSABLE", { polynomial: hex });
  }
  return polynomial;
}

/** The form `config` stores: lower-case hexadecimal digits without leading zeros. */
export function formatPolynomial(polynomial: bigint): string {
  return polynomial.toString(16);
}
