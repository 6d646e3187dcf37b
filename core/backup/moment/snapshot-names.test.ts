import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isLeftover, nameNext, type Owner, thisProcess } from "./snapshot-names.ts";

const here = thisProcess();
const named = (part: Partial<Owner>) => nameNext({ ...here, ...part });

/** @returns the number of a process that is no more */
function endedPid(): number {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  return pid;
}

test("a snapshot of a process that lives is no leftover", () => {
  expect(isLeftover(nameNext(here), here)).toBe(false);
});

test("a snapshot of a process that has ended, or whose number another one has now, is one", () => {
  expect(isLeftover(named({ pid: endedPid() }), here)).toBe(true);
  expect(isLeftover(named({ start: "1" }), here)).toBe(true);
});

test("a snapshot from before the system started is one, whoever has the number now", () => {
  expect(isLeftover(named({ boot: "00000000" }), here)).toBe(true);
});

test("a snapshot of another machine, or of a container whose processes cannot be seen, is left alone", () => {
  expect(isLeftover(named({ machine: "00000000", pid: endedPid() }), here)).toBe(false);
  expect(isLeftover(named({ namespace: "1", pid: endedPid() }), here)).toBe(false);
});

test("names of others are nobody's leftovers, and ours fit everywhere", () => {
  for (const name of [
    "",
    "backstay",
    "backstay-1",
    "snapshot-1",
    `x${nameNext(here)}`,
    `${nameNext(here)}/..`,
  ])
    expect(isLeftover(name, { ...here, boot: "00000000" })).toBe(false);
  expect(nameNext(here)).toMatch(/^[a-z0-9-]{1,120}$/); // LVM allows 127
  expect(nameNext(here)).not.toBe(nameNext(here));
});
