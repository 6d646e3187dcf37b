import { expect, test } from "vitest";
import { takePlace } from "./take-place.ts";

/** A server that renames only to free names. `refuses` is asked before each rename, and may throw as a lost connection does. */
function server(files: Record<string, string>, refuses: (from: string, to: string) => boolean = () => false) {
  return {
    files,
    async rename(from: string, to: string): Promise<boolean> {
      if (refuses(from, to) || files[from] === undefined || files[to] !== undefined) return false;
      files[to] = files[from];
      delete files[from];
      return true;
    },
    async remove(path: string): Promise<void> {
      delete files[path];
    },
  };
}

test("takes a free name, or the place of a file, and leaves nothing else behind", async () => {
  const free = server({ ".tmp": "new" });
  expect(await takePlace(free, ".tmp", "config")).toBe(true);
  expect(free.files).toEqual({ config: "new" });
  const taken = server({ ".tmp": "new", config: "old" });
  expect(await takePlace(taken, ".tmp", "config")).toBe(true);
  expect(taken.files).toEqual({ config: "new" });
});

test("what was there is there still when the new one does not get its name", async () => {
  const refusing = server({ ".tmp": "new", config: "old" }, (from) => from === ".tmp");
  expect(await takePlace(refusing, ".tmp", "config")).toBe(false);
  expect(refusing.files).toEqual({ ".tmp": "new", config: "old" });
  const immovable = server({ ".tmp": "new", config: "old" }, () => true);
  expect(await takePlace(immovable, ".tmp", "config")).toBe(false);
  expect(immovable.files).toEqual({ ".tmp": "new", config: "old" });
});

test("a connection that ends in the middle costs neither", async () => {
  let tries = 0;
  const breaking = server({ ".tmp": "new", config: "old" }, (from, to) => {
    if (from === ".tmp" && to === "config") tries += 1;
    if (tries === 2 && from === ".tmp") throw new Error("closed");
    return false;
  });
  await expect(takePlace(breaking, ".tmp", "config")).rejects.toThrow("closed");
  expect(breaking.files).toEqual({ ".tmp": "new", config: "old" });
});
