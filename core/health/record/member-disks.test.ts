import { expect, test } from "vitest";
import { emptyArray, emptyDisk } from "../reading/empty.ts";
import { arrayMember } from "../reading/member.ts";
import { errorsInArrays } from "../rules/disk/errors-in-arrays.ts";
import { judgeDisk } from "../rules/judge-disk.ts";
import { baselineFor, rememberArray } from "./array-past.ts";
import { errorsAgainst, memberDisks } from "./member-disks.ts";

const disks = ["ONE", "TWO", "SPARE"].map((serial, place) => {
  const disk = { ...emptyDisk(), isReadable: true, selfAssessment: "passed" as const };
  return {
    reading: { ...disk, identity: { ...disk.identity, serial } },
    names: [`sd${"abc"[place]}`],
    sources: ["smartctl"],
    isRemovable: false,
  };
});
const array = {
  ...emptyArray("md0", "md0", "md"),
  members: [
    arrayMember({ name: "sda", state: "failed" }),
    arrayMember({ name: "/dev/sdb", state: "ok", writeErrors: 3, checksumErrors: 4 }),
  ],
};

test("a disk that passes its own test and was thrown out by its array is failing", () => {
  const links = [{ array, disks: memberDisks(array, disks) }];
  const verdicts = disks.map(({ reading }, place) => {
    const { verdict, findings } = judgeDisk(reading, undefined, errorsAgainst(place, links));
    return [verdict, ...findings.map(({ code }) => code)];
  });
  expect(verdicts).toEqual([
    ["failing", "DISK_FAILED_IN_ARRAY"],
    ["warning", "DISK_ERRORS_IN_ARRAY"],
    ["ok"],
  ]);
});

test("a disk that a lost array may need to come back is to be kept", () => {
  const findings = (state: "degraded" | "failed") => {
    const signals = [{ source: "mdstat", text: state, state }];
    const links = [{ array: { ...array, signals }, disks: memberDisks(array, disks) }];
    return errorsInArrays(errorsAgainst(0, links));
  };
  expect(findings("degraded")).toMatchObject([{ details: { array: "md0" } }]);
  expect(findings("degraded")[0]?.details).not.toHaveProperty("isArrayLost");
  expect(findings("failed")).toMatchObject([{ details: { array: "md0", isArrayLost: true } }]);
});

test("errors go on to be those of the same disk when it comes back under another name", () => {
  const before = {
    ...array,
    members: [arrayMember({ name: "sde", serial: "ONE", state: "ok", writeErrors: 3 })],
  };
  const after = {
    ...array,
    members: [arrayMember({ name: "sdf", serial: "ONE", state: "ok", writeErrors: 5 })],
  };
  const past = rememberArray(null, before, true, { nowMs: 1000, lastReadMs: 1000 });
  // what it was before was read before, not now
  const expected = { before: 3, beforeMs: 1000, stableSinceMs: null };
  expect(baselineFor(past, after, 1000)?.memberErrors.get("ONE")).toEqual(expected);
  const now = rememberArray(past, after, true, { nowMs: 2000, lastReadMs: 1000 });
  expect(now.memberErrors.ONE).toEqual({ ...expected, value: 5 });
});
