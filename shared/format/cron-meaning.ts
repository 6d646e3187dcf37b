/** Simple cron expressions as what they mean, so that they can be said. Whether one is valid is the engine's to say. */

/** Every field in full; weekdays count from 1, Monday, to 7. */
export type CronMeaning = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Day of the month; undefined is any. */
  readonly day: number | "last" | undefined;
  readonly weekdays: readonly number[];
};

const PIECE = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;
const ALL_WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/**
 * @returns undefined where the expression is not simple (months, several days of the month, days of the month together with days
 *   of the week, `5#2`, names), or not valid
 */
export function readCron(expression: string): CronMeaning | undefined {
  const [minute, hour, day, month, weekday, ...more] = expression.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined || weekday === undefined)
    return undefined;
  if (month !== "*" || more.length > 0) return undefined;
  const minutes = readField(minute, 0, 59);
  const hours = readField(hour, 0, 23);
  const weekdays = weekday === "*" ? ALL_WEEKDAYS : readField(weekday, 0, 7)?.map((n) => (n === 0 ? 7 : n));
  if (minutes === undefined || hours === undefined || weekdays === undefined) return undefined;
  const onDay = readDay(day);
  if (onDay === null || (onDay !== undefined && weekday !== "*")) return undefined;
  return { minutes, hours, day: onDay, weekdays: [...new Set(weekdays)].sort((a, b) => a - b) };
}

/** @returns null where it is not simple */
function readDay(field: string): number | "last" | undefined | null {
  if (field === "*") return undefined;
  if (field === "L") return "last";
  const days = readField(field, 1, 31);
  const [first] = days ?? [];
  return days?.length === 1 && first !== undefined ? first : null;
}

/** @returns the numbers it stands for, rising */
function readField(field: string, min: number, max: number): readonly number[] | undefined {
  const numbers = new Set<number>();
  for (const piece of field.split(",")) {
    const match = PIECE.exec(piece);
    if (match === null) return undefined;
    const [, from, to, every] = match;
    if (from !== undefined && to === undefined && every !== undefined) return undefined; // `5/10` is read in several ways
    const first = from === undefined ? min : Number(from);
    const last = to === undefined ? (from === undefined ? max : first) : Number(to);
    const step = every === undefined ? 1 : Number(every);
    if (first < min || last > max || first > last || step === 0) return undefined;
    for (let n = first; n <= last; n += step) numbers.add(n);
  }
  return [...numbers].sort((a, b) => a - b);
}
