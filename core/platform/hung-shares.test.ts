/** Several shares of one server that is gone, really mounted: all file work of the host would wait for them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import { canHangShares, mountHungShare } from "../../test/support/hung-share.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { listFolder } from "../local-folders/list-folder.ts";
import { listPlaces } from "../local-folders/list-places.ts";
import { makeLocalFolder } from "../local-folders/make-folder.ts";
import { onDiskOf } from "../repositories/disk-of.ts";
import { createPathWatch } from "../schedule/watch/path-watch.ts";
import { requireAnswer } from "./ask-place.ts";

/** More than there are threads for file work. */
const SHARES = 6;
const canHang = canHangShares();

async function office() {
  const folder = await tempFolder();
  writeFileSync(join(folder, "file.txt"), "still read");
  const shares = Array.from({ length: SHARES }, (_, n) => {
    const at = join(folder, `share ${n}`);
    mkdirSync(at);
    return mountHungShare(at);
  });
  const letGo = () => {
    for (const share of shares) share.letGo();
  };
  const isFileRead = async () =>
    await Promise.race([
      readFile(join(folder, "file.txt"), "utf8").then(() => true),
      after(5_000, false, { ref: false }),
    ]);
  return { folder, paths: shares.map((share) => share.folder), letGo, isFileRead };
}

test.skipIf(!canHang)("shares that hang take none of the threads for file work", async () => {
  const { paths, letGo, isFileRead } = await office();
  const ask = () =>
    Promise.allSettled(paths.map((path) => requireAnswer(join(path, "x"), 300, () => new Error("late"))));
  expect((await ask()).map(({ status }) => status)).toEqual(paths.map(() => "rejected"));
  expect(await isFileRead()).toBe(true);
  expect((await ask()).map(({ status }) => status)).toEqual(paths.map(() => "rejected"));
  letGo();
  await expect
    .poll(async () => (await ask()).map(({ status }) => status), { timeout: 10_000 })
    .toEqual(paths.map(() => "fulfilled"));
});

test.skipIf(!canHang)(
  "folders beside shares that hang, and links to them, can be listed, made, compared and watched",
  async () => {
    const { folder, paths, isFileRead } = await office();
    for (const [n, path] of paths.entries()) symlinkSync(path, join(folder, `link ${n}`));
    mkdirSync(join(folder, "plain"));

    const { folders } = await listFolder(folder);
    expect(folders.filter(({ isReadable }) => isReadable).map(({ name }) => name)).toEqual(["plain"]);
    expect(folders).toHaveLength(1 + 2 * SHARES);
    const mounts = paths.map((path) => `hung ${path.replaceAll(" ", "\\040")} fuse.hung rw 0 0\n`).join("");
    const places = await listPlaces({
      ...{ platform: "linux", home: folder, env: {}, readMounts: async () => mounts },
    });
    expect(places.map(({ path }) => path)).toEqual([folder, "/"]);

    const made = await Promise.allSettled(paths.map((path) => makeLocalFolder(path, "new", 300)));
    for (const one of made)
      expect(one).toMatchObject({
        reason: { code: "FOLDER_NOT_MADE", details: { systemCode: "ETIMEDOUT" } },
      });
    expect(await onDiskOf(folder, [...paths, folder])).toEqual([folder]);
    const watches = paths.map((path) => {
      const parts = { path, watcher: undefined, ignored: [], oneFileSystem: false, isOfInterest: () => true };
      return createPathWatch({ ...parts, onChange() {}, onState() {}, nowMs: () => 0 });
    });
    await Promise.all(watches.map((watch) => watch.look()));
    expect(watches.map(({ state }) => state.kind)).toEqual(paths.map(() => "missing"));
    expect(await isFileRead()).toBe(true);
  },
);
