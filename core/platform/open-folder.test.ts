import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { plantNastyTree, SMALL_NASTINESS } from "../../test/support/nasty-tree.ts";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import type { EntryStat } from "./entry-stat.ts";
import { createFolderOpener, linuxOpener } from "./folder-opener.ts";
import type { FolderOpener } from "./open-folder.ts";
import { openFolderWithNode } from "./open-folder-node.ts";
import { joinRawPath, type RawPath, rawPathFromText, rawPathToBytes } from "./raw-path.ts";

/** Names whose bytes are what makes them nasty, sorted by these. */
const NAMES = [
  Buffer.from(" blank "),
  Buffer.from("-rf"),
  Buffer.from("a\nb"),
  Buffer.from("n".repeat(255)),
  Buffer.from("quote\"'"),
  Buffer.from("ü"),
  Buffer.from([0xff, 0xfe]),
];

async function uglyFolder(): Promise<string> {
  const folder = await tempFolder();
  for (const [n, name] of NAMES.entries()) {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), "x".repeat(n));
  }
  mkdirSync(join(folder, "sub"), 0o1777);
  symlinkSync("nowhere", join(folder, "link"));
  execFileSync("mkfifo", [join(folder, "fifo")]);
  execFileSync("touch", ["-d", "1901-12-31 12:00:00.000000001 UTC", join(folder, "sub")]);
  execFileSync("touch", ["-h", "-d", "2112-01-02 03:04:05.999999999 UTC", join(folder, "link")]);
  execFileSync("ln", [join(folder, "quote\"'"), join(folder, "second name")]);
  writeFileSync(join(folder, "set"), "", { mode: 0o600 });
  execFileSync("chmod", ["6755", join(folder, "set")]);
  return folder;
}

/** @returns how many entries were compared, in this folder and those below */
function expectStatsOfNode(open: FolderOpener, path: RawPath): number {
  const folder = open(path);
  let compared = 0;
  for (const name of folder.names) {
    const entry = joinRawPath(path, name);
    const expected = lstatSync(rawPathToBytes(entry), { bigint: true });
    expect(factsOf(folder.stat(name)), entry).toEqual({
      stMode: Number(expected.mode),
      uid: Number(expected.uid),
      gid: Number(expected.gid),
      links: Number(expected.nlink),
      sizeBytes: Number(expected.size),
      mtimeNs: expected.mtimeNs,
      ctimeNs: expected.ctimeNs,
      inode: expected.ino,
      deviceId: expected.dev,
      device: expected.rdev,
    });
    compared += 1 + (expected.isDirectory() ? expectStatsOfNode(open, entry) : 0);
  }
  folder.close();
  return compared;
}

/** A stat may be no plain object, and change with the next call. */
function factsOf(stat: EntryStat): EntryStat {
  const { stMode, uid, gid, links, sizeBytes, mtimeNs, ctimeNs, inode, deviceId, device } = stat;
  return { stMode, uid, gid, links, sizeBytes, mtimeNs, ctimeNs, inode, deviceId, device };
}

describe.each([
  ["what this platform has", createFolderOpener(0)],
  ["Node's way", openFolderWithNode],
])("a folder opened by %s", (_, open) => {
  test("has every name, byte for byte and in the order of the bytes", async () => {
    const folder = open(rawPathFromText(await uglyFolder()));
    folder.close();
    const expected = [
      ...NAMES,
      ...["fifo", "link", "second name", "set", "sub"].map((name) => Buffer.from(name)),
    ];
    expect(folder.names).toEqual(
      expected.sort(Buffer.compare).map((name) => name.toString("latin1") as RawPath),
    );
  });

  test("says of every entry what lstat says", async () => {
    expectStatsOfNode(open, rawPathFromText(await uglyFolder()));
  });

  test("knows device files as the system does", () => {
    const folder = open(rawPathFromText("/dev"));
    const { device, stMode } = folder.stat(rawPathFromText("null"));
    folder.close();
    const stats = lstatSync("/dev/null", { bigint: true });
    expect({ device, stMode }).toEqual({ device: stats.rdev, stMode: Number(stats.mode) });
  });

  // the tree has everything: foreign owners, devices of large numbers, and times from 1901 to 2400
  test.skipIf(lacksTool("setfacl"))("says what lstat says all through a nasty tree", async () => {
    const root = join(await tempFolder(), "tree");
    plantNastyTree(root, SMALL_NASTINESS);
    expect(expectStatsOfNode(open, rawPathFromText(root))).toBeGreaterThan(SMALL_NASTINESS.crowd);
  });

  test("may hold more names than one answer of the system", async () => {
    const path = await tempFolder();
    const names = Array.from(
      { length: 5000 },
      (_, n) => `${String(n).padStart(4, "0")}-${"long".repeat(10)}`,
    );
    for (const name of names) writeFileSync(join(path, name), "");
    const folder = open(rawPathFromText(path));
    folder.close();
    expect(folder.names).toEqual(names);
  });

  test("passes on what the system says of an entry that vanished, and of a folder that is none", async () => {
    const path = await tempFolder();
    writeFileSync(join(path, "file"), "");
    const folder = open(rawPathFromText(path));
    rmSync(join(path, "file"));
    expect(() => folder.stat(rawPathFromText("file"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
    folder.close();
    expect(() => open(rawPathFromText(join(path, "none")))).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
    writeFileSync(join(path, "file"), "");
    expect(() => open(rawPathFromText(join(path, "file")))).toThrow(
      expect.objectContaining({ code: "ENOTDIR" }),
    );
  });

  test("passes on that a folder may not be read", async () => {
    const parent = await tempFolder();
    const path = join(parent, "closed");
    mkdirSync(path, 0o000);
    chmodSync(parent, 0o755);
    await asOrdinaryUser(async () => {
      expect(() => open(rawPathFromText(path))).toThrow(expect.objectContaining({ code: "EACCES" }));
    });
  });

  test("does not look at what an entry's link leads to", async () => {
    const path = await tempFolder();
    writeFileSync(join(path, "target"), "content");
    symlinkSync("target", join(path, "link"));
    utimesSync(join(path, "target"), 1, 1);
    const folder = open(rawPathFromText(path));
    expect(folder.stat(rawPathFromText("link")).sizeBytes).toBe("target".length);
    folder.close();
  });
});

test.runIf(process.platform === "linux")(
  "Linux has its own way, and it does not go through a link",
  async () => {
    const path = await tempFolder();
    symlinkSync(path, join(path, "link"));
    const open = linuxOpener();
    const folder = open?.(rawPathFromText(path));
    expect(folder?.names).toEqual(["link"]);
    folder?.close();
    expect(() => open?.(rawPathFromText(join(path, "link")))).toThrow(
      expect.objectContaining({ code: "ENOTDIR" }),
    );
  },
);
