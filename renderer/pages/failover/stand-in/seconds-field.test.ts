import fc from "fast-check";
import { expect, test } from "vitest";
import { AfterMs, LeaseMs } from "../../../../shared/model/stand-in.ts";
import { secondsIn, secondsText } from "./seconds-field.ts";

test("whole seconds that the contract takes are taken, and nothing else", () => {
  expect(secondsIn("120")).toBe(120_000);
  expect(secondsIn(" 3 ")).toBe(3_000);
  for (const wrong of ["", "2", "86401", "1.5", "-5", "1e3", "0x10", "two"])
    expect(secondsIn(wrong), wrong).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(200_000), (seconds) => {
      const ms = secondsIn(String(seconds));
      expect(ms !== undefined).toBe(LeaseMs.safeParse(seconds * 1000).success);
      expect(ms !== undefined).toBe(AfterMs.safeParse(seconds * 1000).success);
      if (ms !== undefined) expect(secondsIn(secondsText(ms))).toBe(ms);
    }),
  );
});
