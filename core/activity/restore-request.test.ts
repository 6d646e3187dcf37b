import { expect, test } from "vitest";
import type { CheckedInput } from "../../shared/api/methods.ts";
import { commonFolder, restoreRequest } from "./restore-request.ts";

const input = (paths: string[], folder?: string) =>
  ({
    repositoryId: "a".repeat(64),
    snapshotId: "b".repeat(64),
    paths,
    target: folder === undefined ? { kind: "original-place" } : { kind: "folder", folder },
    conflict: "skip",
    verify: true,
  }) as CheckedInput<"restore.start">;
const place = { location: "/srv/nas" };

test("one file goes directly into the folder, files of two folders below those", () => {
  expect(commonFolder(["/home/ann/a.txt"])).toBe("/home/ann");
  expect(commonFolder(["/home/ann/a.txt", "/home/ann/b.txt"])).toBe("/home/ann");
  expect(commonFolder(["/home/ann/a.txt", "/home/bob/b.txt"])).toBe("/home");
  expect(commonFolder(["/home/ann", "/home/ann/b.txt"])).toBe("/home");
  expect(commonFolder(["/a", "/b"])).toBe("");
  expect(commonFolder(["/home/an/x", "/home/ann/x"])).toBe("/home");
});

test("paths are told from the folder that is restored", () => {
  expect(restoreRequest(input(["/home/ann/a.txt", "/home/bob/"], "/tmp/x"), place).input).toMatchObject({
    targetFolder: "/tmp/x",
    folder: "/home",
    paths: ["/ann/a.txt", "/bob"],
  });
});

test("to the original place, paths stay whole; everything needs none", () => {
  const original = restoreRequest(input(["/home/ann/a.txt"]), place).input;
  expect(original).toMatchObject({ paths: ["/home/ann/a.txt"] });
  expect(original).not.toHaveProperty("folder");
  const all = restoreRequest(input(["/home/ann", "/"], "/tmp/x"), place).input;
  expect(all).not.toHaveProperty("paths");
  expect(all).not.toHaveProperty("folder");
});

test("a target that depends on where the host was started is refused", () => {
  expect(() => restoreRequest(input(["/a"], "restored"), place)).toThrow(
    expect.objectContaining({ code: "TARGET_UNUSABLE" }),
  );
});
