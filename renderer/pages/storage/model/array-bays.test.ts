import { expect, test } from "vitest";
import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import type { ArrayView, DiskView } from "../../../../shared/model/health-view.ts";
import { arrayBays } from "./array-bays.ts";

type Member = ArrayReading["members"][number];
const member = (name: string | null, state: Member["state"], over: Partial<Member> = {}): Member => ({
  ...{ name, state, slot: null, serial: null, stateText: null },
  ...{ readErrors: null, writeErrors: null, checksumErrors: null },
  ...over,
});
const array = (
  members: Member[],
  over: Partial<ArrayReading> = {},
  memberDisks: (HealthSubjectId | null)[] = [],
) =>
  ({
    memberDisks,
    reading: { members, expectedMembers: null, operation: null, ...over },
  }) as unknown as ArrayView;
const names = (view: ArrayView) => arrayBays(view, new Map()).map(({ name, state }) => name ?? state);

test("bays stand in the order of their slots, spare members last", () => {
  const view = array([
    member("sdd", "ok", { slot: "10" }),
    member("sdx", "spare"),
    member("sda", "ok", { slot: "2" }),
    member("sdc", "failed", { slot: "1" }),
  ]);
  expect(names(view)).toEqual(["sdc", "sda", "sdd", "sdx"]);
});

test("without slots they stand by name, in whichever order the tool lists them", () => {
  const members = [
    member("sdb", "spare"),
    member("sdd10", "ok"),
    member("sdd9", "ok"),
    member("sdc", "failed"),
    member(null, "removed"),
  ];
  const inOrder = ["sdc", "sdd9", "sdd10", "removed", "sdb"];
  expect(names(array(members))).toEqual(inOrder);
  expect(names(array(members.toReversed()))).toEqual(inOrder);
});

test("those of which no slot is known come after those of which it is", () => {
  const kicked = member("sda", "failed");
  const view = array([kicked, member("sdc", "ok", { slot: "1" }), member("sdb", "ok", { slot: "0" })]);
  expect(names(view)).toEqual(["sdb", "sdc", "sda"]);
});

test("places that should be filled and are not listed are missing", () => {
  expect(names(array([member("sda", "ok"), member("sdb", "ok")], { expectedMembers: 3 }))).toEqual([
    "sda",
    "sdb",
    "missing",
  ]);
});

test("a failed member that still stands beside its empty place adds no third one", () => {
  const view = array([member("sda", "ok"), member(null, "removed"), member("sdb", "failed")], {
    expectedMembers: 2,
  });
  expect(arrayBays(view, new Map())).toHaveLength(3);
});

test("a spare fills no place", () => {
  expect(names(array([member("sda", "ok"), member("sds", "spare")], { expectedMembers: 2 }))).toEqual([
    "sda",
    "sds",
    "missing",
  ]);
});

test("absurd numbers of members draw no thousand places", () => {
  expect(arrayBays(array([], { expectedMembers: 100_000 }), new Map()).length).toBeLessThan(50);
});

test("a failed member is found by the serial number and slot of its disk", () => {
  const id = "d" as HealthSubjectId;
  const disk = { id, identity: { serial: "ZC1B51KD" }, place: { slot: "5" } } as DiskView;
  const [bay] = arrayBays(array([member("sdb", "failed")], {}, [id]), new Map([[id, disk]]));
  expect(bay).toMatchObject({ serial: "ZC1B51KD", slot: "5", disk });
});

test("only the member that is rebuilt fills, and only while somebody says how far it is", () => {
  const operation = {
    kind: "rebuild",
    isWaiting: false,
    donePercent: 38,
    remainingSeconds: null,
    bytesPerSecond: null,
  } as const;
  const members = [member("sda", "ok"), member("sdb", "rebuilding")];
  const filled = (view: ArrayView) => arrayBays(view, new Map()).map(({ filledPercent }) => filledPercent);
  expect(filled(array(members, { operation }))).toEqual([null, 38]);
  expect(filled(array(members, { operation: { ...operation, isWaiting: true } }))).toEqual([null, null]);
});
