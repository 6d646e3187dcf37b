import { expect, test } from "vitest";
import { folderWords } from "./folder-words.ts";

const documents = { name: "Documents", paths: ["/srv/office/Documents"] };

test("a place begins with what the source is called", () => {
  expect(folderWords("/srv/office/Documents/Clients/Adler AG", documents)).toBe(
    "Documents › Clients › Adler AG",
  );
  expect(folderWords("/srv/office/Documents", documents)).toBe("Documents");
});

test("elsewhere, and where there are several paths, it begins at the top", () => {
  expect(folderWords("/srv/office/Documents2/x", documents)).toBe("srv › office › Documents2 › x");
  expect(folderWords("/a/b", { name: "Both", paths: ["/a", "/c"] })).toBe("a › b");
  expect(folderWords("/", undefined)).toBe("/");
});
