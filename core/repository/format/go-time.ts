/**
 * Times as restic writes them: RFC 3339 with up to nine digits of nanoseconds, in the local zone of the writer.
 *
 * The zone matters for one thing only: the same folder gives the same tree blob when it is written in the same zone.
 * Reading takes any offset.
 *
 * @source RFC 3339; Go package time, RFC3339Nano
 */

/** Minutes east of UTC at an instant given in seconds since 1970. */
export type OffsetMinutesAt = (second: number) => number;

/** @param ns nanoseconds since 1970, may be negative */
export type TimeFormatter = (ns: bigint) => string;

const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400;
/** Every change of a zone's offset in modern times falls on a quarter of an hour. */
const SECONDS_PER_QUARTER = 900;
/** The Gregorian calendar repeats after so many days. */
const DAYS_PER_400_YEARS = 146_097;
const FIRST_DAY_OF_YEAR_0 = -719_528;
const FIRST_DAY_OF_YEAR_10000 = 2_932_897;
/** A power of two: as many days and quarters of an hour are remembered. */
const CACHE_SLOTS = 1024;

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));

/**
 * Makes a formatter that remembers dates and offsets, so that a call costs well under a microsecond.
 *
 * Years before 0 become 0, years after 9999 become 9999, everything else kept, because RFC 3339 has four digits;
 * 29 February turns into 1 March where the year has none.
 */
export function createTimeFormatter(offsetMinutesAt: OffsetMinutesAt): TimeFormatter {
  const offsetOf = createOffsetCache(offsetMinutesAt);
  const dateOf = createDateCache();
  return (ns) => {
    let wholeSeconds = ns / NS_PER_SECOND;
    let nanoseconds = Number(ns - wholeSeconds * NS_PER_SECOND);
    if (nanoseconds < 0) {
      nanoseconds += 1e9;
      wholeSeconds -= 1n;
    }
    const offset = offsetOf(Number(wholeSeconds));
    const localSecond = Number(wholeSeconds) + offset.minutes * 60;
    const day = Math.floor(localSecond / SECONDS_PER_DAY);
    const secondOfDay = localSecond - day * SECONDS_PER_DAY;
    const hour = TWO_DIGITS[Math.floor(secondOfDay / 3600)];
    const minute = TWO_DIGITS[Math.floor((secondOfDay % 3600) / 60)];
    const second = TWO_DIGITS[secondOfDay % 60];
    return `${dateOf(day)}T${hour}:${minute}:${second}${fraction(nanoseconds)}${offset.text}`;
  };
}

/**
 * In the zone of this process. A zone's offset before it was standardised has seconds, which RFC 3339 cannot say: there
 * the offset is cut to minutes and the time is adjusted to it, so that the instant stays right (Go keeps the wall clock
 * and loses those seconds).
 */
export const formatLocalTime: TimeFormatter = createTimeFormatter(
  (second) => -Math.trunc(new Date(second * 1000).getTimezoneOffset()),
);

/** @param offsetMinutes minutes east of UTC the time is written in */
export function formatTime(ns: bigint, offsetMinutes = 0): string {
  return createTimeFormatter(() => offsetMinutes)(ns);
}

function fraction(nanoseconds: number): string {
  if (nanoseconds === 0) return "";
  let digits = nanoseconds;
  let length = 9;
  while (digits % 10 === 0) {
    digits /= 10;
    length -= 1;
  }
  return `.${String(digits).padStart(length, "0")}`;
}

type Offset = { readonly quarter: number; readonly minutes: number; readonly text: string };

function createOffsetCache(offsetMinutesAt: OffsetMinutesAt): (second: number) => Offset {
  const slots = new Array<Offset | undefined>(CACHE_SLOTS);
  return (second) => {
    const quarter = Math.floor(second / SECONDS_PER_QUARTER);
    const slot = quarter & (CACHE_SLOTS - 1);
    const known = slots[slot];
    if (known !== undefined && known.quarter === quarter) return known;
    // Zones are asked about the years RFC 3339 can write only: beyond, Date has no answer.
    const asked = Math.min(
      Math.max(second, FIRST_DAY_OF_YEAR_0 * SECONDS_PER_DAY),
      FIRST_DAY_OF_YEAR_10000 * SECONDS_PER_DAY,
    );
    const minutes = offsetMinutesAt(asked);
    const offset: Offset = { quarter, minutes, text: offsetText(minutes) };
    slots[slot] = offset;
    return offset;
  };
}

function offsetText(minutes: number): string {
  if (minutes === 0) return "Z";
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${TWO_DIGITS[Math.floor(size / 60)]}:${TWO_DIGITS[size % 60]}`;
}

function createDateCache(): (day: number) => string {
  const slots = new Array<{ readonly day: number; readonly text: string } | undefined>(CACHE_SLOTS);
  return (day) => {
    const slot = day & (CACHE_SLOTS - 1);
    const known = slots[slot];
    if (known !== undefined && known.day === day) return known.text;
    const text = dateText(day);
    slots[slot] = { day, text };
    return text;
  };
}

/** @param day days since 1970-01-01 */
function dateText(day: number): string {
  if (day >= FIRST_DAY_OF_YEAR_0 && day < FIRST_DAY_OF_YEAR_10000) return isoDate(day);
  const sinceYear0 = day - FIRST_DAY_OF_YEAR_0;
  const dayOfCycle = sinceYear0 - Math.floor(sinceYear0 / DAYS_PER_400_YEARS) * DAYS_PER_400_YEARS;
  const monthAndDay = isoDate(dayOfCycle + FIRST_DAY_OF_YEAR_0).slice(4);
  if (day < FIRST_DAY_OF_YEAR_0) return `0000${monthAndDay}`;
  return `9999${monthAndDay === "-02-29" ? "-03-01" : monthAndDay}`;
}

function isoDate(day: number): string {
  return new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);
}
