import { expect, test } from "vitest";
import { LIVE_REASONS, type MomentReport } from "../model/moment.ts";
import { describeMoment } from "./moment.ts";

const nothing: MomentReport = { taken: [], live: [], furtherTaken: 0, furtherLive: 0 };
const data = { path: "/data", kind: "btrfs" } as const;
const usb = { path: "/data/usb", type: "ext4", reason: "unsupported", message: null } as const;

test("says whether all, some or none of the files are as of one moment", () => {
  const leads = [
    { ...nothing, taken: [data] },
    { ...nothing, taken: [data, { ...data, path: "/data/sub" }] },
    { ...nothing, taken: [data], live: [usb] },
    { ...nothing, live: [usb] },
  ].map((report) => describeMoment(report, "en").lead);
  expect(new Set(leads).size).toBe(4);
  expect(leads[1]).toContain("2 snapshots");
});

test("says what it means for the data only where something was read live", () => {
  expect(describeMoment({ ...nothing, taken: [data] }, "en").meaning).toBeUndefined();
  expect(describeMoment({ ...nothing, live: [usb] }, "en").meaning).toContain("may not fit together");
});

test("gives each reason words of its own in both languages, and what a program said with them", () => {
  for (const language of ["en", "zh"] as const) {
    const { live } = describeMoment(
      { ...nothing, live: LIVE_REASONS.map((reason) => ({ ...usb, reason, message: "no\u001b device" })) },
      language,
    );
    expect(new Set(live.map(({ why }) => why)).size).toBe(LIVE_REASONS.length);
    expect(live.some(({ why }) => why.includes("\u001b"))).toBe(false);
    expect(live.some(({ why }) => why.includes("device"))).toBe(true);
  }
});

test("counts what it does not name", () => {
  const { live, taken } = describeMoment(
    { taken: [data], live: [usb], furtherTaken: 3, furtherLive: 4 },
    "en",
  );
  expect(taken.at(-1)?.how).toBe("and 3 more");
  expect(live.at(-1)?.why).toBe("and 4 more");
});
