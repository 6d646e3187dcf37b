import type { Command } from "commander";
import {
  type CalendarDuration,
  parseCalendarDuration,
} from "../../core/repository/snapshots/calendar-duration.ts";
import { parseTagList } from "../../core/repository/snapshots/filter-snapshots.ts";
import {
  type KeepCount,
  parseKeepCount,
  type RetentionPolicy,
} from "../../core/repository/snapshots/retention-policy.ts";
import { collect } from "./repeatable.ts";

/** The rules of `forget`. */
export type KeepFlags = {
  readonly keepLast?: KeepCount;
  readonly keepHourly?: KeepCount;
  readonly keepDaily?: KeepCount;
  readonly keepWeekly?: KeepCount;
  readonly keepMonthly?: KeepCount;
  readonly keepYearly?: KeepCount;
  readonly keepWithin?: CalendarDuration;
  readonly keepWithinHourly?: CalendarDuration;
  readonly keepWithinDaily?: CalendarDuration;
  readonly keepWithinWeekly?: CalendarDuration;
  readonly keepWithinMonthly?: CalendarDuration;
  readonly keepWithinYearly?: CalendarDuration;
  readonly keepTag: readonly string[];
};

const PERIODS = [
  ["H", "hourly"],
  ["d", "daily"],
  ["w", "weekly"],
  ["m", "monthly"],
  ["y", "yearly"],
] as const;

export function addKeepFlags(command: Command): void {
  command.option(
    "-l, --keep-last <n>",
    "keep the newest n; n may be unlimited here and below",
    parseKeepCount,
  );
  for (const [letter, period] of PERIODS) {
    command.option(`-${letter}, --keep-${period} <n>`, `keep the newest n ${period} ones`, parseKeepCount);
  }
  command.option(
    "--keep-within <duration>",
    "keep those made within a duration like 1y5m7d2h before the newest",
    parseCalendarDuration,
  );
  for (const [, period] of PERIODS) {
    command.option(
      `--keep-within-${period} <duration>`,
      `keep ${period} ones made within a duration before the newest`,
      parseCalendarDuration,
    );
  }
  command.option(
    "--keep-tag <tags>",
    "keep those with all of these tags; several are alternatives",
    collect,
    [],
  );
}

export function retentionPolicy(flags: KeepFlags): RetentionPolicy {
  const policy = {
    last: flags.keepLast,
    hourly: flags.keepHourly,
    daily: flags.keepDaily,
    weekly: flags.keepWeekly,
    monthly: flags.keepMonthly,
    yearly: flags.keepYearly,
    within: flags.keepWithin,
    withinHourly: flags.keepWithinHourly,
    withinDaily: flags.keepWithinDaily,
    withinWeekly: flags.keepWithinWeekly,
    withinMonthly: flags.keepWithinMonthly,
    withinYearly: flags.keepWithinYearly,
    tags: flags.keepTag.map(parseTagList),
  };
  return Object.fromEntries(Object.entries(policy).filter(([, rule]) => rule !== undefined));
}
