import { describe, expect, test } from "vitest";
import type { ControllerReading } from "../../../shared/model/health-reading.ts";
import { emptyController, gap } from "../reading/empty.ts";
import { judgeController } from "./judge-controller.ts";

const judge = (changes: Partial<ControllerReading>) => {
  const { verdict, findings } = judgeController({ ...emptyController("/c0"), ...changes });
  return [verdict, ...findings.map(({ code, level }) => `${code} ${level}`)];
};

describe("a controller", () => {
  test("of which nothing is known is unknown", () => {
    expect(judge({})).toEqual(["unknown", "CONTROLLER_UNREADABLE unknown"]);
  });

  test("that calls itself fine is fine, whatever it keeps silent about", () => {
    expect(judge({ state: "ok", stateText: "Optimal" })).toEqual(["ok"]);
    expect(
      judge({ state: "ok", stateText: "Optimal", battery: "none", cache: "off", cacheText: "Disabled" }),
    ).toEqual(["ok"]);
  });

  test("is as bad as it calls itself", () => {
    expect(judge({ state: "warning", stateText: "Needs Attention" })[0]).toBe("warning");
    expect(judge({ state: "degraded", stateText: "Degraded" })[0]).toBe("failing");
    expect(judge({ state: "failed", stateText: "Failed" })[0]).toBe("failed");
  });

  test("that speaks in words nobody knows is unknown", () => {
    expect(judge({ state: "unknown", stateText: "Puzzled" })).toEqual([
      "unknown",
      "CONTROLLER_STATE unknown",
    ]);
    expect(judge({ state: "ok", stateText: "OK", battery: "unknown", batteryText: "Puzzled" })).toEqual([
      "unknown",
      "CONTROLLER_BATTERY unknown",
    ]);
  });

  test("with a dead battery is a warning, with one that charges none", () => {
    expect(judge({ state: "ok", stateText: "OK", battery: "failed", batteryText: "Replace" })).toEqual([
      "warning",
      "CONTROLLER_BATTERY warning",
    ]);
    expect(judge({ state: "ok", stateText: "OK", battery: "charging", batteryText: "Recharging" })).toEqual([
      "ok",
      "CONTROLLER_BATTERY note",
    ]);
  });

  test("of which only the battery was asked for is judged by that", () => {
    expect(judge({ battery: "ok", batteryText: "Optimal" })).toEqual(["ok"]);
  });

  test("puts the worst reason first, and says what could not be read", () => {
    const changes = {
      cache: "warning" as const,
      cacheText: "Temporarily Disabled",
      gaps: [gap("timed-out", "no answer")],
    };
    expect(judge({ state: "failed", stateText: "Failed", ...changes })).toEqual([
      "failed",
      "CONTROLLER_STATE failed",
      "CONTROLLER_CACHE warning",
      "CONTROLLER_UNREADABLE unknown",
    ]);
    expect(judge({ gaps: [gap("timed-out")] })).toEqual(["unknown", "CONTROLLER_UNREADABLE unknown"]);
  });
});
