import { expect, test } from "vitest";
import { PlanHook } from "../../../../shared/model/plan-hooks.ts";
import {
  EMPTY_PLAN_HOOK,
  formOfPlanHook,
  hookLimitOf,
  isHookNameTaken,
  isWholePath,
  type PlanHookForm,
  planHookOf,
} from "./plan-hook-form.ts";

const stop: PlanHookForm = {
  ...{ ...EMPTY_PLAN_HOOK, name: " Stop ", program: " /bin/systemctl ", arguments: "stop\ntwo  words" },
};

test("what was typed becomes a hook the contract takes, and reads back the same", () => {
  const hook = PlanHook.parse(planHookOf(stop));
  expect(hook).toEqual({
    ...{ name: "Stop", isEnabled: true, when: "before", program: "/bin/systemctl" },
    ...{ arguments: ["stop", "two  words"], limitSeconds: 300, onFailure: "abort" },
  });
  expect(planHookOf(formOfPlanHook(hook))).toEqual(hook);
  expect(planHookOf({ ...stop, arguments: "" })?.arguments).toEqual([]);
});

test("nothing can be put into the plan while something lacks", () => {
  for (const part of [{ name: " " }, { program: "" }, { program: "ls" }, { limit: "0" }, { limit: "3601" }])
    expect(planHookOf({ ...stop, ...part }), JSON.stringify(part)).toBeUndefined();
  expect(hookLimitOf({ ...stop, limit: "3600" })).toBe(3600);
  expect(hookLimitOf({ ...stop, limit: "1.5" })).toBeUndefined();
});

test("what comes after a backup cannot give it up", () => {
  for (const when of ["after", "success", "failure"] as const)
    expect(planHookOf({ ...stop, when })?.onFailure).toBe("warn");
});

test("a whole path is one of any system, as the computer may be another one", () => {
  expect(["/bin/ls", "C:\\a.exe", "c:/a.exe", "\\\\nas\\a.exe"].every(isWholePath)).toBe(true);
  expect(["ls", "./ls", "a:b", ""].some(isWholePath)).toBe(false);
});

test("two of a plan are not called the same", () => {
  const hook = PlanHook.parse(planHookOf(stop));
  expect(isHookNameTaken("STOP ", [hook])).toBe(true);
  expect(isHookNameTaken("Start", [hook])).toBe(false);
});
