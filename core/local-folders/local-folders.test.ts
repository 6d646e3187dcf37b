import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { listFolder } from "./list-folder.ts";
import { listPlaces, parseMounts } from "./list-places.ts";
import { makeLocalFolder } from "./make-folder.ts";

test("lists folders and links to folders, by name as people count, and nothing else", async () => {
  const folder = await tempFolder();
  for (const name of ["year 10", "Year 9", "文件", "$(reboot)", " space", "<b>"])
    mkdirSync(join(folder, name));
  writeFileSync(join(folder, "file"), "");
  symlinkSync("year 10", join(folder, "link"));
  symlinkSync("nowhere", join(folder, "dangling"));
  symlinkSync("loop", join(folder, "loop"));
  symlinkSync("file", join(folder, "link to a file"));
  const { folders, hasMore, parent } = await listFolder(`${folder}/./`);
  expect(new Set(folders.map(({ name }) => name))).toEqual(
    new Set(["year 10", "Year 9", "文件", "$(reboot)", " space", "<b>", "link"]),
  );
  const years = folders.filter(({ name }) => /year/i.test(name)).map(({ name }) => name);
  expect(years).toEqual(["Year 9", "year 10"]);
  expect(folders.every(({ isReadable }) => isReadable)).toBe(true);
  expect({ hasMore, parent }).toEqual({ hasMore: false, parent: join(folder, "..") });
});

test("hidden folders come last", async () => {
  const folder = await tempFolder();
  for (const name of [".cache", "Zebra", ".aaa", "apple"]) mkdirSync(join(folder, name));
  expect((await listFolder(folder)).folders.map(({ name }) => name)).toEqual([
    "apple",
    "Zebra",
    ".aaa",
    ".cache",
  ]);
});

test("a name that is no text is left out: as text it would mean another folder", async () => {
  const folder = await tempFolder();
  mkdirSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9)]));
  mkdirSync(join(folder, "café"));
  expect((await listFolder(folder)).folders.map(({ name }) => name)).toEqual(["café"]);
});

test("a large folder is listed in part, and says so", async () => {
  const folder = await tempFolder();
  for (let n = 0; n < 2_100; n += 1) mkdirSync(join(folder, `folder ${n}`));
  const { folders, hasMore } = await listFolder(folder);
  expect(folders).toHaveLength(2_000);
  expect(hasMore).toBe(true);
});

test("the top has nothing above it", async () => {
  expect(await listFolder("/")).toMatchObject({ path: "/", parent: null });
});

test("what is no folder is an error with the system's reason", async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, "file"), "");
  await expect(listFolder(join(folder, "file"))).rejects.toMatchObject({
    code: "FOLDER_NOT_LISTED",
    details: { path: join(folder, "file"), systemCode: "ENOTDIR" },
  });
});

test("makes one folder and never one elsewhere", async () => {
  const folder = await tempFolder();
  expect(await makeLocalFolder(folder, "新文件夹")).toBe(join(folder, "新文件夹"));
  await expect(makeLocalFolder(join(folder, "none"), "new")).rejects.toMatchObject({
    code: "FOLDER_NOT_MADE",
    details: { systemCode: "ENOENT" },
  });
  await expect(makeLocalFolder(folder, "x".repeat(256))).rejects.toMatchObject({
    code: "FOLDER_NAME_INVALID",
  });
  await expect(makeLocalFolder(folder, "\u6587".repeat(100))).rejects.toMatchObject({
    code: "FOLDER_NAME_INVALID",
  });
  await expect(makeLocalFolder("relative", "new")).rejects.toMatchObject({ code: "FOLDER_NOT_MADE" });
});

test("disks and shares are places, what the system mounts for itself is not", () => {
  // /proc/self/mounts of Debian 12 with a USB disk, an NFS and an SMB share, and some of what is always there
  const mounts = [
    "sysfs /sys sysfs rw,nosuid 0 0",
    "proc /proc proc rw 0 0",
    "tmpfs /run tmpfs rw 0 0",
    "/dev/sda2 / ext4 rw,relatime 0 0",
    "/dev/sda1 /boot/efi vfat rw 0 0",
    "/dev/sdb1 /media/ann/USB\\040DISK exfat rw 0 0",
    "/dev/sdc1 /run/media/ann/Old btrfs rw 0 0",
    "nas:/volume1/office /mnt/nas nfs4 rw 0 0",
    "//server/share /mnt/share cifs rw 0 0",
    "gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0",
    "/dev/loop1 /snap/core/1 squashfs ro 0 0",
    "ann@host:/ /home/ann/remote fuse.sshfs rw 0 0",
    "",
  ].join("\n");
  expect(parseMounts(mounts)).toEqual([
    { kind: "disk", path: "/media/ann/USB DISK", label: "USB DISK" },
    { kind: "disk", path: "/run/media/ann/Old", label: "Old" },
    { kind: "mount", path: "/mnt/nas", label: "nas" },
    { kind: "mount", path: "/mnt/share", label: "share" },
    { kind: "mount", path: "/home/ann/remote", label: "remote" },
  ]);
});

test("the user's folders are found by the names they have in their language", async () => {
  const home = await tempFolder();
  mkdirSync(join(home, ".config"));
  mkdirSync(join(home, "Dokumente"));
  mkdirSync(join(home, "Desktop"));
  writeFileSync(
    join(home, ".config", "user-dirs.dirs"),
    '# comment\nXDG_DOCUMENTS_DIR="$HOME/Dokumente"\nXDG_PICTURES_DIR="$HOME/Bilder"\n',
  );
  chmodSync(home, 0o700);
  const places = await listPlaces({
    platform: "linux",
    home,
    env: {},
    readMounts: async () => "x /does/not/exist ext4 rw 0 0\n",
  });
  expect(places.map(({ kind, path }) => [kind, path])).toEqual([
    ["home", home],
    ["documents", join(home, "Dokumente")],
    ["desktop", join(home, "Desktop")],
    ["disk", "/"],
  ]);
  expect(places[0]?.freeBytes).toBeGreaterThan(0);
});
