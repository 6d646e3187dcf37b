const SECONDS_PER_DAY = 86_400;
const NS_PER_SECOND = 1_000_000_000n;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
/** From 1 January of year 0 to 1 January 1970. */
const DAYS_TO_1970 = 719_528;

/** Where the fixed part `2006-01-02T15:04:05` ends. */
const FIXED_PART_END = 19;
const ZERO = 0x30;
const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;

/**
 * Reads an RFC 3339 time with any offset and any number of fraction digits (those beyond the ninth are cut).
 *
 * @returns nanoseconds since 1970, or undefined when it is not such a time
 * @source RFC 3339, section 5.6; like Go without leap seconds, and with upper-case `T` and `Z` only
 */
export function parseTime(text: string): bigint | undefined {
  const days = daysSince1970(text);
  const second = secondOfDay(text);
  let zoneStart = FIXED_PART_END;
  let nanoseconds = 0;
  if (text.charCodeAt(zoneStart) === DOT) {
    let weight = 100_000_000;
    for (zoneStart++; isDigit(text.charCodeAt(zoneStart)); zoneStart++) {
      nanoseconds += (text.charCodeAt(zoneStart) - ZERO) * weight;
      weight = Math.floor(weight / 10);
    }
    if (zoneStart === FIXED_PART_END + 1) return undefined;
  }
  const offset = offsetSeconds(text, zoneStart);
  const total = days * SECONDS_PER_DAY + second - offset;
  return Number.isNaN(total) ? undefined : BigInt(total) * NS_PER_SECOND + BigInt(nanoseconds);
}

// The parts below return NaN for what is not a number, not in range or not in its place.

function daysSince1970(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return Number.NaN;
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const daysInMonth = (DAYS_IN_MONTH[month - 1] ?? Number.NaN) + (isLeapYear && month === 2 ? 1 : 0);
  if (!(day >= 1 && day <= daysInMonth)) return Number.NaN;
  const before = (DAYS_BEFORE_MONTH[month - 1] ?? Number.NaN) + (isLeapYear && month > 2 ? 1 : 0);
  const last = year - 1;
  // Year 0 was a leap year: with `last` at -1 the three quotients below add up to the -1 that makes room for its extra day.
  const leapDays = Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400) + 1;
  return year * 365 + leapDays + before + day - 1 - DAYS_TO_1970;
}

function secondOfDay(text: string): number {
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const isPunctuated =
    text.charCodeAt(10) === 0x54 && text.charCodeAt(13) === COLON && text.charCodeAt(16) === COLON;
  return isPunctuated && hour < 24 && minute < 60 && second < 60
    ? hour * 3600 + minute * 60 + second
    : Number.NaN;
}

function offsetSeconds(text: string, at: number): number {
  if (text.length === at + 1 && text.charCodeAt(at) === 0x5a) return 0;
  const sign = text.charCodeAt(at);
  const hour = twoDigits(text, at + 1);
  const minute = twoDigits(text, at + 4);
  const isWellFormed =
    text.length === at + 6 &&
    (sign === DASH || sign === 0x2b) &&
    text.charCodeAt(at + 3) === COLON &&
    hour < 24 &&
    minute < 60;
  if (!isWellFormed) return Number.NaN;
  return (sign === DASH ? -1 : 1) * (hour * 3600 + minute * 60);
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 0x39;
}
