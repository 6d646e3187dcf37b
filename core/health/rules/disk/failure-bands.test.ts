import fc from "fast-check";
import { expect, test } from "vitest";
import { failureBand } from "./failure-bands.ts";

const spinning = { medium: "spinning", protocol: "ata" } as const;

test.each(["reallocatedSectors", "pendingSectors", "offlineUncorrectable", "reportedUncorrectable"])(
  "%s has a band from 1 on, which does not sink as the value rises",
  (counter) => {
    expect(failureBand(counter, 0, spinning)).toBeNull();
    const value = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const less = failureBand(counter, Math.min(a, b), spinning);
        const more = failureBand(counter, Math.max(a, b), spinning);
        expect(less?.lowPercent).toBeLessThan(less?.highPercent ?? 0);
        expect(less?.lowPercent).toBeLessThanOrEqual(more?.lowPercent ?? 0);
        expect(less?.highPercent).toBeLessThanOrEqual(more?.highPercent ?? 0);
      }),
    );
  },
);

test.each([
  ["spinRetries", 5], // the study borrows its figure from another attribute
  ["commandTimeouts", 100],
  ["interfaceCrcErrors", 1],
  ["constructor", 5],
])("%s of %d has no figure", (counter, value) => {
  expect(failureBand(counter, value, spinning)).toBeNull();
});

test("disks of other kinds have no figures", () => {
  expect(failureBand("pendingSectors", 5, { medium: "solid-state", protocol: "ata" })).toBeNull();
  expect(failureBand("pendingSectors", 5, { medium: "spinning", protocol: "scsi" })).toBeNull();
});
