import { expect, test } from "vitest";
import { allGaps } from "./all-gaps.ts";

test("a disk that cannot be read is a gap of its host, with the reason and the disk's name", () => {
  const ofHost = [{ reason: "tool-missing", about: "storcli", message: null }] as const;
  const unreadable = (details: Record<string, unknown>) =>
    ({ code: "DISK_UNREADABLE", level: "unknown", details }) as const;
  expect(
    allGaps(ofHost, [
      { name: "A1", findings: [unreadable({ reason: "permission-denied", message: "Permission denied" })] },
      {
        name: "B2",
        findings: [{ code: "DISK_HOT", level: "warning", details: { reason: "permission-denied" } }],
      },
      { name: "C3", findings: [unreadable({ reason: "of a newer engine", message: null })] },
    ]),
  ).toEqual([
    ...ofHost,
    { reason: "permission-denied", about: "A1", message: "Permission denied", program: null },
  ]);
});

test("of a disk whose program is missing, the program is known beside its name", () => {
  const details = { reason: "tool-missing", message: null, program: "smartctl" };
  expect(
    allGaps([], [{ name: "A1", findings: [{ code: "DISK_UNREADABLE", level: "unknown", details }] }]),
  ).toEqual([{ reason: "tool-missing", about: "A1", message: null, program: "smartctl" }]);
});
