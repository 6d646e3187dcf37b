import { parseTime } from "../../core/repository/format/parse-time.ts";
import { BackstayError } from "../../shared/errors.ts";

const ISO = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?: (?<time>\S+)(?: (?<zone>[+-]\d{4}|UTC|Z))?)?$/;
const GERMAN =
  /^(?<day>\d\d)\.(?<month>\d\d)\.(?<year>\d{4})(?: (?<time>\S+)(?: (?<zone>[+-]\d{4}|UTC|Z))?)?$/;
const CLOCK = /^(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d))?$/;

/**
 * Reads a time as people write it: `2026-01-31`, `2026-01-31 18:00`, `2026-01-31 18:00:00`, the same with the day first and
 * dots, with ` +0100` or ` UTC` behind it, or RFC 3339. Without a zone it is the time of this computer's place.
 *
 * @returns nanoseconds since 1970
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseMoment(text: string): bigint {
  const precise = parseTime(text);
  if (precise !== undefined) return precise;
  const {
    year = "",
    month = "",
    day = "",
    time = "00:00:00",
    zone,
  } = (ISO.exec(text) ?? GERMAN.exec(text))?.groups ?? {};
  const { hour = "", minute = "", second = "00" } = CLOCK.exec(time)?.groups ?? {};
  const inGreenwich = parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (inGreenwich === undefined) throw new BackstayError("VALUE_INVALID", { value: text, expected: "time" });
  if (zone !== undefined) return inGreenwich - BigInt(offsetMinutes(zone)) * 60_000_000_000n;
  const local = new Date(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  local.setFullYear(Number(year)); // the constructor takes years before 100 for years of the 20th century
  return BigInt(local.getTime()) * 1_000_000n;
}

function offsetMinutes(zone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
