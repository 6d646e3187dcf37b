/** What the local store says of a full, a read-only and an unmounted disk, with real ones. */
import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { canMount, makeReadOnly, mountTmpfs, unmount } from "../../test/support/tmpfs.ts";
import { lacks } from "../../test/support/tools.ts";
import { openLocalStore } from "./local.ts";
import type { Store } from "./store.ts";

const SMALL = Uint8Array.of(1, 2, 3);
const TOO_LARGE = new Uint8Array(6 * 1024 * 1024);

async function storeOnTmpfs(
  ...folder: readonly string[]
): Promise<{ root: string; mount: string; store: Store }> {
  const mount = await mountTmpfs("4m");
  const root = join(mount, ...folder);
  const store = openLocalStore(root);
  await store.create();
  await store.write("config", "config", SMALL);
  return { root, mount, store };
}

describe.skipIf(lacks("the right to mount a file system", canMount()))("a local store on a disk", () => {
  test("that is full says how much is free and leaves nothing half written", async () => {
    const { root, store } = await storeOnTmpfs();
    const { bavail, bsize } = await statfs(root);
    await expect(writePack(store, TOO_LARGE)).rejects.toMatchObject({
      code: "STORE_FULL",
      details: { location: root, needBytes: TOO_LARGE.length, freeBytes: bavail * bsize },
    });
    expect(await readdir(join(root, "data", nameFor("pack", TOO_LARGE).slice(0, 2)))).toEqual([]);
    await writePack(store, SMALL);
    expect(await listed(store, "pack")).toHaveLength(1);
  });

  test("that is read-only can be read but not written", async () => {
    const { root, store } = await storeOnTmpfs();
    const id = await writePack(store, SMALL);
    makeReadOnly(root);
    const readOnly = { code: "STORE_READ_ONLY", details: { location: root } };
    await expect(writePack(store, TOO_LARGE)).rejects.toMatchObject(readOnly);
    await expect(store.remove("pack", id)).rejects.toMatchObject(readOnly);
    expect(await store.read("pack", id)).toEqual(SMALL);
  });

  test.each([[[]], [["repository"]]])("that was unmounted has vanished, below it: %j", async (folder) => {
    const { mount, store } = await storeOnTmpfs(...folder);
    const id = await writePack(store, SMALL);
    unmount(mount);
    await rejectsWith("STORE_VANISHED", store.read("pack", id));
    await rejectsWith("STORE_VANISHED", writePack(store, SMALL));
    await rejectsWith("STORE_VANISHED", store.remove("pack", id));
    await rejectsWith("STORE_VANISHED", listed(store, "pack"));
    expect(await readdir(mount)).toEqual([]);
  });
});
