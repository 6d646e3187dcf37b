import { expect, test } from "vitest";
import { parseCalendarDuration } from "./calendar-duration.ts";
import { isEmptyPolicy, parseKeepCount, type RetentionPolicy } from "./retention-policy.ts";

test.each<[RetentionPolicy, boolean]>([
  [{}, true],
  [{ last: 0, tags: [], within: parseCalendarDuration("0d") }, true],
  [{ yearly: 1 }, false],
  [{ daily: "unlimited" }, false],
  [{ withinYearly: parseCalendarDuration("1h") }, false],
  [{ tags: [["keep"]] }, false],
])("%j asks for nothing: %s", (policy, expected) => {
  expect(isEmptyPolicy(policy)).toBe(expected);
});

test("a count is a number or unlimited", () => {
  expect(["0", "17", "unlimited", "-1"].map(parseKeepCount)).toEqual([0, 17, "unlimited", "unlimited"]);
});

test.each(["", "-2", "1.5", "all", "1e3", "99999999999999999999"])("refuses %j as a count", (text) => {
  expect(() => parseKeepCount(text)).toThrow("VALUE_INVALID");
});
