import { FailoverSettings } from "../../../../shared/model/failover.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Fields that hold a number. Times are shown in the unit that people think of them in. */
export const THRESHOLD_FIELDS = {
  beatEveryMs: SECOND,
  beatLimitMs: SECOND,
  windowMs: SECOND,
  silenceMs: SECOND,
  retryMs: SECOND,
  verifyLimitMs: SECOND,
  stableMs: MINUTE,
  afterMs: MINUTE,
  unreachable: 1,
  "identity-mismatch": 1,
  "read-only": 1,
  "io-error": 1,
  "out-of-space": 1,
  beatsToClear: 1,
} as const;
export type ThresholdField = keyof typeof THRESHOLD_FIELDS;

/** The settings as they are typed. */
export type ThresholdsForm = Readonly<Record<ThresholdField, string>> & {
  readonly leavesFailingDisk: boolean;
  readonly failBack: FailoverSettings["failBack"];
};

/** `least` and `most` are in the field's unit. */
export type ThresholdProblem =
  | { readonly kind: "notANumber" }
  | { readonly kind: "tooSmall"; readonly least: number }
  | { readonly kind: "tooLarge"; readonly most: number }
  | { readonly kind: "window"; readonly least: number };

export type ThresholdsChecked =
  | { readonly settings: FailoverSettings; readonly problems?: undefined }
  | {
      readonly settings?: undefined;
      readonly problems: Readonly<Partial<Record<ThresholdField, ThresholdProblem>>>;
    };

export function formOfSettings(settings: FailoverSettings): ThresholdsForm {
  const { diskFailing, failBack, faultsToLeave, ...times } = settings;
  const numbers: Readonly<Record<ThresholdField, number>> = {
    ...times,
    ...faultsToLeave,
    afterMs: diskFailing.afterMs,
  };
  const texts = Object.fromEntries(
    fields().map((field) => [field, String(round(numbers[field] / THRESHOLD_FIELDS[field]))]),
  ) as Record<ThresholdField, string>;
  return { ...texts, leavesFailingDisk: diskFailing.leaves, failBack };
}

/**
 * @param before settings that the form has no fields for stay as they are there
 * @returns the settings that a form stands for; else what is wrong with it, field by field
 */
export function checkThresholds(form: ThresholdsForm, before: FailoverSettings): ThresholdsChecked {
  const problems: Partial<Record<ThresholdField, ThresholdProblem>> = {};
  const numbers = {} as Record<ThresholdField, number>;
  for (const field of fields()) {
    const text = form[field].trim().replace(",", ".");
    const unit = THRESHOLD_FIELDS[field];
    if (!(unit === 1 ? /^\d{1,7}$/ : /^\d{1,7}(\.\d+)?$/).test(text))
      problems[field] = { kind: "notANumber" };
    numbers[field] = Math.round(Number(text) * unit);
  }
  if (Object.keys(problems).length > 0) return { problems };
  const {
    afterMs,
    unreachable,
    beatEveryMs,
    beatLimitMs,
    windowMs,
    silenceMs,
    retryMs,
    verifyLimitMs,
    stableMs,
    beatsToClear,
  } = numbers;
  const parsed = FailoverSettings.safeParse({
    ...before,
    ...{ beatEveryMs, beatLimitMs, windowMs, silenceMs, retryMs, verifyLimitMs, stableMs, beatsToClear },
    faultsToLeave: {
      unreachable,
      "identity-mismatch": numbers["identity-mismatch"],
      "read-only": numbers["read-only"],
      "io-error": numbers["io-error"],
      "out-of-space": numbers["out-of-space"],
    },
    diskFailing: { leaves: form.leavesFailingDisk, afterMs },
    failBack: form.failBack,
  });
  if (parsed.success) return { settings: parsed.data };
  for (const issue of parsed.error.issues) {
    const field = fields().find((name) => name === issue.path.at(-1));
    if (field === undefined) {
      const least = Math.ceil((beatEveryMs * (unreachable - 1) + beatLimitMs) / THRESHOLD_FIELDS.windowMs);
      problems.windowMs = { kind: "window", least };
    } else if (issue.code === "too_small") {
      problems[field] = { kind: "tooSmall", least: round(Number(issue.minimum) / THRESHOLD_FIELDS[field]) };
    } else if (issue.code === "too_big") {
      problems[field] = { kind: "tooLarge", most: round(Number(issue.maximum) / THRESHOLD_FIELDS[field]) };
    } else problems[field] = { kind: "notANumber" };
  }
  return { problems };
}

/** A NAS that spins its disks up takes longer: it would be taken for one that failed. */
export function isLimitShort(form: ThresholdsForm): boolean {
  const seconds = Number(form.beatLimitMs);
  return form.beatLimitMs.trim() !== "" && seconds >= 1 && seconds < 5;
}

function fields(): readonly ThresholdField[] {
  return Object.keys(THRESHOLD_FIELDS) as ThresholdField[];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
