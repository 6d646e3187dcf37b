/**
 * Numbers as disk and RAID tools print them. Everything that is not one is null, never zero: zero errors and no word about errors
 * are different things.
 */

const PLAIN = /^[+-]?\d{1,30}(?:\.\d{1,30})?$/;
const HEXADECIMAL = /^0x[0-9a-f]{1,16}$/i;
const GROUPED = /^\d{1,3}(?:[,'\u00a0\u202f ]\d{3}){1,9}$/;
const SCALED = /^(\d{1,15}(?:\.\d{1,6})?)\s?([KMGTPEZ])(?:i?B)?$/i;
const SCALES = "KMGTPEZ";

/** @returns a finite number from a number, or from text like `12`, `-3.5`, `0x1f` or `1,234,567`; null from anything else */
export function toNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return null;
  const text = value.length > 40 ? "" : value.trim();
  if (PLAIN.test(text) || HEXADECIMAL.test(text)) return Number(text);
  return GROUPED.test(text) ? Number(text.replace(/\D/g, "")) : null;
}

/**
 * @returns a whole number from 0 on. What lies beyond 2^53 becomes the largest that is exact: a counter that went so far is not
 *   read more precisely than "very many" by anybody.
 */
export function toCount(value: unknown): number | null {
  const number = toNumber(value);
  if (number === null || number < 0) return null;
  return Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER);
}

/**
 * A number shortened by powers of 1024, as ZFS and Btrfs print them for people: `1.2K`, `38M`, `4.00TiB`.
 *
 * @returns a whole number, exact only where the tool printed it so; null when it is no number
 */
export function toScaledCount(value: unknown): number | null {
  const plain = toCount(value);
  if (plain !== null || typeof value !== "string" || value.length > 40) return plain;
  const [, digits, scale] = SCALED.exec(value.trim()) ?? [];
  if (digits === undefined || scale === undefined) return null;
  return toCount(Math.round(Number(digits) * 1024 ** (SCALES.indexOf(scale.toUpperCase()) + 1)));
}

/** @returns a share from 0 to 100, also from `87%` or `87.5 %`; null when it is none or lies outside */
export function toPercent(value: unknown): number | null {
  const number = toNumber(typeof value === "string" ? value.slice(0, 40).replace(/\s*%\s*$/, "") : value);
  return number === null || number < 0 || number > 100 ? null : number;
}

/** @returns degrees Celsius; null outside of what the contract carries, and for the 0 and -273 of drives that have no sensor */
export function toCelsius(value: unknown): number | null {
  const number = toNumber(value);
  return number === null || number === 0 || number < -100 || number > 500 ? null : number;
}

/** @returns the first whole number in a text such as `25 (Min/Max 19/39)`; null when it does not begin with one */
export function leadingCount(text: string): number | null {
  const [, digits] = /^\s{0,20}(\d{1,18})(?![\d.:h/x])/.exec(text) ?? [];
  return digits === undefined ? null : toCount(digits);
}
