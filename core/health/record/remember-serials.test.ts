import { expect, test } from "vitest";
import { emptyArray } from "../reading/empty.ts";
import { arrayMember } from "../reading/member.ts";
import { rememberSerials } from "./remember-serials.ts";

const array = (...members: Parameters<typeof arrayMember>[0][]) => ({
  ...emptyArray("md0", "md0", "md"),
  members: members.map((member) => arrayMember(member)),
});
const serials = ({ members }: ReturnType<typeof array>) => members.map(({ serial }) => serial);

const whole = array(
  { name: "sda", slot: "0", serial: "ONE", state: "ok" },
  { name: "sdb", slot: "1", serial: "TWO", state: "ok" },
);

test("a member that is missing is known by the disk that was in its place, however long it stays away", () => {
  const without = array(
    { name: "sda", slot: "0", serial: "ONE", state: "ok" },
    { slot: "1", state: "missing" },
  );
  const first = rememberSerials(without, whole);
  expect(serials(first)).toEqual(["ONE", "TWO"]);
  expect(serials(rememberSerials(without, first))).toEqual(["ONE", "TWO"]);
});

test("a member that failed, and whose disk is gone since, is known by the name it still has", () => {
  const failed = array(
    { name: "sda", slot: "0", serial: "ONE", state: "ok" },
    { name: "sdb", state: "failed" },
    { state: "missing" },
  );
  expect(serials(rememberSerials(failed, whole))).toEqual(["ONE", "TWO", null]);
});

test("a place is not called by a disk that is elsewhere now, nor by one that has been replaced", () => {
  const moved = array(
    { slot: "0", state: "missing" },
    { name: "sdb", slot: "1", serial: "ONE", state: "ok" },
  );
  expect(serials(rememberSerials(moved, whole))).toEqual([null, "ONE"]);
  const replaced = array(
    { slot: "1", serial: "THREE", state: "rebuilding" },
    { slot: "1", state: "rebuilding" },
  );
  expect(serials(rememberSerials(replaced, whole))).toEqual(["THREE", null]);
});

test("nothing is made up where nothing was known", () => {
  expect(
    serials(rememberSerials(array({ slot: "7", state: "missing" }, { state: "missing" }), whole)),
  ).toEqual([null, null]);
  expect(rememberSerials(whole, undefined)).toBe(whole);
});

test("where nobody tells places, who is gone is known by who is left", () => {
  const listed = array(
    { name: "sda", serial: "ONE", state: "ok" },
    { name: "sdb", serial: "TWO", state: "ok" },
    { name: "sdc", serial: "THREE", state: "ok" },
    { name: "sdd", serial: "FOUR", state: "spare" },
  );
  const without = array(
    { name: "sda", serial: "ONE", state: "ok" },
    // the kernel has given its name to another
    { name: "sdb", serial: "THREE", state: "ok" },
    { slot: "1", state: "missing" },
  );
  const first = rememberSerials(without, listed);
  expect(first.members).toMatchObject([{ serial: "ONE" }, { serial: "THREE" }, { slot: "1", serial: "TWO" }]);
  expect(rememberSerials(without, first)).toEqual(first);

  // of several it is known which, and not which was where
  const two = array(
    { name: "sda", serial: "ONE", state: "ok" },
    { slot: "1", state: "missing" },
    { slot: "2", state: "missing" },
  );
  const both = rememberSerials(two, listed);
  expect(both.members.slice(1).map(({ slot, serial }) => [slot, serial])).toEqual([
    [null, "TWO"],
    [null, "THREE"],
  ]);
  expect(rememberSerials(two, both)).toEqual(both);
});

test("who is left is no answer where somebody else is not known either", () => {
  const degraded = array({ name: "sda", serial: "ONE", state: "ok" }, { slot: "1", state: "missing" });
  // nothing told serial numbers this time
  const unnamed = array({ name: "sda", state: "ok" }, { slot: "1", state: "missing" });
  expect(serials(rememberSerials(unnamed, degraded))).toEqual([null, null]);
  const fewer = array(
    { name: "sda", serial: "ONE", state: "ok" },
    { state: "missing" },
    { state: "missing" },
  );
  expect(serials(rememberSerials(fewer, whole))).toEqual(["ONE", null, null]);
});
