const HOURS_A_DAY = 24;
const DAYS_A_MONTH = 30.44;

export type DiskAge =
  | { readonly unit: "years"; readonly years: number; readonly months: number }
  | { readonly unit: "months" | "days"; readonly count: number };

/** How long a disk has been switched on, in units that people count in. */
export function diskAge(powerOnHours: number): DiskAge {
  const days = Math.floor(powerOnHours / HOURS_A_DAY);
  const months = Math.floor(days / DAYS_A_MONTH);
  if (months >= 12) return { unit: "years", years: Math.floor(months / 12), months: months % 12 };
  return months >= 2 ? { unit: "months", count: months } : { unit: "days", count: days };
}
