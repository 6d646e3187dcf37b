import { expect, test } from "vitest";
import { cutInMiddle } from "./cut-in-middle.ts";

test.each([
  ["/srv/office", "", "/srv/office"],
  ["", "", ""],
  [
    "/srv/shares/office/Clients/Brandt GmbH/Hall 3/offer.pdf",
    "/srv/shares/office/Clients",
    "/Brandt GmbH/Hall 3/offer.pdf",
  ],
  ["D:\\Documents\\Clients\\Brandt GmbH\\Contracts", "D:\\Documents", "\\Clients\\Brandt GmbH\\Contracts"],
  [
    "/mnt/nas/2026-11-17 Minutes of the meeting in Hall 3.txt",
    "/mnt/nas/2026-11-17 Minute",
    "s of the meeting in Hall 3.txt",
  ],
])("%s may lose its middle before the last folders", (path, start, end) => {
  expect(cutInMiddle(path)).toEqual([start, end]);
});

test("a folder's path may end with a separator", () => {
  expect(cutInMiddle("/srv/shares/office/Clients/Brandt GmbH/")).toEqual([
    "/srv/shares",
    "/office/Clients/Brandt GmbH/",
  ]);
});

test("no character is cut into halves", () => {
  const [start, end] = cutInMiddle(`/photos/${"🌊".repeat(40)}`);
  expect(start.isWellFormed() && end.isWellFormed()).toBe(true);
  expect(start + end).toBe(`/photos/${"🌊".repeat(40)}`);
});
