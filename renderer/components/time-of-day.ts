/**
 * Reads a time of day as people type it: `6:30`, `06.30`, `0630`, `6：30`, or the hour alone.
 *
 * @returns like `06:30`; undefined for what is none of the 24 hours
 */
export function parseTimeOfDay(text: string): string | undefined {
  const plain = text.trim().normalize("NFKC");
  const [, hour, minute = "00"] =
    /^(\d{1,2})(?:[:.h](\d{2}))?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, "0")}:${minute}`;
}

/** Whether somebody who typed this is done: an hour alone may still get its minutes. */
export function isWholeTime(text: string): boolean {
  return /^\d{2}:\d{2}$/.test(text) && parseTimeOfDay(text) !== undefined;
}

/** @param minutes may be negative; the day is a circle */
export function shiftTimeOfDay(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const all = (((hour * 60 + minute + minutes) % 1440) + 1440) % 1440;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(Math.floor(all / 60))}:${two(all % 60)}`;
}
