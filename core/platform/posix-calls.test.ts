import { execFileSync } from "node:child_process";
import { lstat, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks } from "../../test/support/tools.ts";
import { makeDevice, makeFifo, setTimesNs } from "./posix-calls.ts";
import { hasPosixLibrary } from "./posix-library.ts";

const bytesOf = (path: string): Uint8Array => new TextEncoder().encode(path);
const isRoot = process.geteuid?.() === 0;

describe.skipIf(lacks("a C library that koffi can load", hasPosixLibrary()))("setTimesNs", () => {
  test.each([
    ["to the nanosecond", 1_700_000_000_123_456_789n, 1_600_000_000_000_000_001n],
    ["at the beginning of time", 0n, 1n],
    ["a nanosecond before 1970", -1n, -1_000_000_000n],
    ["long before 1970", -1_234_567_890_987_654_321n, -1_500_000_000n],
    ["after 2038", 4_102_444_800_999_999_999n, 2_147_483_648_000_000_000n],
  ])("sets times %s", async (_when, atimeNs, mtimeNs) => {
    const path = join(await tempFolder(), "file");
    await writeFile(path, "");
    setTimesNs(bytesOf(path), { atimeNs, mtimeNs });
    const stats = await stat(path, { bigint: true });
    expect({ atimeNs: stats.atimeNs, mtimeNs: stats.mtimeNs }).toEqual({ atimeNs, mtimeNs });
  });

  test("sets those of a link, not of what it points to", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "target"));
    await symlink("target", join(folder, "link"));
    setTimesNs(bytesOf(join(folder, "link")), { atimeNs: 1n, mtimeNs: 1_000_000_007n });
    expect((await lstat(join(folder, "link"), { bigint: true })).mtimeNs).toBe(1_000_000_007n);
    expect((await stat(join(folder, "target"), { bigint: true })).mtimeNs).toBeGreaterThan(2_000_000_000n);
  });

  test("takes a name that is not UTF-8, right after a longer one", async () => {
    const folder = await tempFolder();
    const long = Buffer.from(`${folder}/${"x".repeat(200)}`);
    const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0xff, 0xfe)]);
    for (const path of [long, odd]) {
      await writeFile(path, "");
      setTimesNs(path, { atimeNs: 5n, mtimeNs: 7n });
      expect((await stat(path, { bigint: true })).mtimeNs).toBe(7n);
    }
  });

  test("takes a path longer than its first buffer to the system, which refuses it", () => {
    const path = bytesOf(`/${"x".repeat(10_000)}`);
    expect(() => setTimesNs(path, { atimeNs: 0n, mtimeNs: 0n })).toThrow(
      expect.objectContaining({ name: "PosixError", code: "ENAMETOOLONG", syscall: "utimensat" }),
    );
  });

  test("refuses a path with a NUL in it, which would mean another file", () => {
    expect(() => setTimesNs(bytesOf("/tmp\0/x"), { atimeNs: 0n, mtimeNs: 0n })).toThrow(
      expect.objectContaining({ code: "EINVAL" }),
    );
  });

  test("says what the system said", async () => {
    const path = bytesOf(join(await tempFolder(), "none"));
    expect(() => setTimesNs(path, { atimeNs: 0n, mtimeNs: 0n })).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
  });
});

describe.skipIf(lacks("a C library that koffi can load", hasPosixLibrary()))("makeFifo", () => {
  test("makes a FIFO that carries data", async () => {
    const path = join(await tempFolder(), "fifo");
    makeFifo(bytesOf(path), 0o600);
    expect((await lstat(path)).isFIFO()).toBe(true);
    expect((await lstat(path)).mode & 0o777).toBe(0o600);
    const reading = readFile(path, "utf8");
    await writeFile(path, "through");
    expect(await reading).toBe("through");
  });

  test("does not replace what is there", async () => {
    const path = join(await tempFolder(), "taken");
    await writeFile(path, "");
    expect(() => makeFifo(bytesOf(path), 0o600)).toThrow(expect.objectContaining({ code: "EEXIST" }));
  });
});

describe.skipIf(lacks("the right to make device files", isRoot && hasPosixLibrary()))("makeDevice", () => {
  test.each([
    { type: "character", rdev: 0x0103n, major: "1", minor: "3" },
    { type: "block", rdev: 0x0700n, major: "7", minor: "0" },
    // dev_t on Linux: eight bits of the minor, twelve of the major, then the minor's rest.
    { type: "character", rdev: 0x10_0534n, major: "5", minor: "134" },
  ] as const)(
    "makes a $type device that stat(1) calls $major, $minor",
    async ({ type, rdev, major, minor }) => {
      const path = join(await tempFolder(), "device");
      makeDevice(bytesOf(path), type, 0o600, rdev);
      const stats = await lstat(path, { bigint: true });
      expect(stats.rdev).toBe(rdev);
      expect(type === "character" ? stats.isCharacterDevice() : stats.isBlockDevice()).toBe(true);
      const inHex = execFileSync("stat", ["-c", "%t %T", path], { encoding: "utf8" });
      expect(inHex.trim()).toBe(`${major} ${minor}`);
    },
  );
});
