import { expect, test } from "vitest";
import type { FailoverSettings } from "../../../../shared/model/failover.ts";
import { checkThresholds, formOfSettings, isLimitShort } from "./thresholds-form.ts";

const SETTINGS: FailoverSettings = {
  ...{ beatEveryMs: 15_000, beatLimitMs: 10_000, windowMs: 60_000, beatsToClear: 3, stableMs: 1_800_000 },
  ...{ silenceMs: 120_000, retryMs: 60_000, verifyLimitMs: 60_000, failBack: "by-itself" },
  diskFailing: { leaves: true, afterMs: 600_000 },
  faultsToLeave: {
    ...{ unreachable: 3, "identity-mismatch": 2, "read-only": 2, "io-error": 2, "out-of-space": 1 },
  },
};

test("a form gives back the settings that it was made of", () => {
  const form = formOfSettings(SETTINGS);
  expect(form).toMatchObject({ beatEveryMs: "15", stableMs: "30", afterMs: "10", unreachable: "3" });
  expect(checkThresholds(form, SETTINGS)).toEqual({ settings: SETTINGS });
});

test("what is no number, too small or too large is told at its field", () => {
  const form = formOfSettings(SETTINGS);
  expect(checkThresholds({ ...form, beatEveryMs: "soon", unreachable: "2.5" }, SETTINGS)).toEqual({
    problems: { beatEveryMs: { kind: "notANumber" }, unreachable: { kind: "notANumber" } },
  });
  expect(checkThresholds({ ...form, beatLimitMs: "0.5", unreachable: "0" }, SETTINGS)).toEqual({
    problems: { beatLimitMs: { kind: "tooSmall", least: 1 }, unreachable: { kind: "tooSmall", least: 1 } },
  });
  expect(checkThresholds({ ...form, beatsToClear: "101" }, SETTINGS)).toEqual({
    problems: { beatsToClear: { kind: "tooLarge", most: 100 } },
  });
});

test("a window in which so many heartbeats cannot fail is refused, with the least that is enough", () => {
  const form = formOfSettings({ ...SETTINGS, beatEveryMs: 30_000 });
  expect(checkThresholds(form, SETTINGS)).toEqual({ problems: { windowMs: { kind: "window", least: 70 } } });
  expect(checkThresholds({ ...form, windowMs: "70" }, SETTINGS).problems).toBeUndefined();
});

test("a heartbeat that may take less than five seconds is warned of", () => {
  const form = formOfSettings(SETTINGS);
  expect(isLimitShort(form)).toBe(false);
  expect(isLimitShort({ ...form, beatLimitMs: "4" })).toBe(true);
  expect(isLimitShort({ ...form, beatLimitMs: "" })).toBe(false);
});
