import { expect, test } from "vitest";
import { cutInMiddle } from "./cut-in-middle.ts";

test.each([
  ["/srv/office", "", "/srv/office"],
  ["", "", ""],
  [
    "/srv/shares/Clients/Brandt GmbH/Hall 3/offer.pdf",
    "/srv/shares/Clients/Brandt GmbH",
    "/Hall 3/offer.pdf",
  ],
  ["D:\\Documents\\Clients\\Brandt GmbH\\Contracts", "D:\\Documents\\Clients", "\\Brandt GmbH\\Contracts"],
  ["Documents › Clients › Brandt GmbH › Costs.xlsx", "Documents › Clients › Brandt GmbH ", "› Costs.xlsx"],
  [
    "Documents › Clients › Brandt GmbH › Correspondence › 2026-11-21 Letter 11.docx",
    "Documents › Clients › Brandt GmbH › Correspondence ",
    "› 2026-11-21 Letter 11.docx",
  ],
])("%s may lose its middle before the last folders", (path, start, end) => {
  expect(cutInMiddle(path)).toEqual([start, end]);
});

test("a name longer than what stays is cut in itself", () => {
  const path = "/mnt/nas/2026-11-17 Minutes of the meeting in Hall 3.txt";
  const [start, end] = cutInMiddle(path);
  expect(start + end).toBe(path);
  expect(path.endsWith(end) && end.includes("Hall 3.txt")).toBe(true);
  expect(start.length).toBeGreaterThan("/mnt/nas/".length);
});

test("a folder's path may end with a separator", () => {
  expect(cutInMiddle("/srv/shares/office/Clients/Brandt GmbH/")).toEqual([
    "/srv/shares/office",
    "/Clients/Brandt GmbH/",
  ]);
});

test("no character is cut into halves", () => {
  const path = `/photos/${"🌊".repeat(40)}s`;
  const [start, end] = cutInMiddle(path);
  expect(start.isWellFormed() && end.isWellFormed()).toBe(true);
  expect(start + end).toBe(path);
});
