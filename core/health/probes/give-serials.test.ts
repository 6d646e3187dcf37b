import { expect, test } from "vitest";
import { describeFinding } from "../../../shared/words/describe-finding.ts";
import { emptyArray, emptyDisk } from "../reading/empty.ts";
import { arrayMember } from "../reading/member.ts";
import { judgeArray } from "../rules/judge-array.ts";
import { giveSerials } from "./give-serials.ts";

const disk = (serial: string | null, ...names: string[]) => {
  const reading = emptyDisk();
  return { names, reading: { ...reading, identity: { ...reading.identity, serial } } };
};

test("who is to pull out a failed disk is told the serial number on its label", () => {
  const array = {
    ...emptyArray("md0", "md0", "md"),
    level: "raid1",
    signals: [{ source: "mdstat", text: "[U_]", state: "degraded" as const }],
    members: [
      arrayMember({ name: "sda1", state: "ok" }),
      arrayMember({ name: "/dev/sdb", state: "failed", slot: "1", stateText: "faulty" }),
    ],
    expectedMembers: 2,
    activeMembers: 1,
  };
  const named = giveSerials(array, [disk("LABSATA0", "sda", "sda1"), disk("LABSATA1", "sdb")]);
  expect(named.members.map(({ serial }) => serial)).toEqual(["LABSATA0", "LABSATA1"]);
  const { findings } = judgeArray(named, undefined);
  const words = findings.map((finding) => describeFinding(finding, { nowMs: 0 }, "en").what);
  expect(words).toContainEqual(expect.stringContaining("slot 1, serial number LABSATA1"));
});

test("a serial number that a controller tells is kept, and an empty place or an unknown disk gets none", () => {
  const members = [
    arrayMember({ name: "sda", serial: "TOLD" }),
    arrayMember({ slot: "1", state: "missing" }),
    arrayMember({ name: "sdb" }),
    arrayMember({ name: "sdz" }),
  ];
  const array = { ...emptyArray("md0", "md0", "md"), members };
  const named = giveSerials(array, [disk("OTHER", "sda"), disk(null, "sdb")]);
  expect(named.members.map(({ serial }) => serial)).toEqual(["TOLD", null, null, null]);
});
