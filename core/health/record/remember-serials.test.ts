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
