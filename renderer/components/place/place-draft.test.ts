import { expect, test } from "vitest";
import type { LocationFinding } from "../../../shared/model/repository.ts";
import {
  betterPlace,
  EMPTY_PLACE,
  folderInside,
  hasLittleRoom,
  isGuessable,
  isPlaceComplete,
  nameOfPlace,
  placeUseOf,
} from "./place-draft.ts";

const finding = (kind: LocationFinding["kind"], isKnown = false): LocationFinding => ({
  kind,
  isKnown,
  repositoryId: null,
  snapshotCount: null,
  freeBytes: null,
  sameDiskAs: [],
});

test("a repository is opened, never made over, and other people's folders are left alone", () => {
  expect(placeUseOf(finding("repository"))).toBe("existing");
  expect(placeUseOf(finding("repository", true))).toBe("known");
  expect(placeUseOf(finding("other-files"))).toBe("taken");
  expect(placeUseOf(finding("unreachable"))).toBe("silent");
  expect(placeUseOf(finding("nothing-there"))).toBe("new");
});

test("a new place waits until its password is kept somewhere; an existing one has it kept already", () => {
  const draft = { ...EMPTY_PLACE, location: "/mnt/nas", password: "x" };
  expect(isPlaceComplete(draft, "new")).toBe(false);
  expect(isPlaceComplete({ ...draft, isPasswordKept: true }, "new")).toBe(true);
  expect(isPlaceComplete(draft, "existing")).toBe(true);
  expect(isPlaceComplete({ ...draft, password: "" }, "existing")).toBe(false);
  expect(isPlaceComplete({ ...draft, isPasswordKept: true }, "taken")).toBe(false);
  expect(isPlaceComplete({ ...draft, isPasswordKept: true }, undefined)).toBe(false);
});

test.each([
  ["/mnt/nas/backups", "nas"],
  ["/mnt/Synology DS423/backstay/", "Synology DS423"],
  ["E:\\Backups\\office", "office"],
  ["/backup", "/backup"],
])("the place %s is called %s", (location, name) => {
  expect(nameOfPlace({ ...EMPTY_PLACE, location })).toBe(name);
});

test("a name a person gave stays, and the folder inside fits the system", () => {
  expect(nameOfPlace({ ...EMPTY_PLACE, location: "/mnt/nas", name: " Old box " })).toBe("Old box");
  expect(folderInside("/mnt/nas/")).toBe("/mnt/nas/backstay");
  expect(folderInside("E:\\data")).toBe("E:\\data\\backstay");
});

test.each([
  ["/mnt/nas", [], "/mnt/nas/backstay"],
  ["/home/anna/Documents", ["/home/anna/Documents"], "/home/anna/backstay"],
  ["/home/anna/Documents/old/", ["/home/anna/Documents", "/home/anna/Pictures"], "/home/anna/backstay"],
  ["/home/anna/Documents", ["/home/anna", "/home/anna/Documents"], "/home/backstay"],
  ["/home/anna/Documents 2", ["/home/anna/Documents"], "/home/anna/Documents 2/backstay"],
  ["C:\\Users\\anna\\Documents", ["C:\\Users\\anna\\Documents"], "C:\\Users\\anna\\backstay"],
  ["/srv", ["/"], undefined],
])("instead of %s, with %j backed up, %s is offered", (location, sources, better) => {
  expect(betterPlace(location, sources)).toBe(better);
});

test("a password that is found by trying is known, and one that is long and mixed is not", () => {
  for (const guessable of ["a", "12345678", "aaaaaaaaaaaaaaaa", "ab ab ab ab ab", "           x"])
    expect(isGuessable(guessable), guessable).toBe(true);
  for (const fine of ["", "correct horse battery", "Vq7-m2Rx-9tLw", "一二三四五六七八九十百千"])
    expect(isGuessable(fine), fine).toBe(false);
});

test("less than a gigabyte is little room, and what is not known is not called so", () => {
  expect([0, 1e9, 2e9, null].map(hasLittleRoom)).toEqual([true, true, false, false]);
});
