import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { compareMounts, type MountQuestion } from "./source-mounts.ts";

/** Folders as they are on a machine with a share; where something is mounted is given as the system tells it. */
async function setUp() {
  const top = await tempFolder();
  const nas = join(top, "nas");
  const office = join(nas, "office");
  mkdirSync(office, { recursive: true });
  const disk = { point: "/", type: "ext4" };
  const share = { point: nas, type: "cifs" };
  const compare = (question: Partial<MountQuestion>) =>
    compareMounts({
      ...{ paths: [office], expected: [], mounts: [disk, share], oneFileSystem: false },
      isExcluded: () => false,
      ...question,
    });
  return { top, nas, office, disk, share, compare };
}

test.skipIf(process.platform === "win32")("what a path lies on has to be there the next time", async () => {
  const { office, nas, disk, share, compare } = await setUp();
  const { found } = compare({});
  expect(found).toEqual([{ path: office, point: nas, type: "cifs", isWithin: false }]);
  expect(compare({ expected: found })).toEqual({ found, absentWithin: [] });
  const isAway = expect.objectContaining({
    code: "SOURCE_NOT_MOUNTED",
    details: { path: office, point: nas, type: "cifs" },
  });
  expect(() => compare({ expected: found, mounts: [disk] })).toThrow(isAway);
  // what only waits to mount it holds nothing itself
  const automatic = { point: nas, type: "autofs" };
  expect(() => compare({ expected: found, mounts: [disk, automatic] })).toThrow(isAway);
  expect(compare({ expected: found, mounts: [disk, automatic, share] }).found).toEqual(found);
  rmSync(office, { recursive: true });
  expect(() => compare({ expected: found, mounts: [disk] })).toThrow(isAway);
});

test("what lies on the system's own disk, and a path that was added since, ask for nothing", async () => {
  const { office, nas, disk, compare } = await setUp();
  expect(compare({ mounts: [disk] })).toEqual({ found: [], absentWithin: [] });
  const other = [{ path: join(office, "other"), point: nas, type: "cifs", isWithin: false }];
  expect(compare({ mounts: [disk], expected: other }).absentWithin).toEqual([]);
});

test("where the system does not tell, what was known stays known", async () => {
  const { compare } = await setUp();
  const { found } = compare({});
  expect(compare({ mounts: [], expected: found })).toEqual({ found, absentWithin: [] });
});

test.skipIf(process.platform === "win32")("a link may lead to another share", async () => {
  const { top, nas, disk, share, compare } = await setUp();
  const link = join(top, "data");
  symlinkSync(nas, link);
  const { found } = compare({ paths: [link] });
  expect(found).toEqual([{ path: link, point: nas, type: "cifs", isWithin: false }]);
  const second = { point: join(top, "nas2"), type: "nfs4" };
  mkdirSync(second.point);
  rmSync(link);
  symlinkSync(second.point, link);
  const moved = compare({ paths: [link], expected: found, mounts: [disk, second] });
  expect(moved.found).toEqual([{ ...found[0], ...second }]);
  expect(() => compare({ paths: [link], expected: found, mounts: [disk] })).toThrow("SOURCE_NOT_MOUNTED");
  expect(share.point).toBe(nas);
});

test.skipIf(process.platform === "win32")(
  "a share within a source is missed, unless it is not wanted",
  async () => {
    const { top, nas, disk, share, compare } = await setUp();
    const stick = { point: join(top, "stick"), type: "vfat" };
    const paths = [top];
    const { found } = compare({ paths, mounts: [disk, share, stick] });
    expect(found).toEqual([{ path: top, point: nas, type: "cifs", isWithin: true }]);
    const without = { paths, mounts: [disk], expected: found };
    expect(compare(without)).toEqual({ found: [], absentWithin: found });
    expect(compare({ ...without, oneFileSystem: true }).absentWithin).toEqual([]);
    expect(compare({ ...without, isExcluded: (path) => path === nas }).absentWithin).toEqual([]);
    expect(compare({ paths, isExcluded: (path) => path === nas }).found).toEqual([]);
  },
);
