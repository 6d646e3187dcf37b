import { expect, test } from "vitest";
import { groupGaps } from "./group-gaps.ts";

test("gaps of one reason are one thing to do, with all they concern and what was said, each once", () => {
  expect(
    groupGaps([
      { reason: "permission-denied", about: "/dev/sda", message: "Permission denied" },
      { reason: "tool-missing", about: "storcli", message: null },
      { reason: "permission-denied", about: "/dev/sdb", message: "Permission denied " },
      { reason: "permission-denied", about: "/dev/sda", message: "" },
      { reason: "permission-denied", about: null, message: null },
    ]),
  ).toEqual([
    {
      ...{ reason: "permission-denied", abouts: ["/dev/sda", "/dev/sdb"], messages: ["Permission denied"] },
      programs: [],
    },
    { reason: "tool-missing", abouts: ["storcli"], programs: ["storcli"], messages: [] },
  ]);
});

test("a disk is no program, whether it is known which one it lacks or not", () => {
  const [group] = groupGaps([
    { reason: "tool-missing", about: "A1", message: null, program: "smartctl" },
    { reason: "tool-missing", about: "B2", message: null, program: null },
  ]);
  expect(group).toMatchObject({ abouts: ["A1", "B2"], programs: ["smartctl"] });
});
