/** A repository whose one folder holds an entry that cannot be believed, as the commands show it. */
import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { setTimesNs } from "../core/platform/posix-calls.ts";
import { encodeNode } from "../core/repository/format/tree-encode.ts";
import { idOf, sampleRepository } from "../core/repository/inventory/testing/sample-repository.ts";
import { openRepository } from "../core/repository/open-repository.ts";
import { ODDITIES, type Oddity, treeOf } from "../core/repository/testing/odd-entries.ts";
import { sampleNode } from "../core/repository/testing/sample-node.ts";
import { openStore } from "../core/storage/open-store.ts";
import { runInRepository } from "./testing/run-in-repository.ts";

const GOOD = Buffer.from("good");

/** The folder `top` with an odd entry between two files, of which the last claims one byte too many. */
async function repositoryWith(oddity: Oddity) {
  const { folder, location, run } = await runInRepository();
  const store = openStore(location);
  const repository = sampleRepository(await openRepository(store, "secret"));
  const file = (name: string, sizeBytes: number) =>
    sampleNode({ name: Buffer.from(name), content: [idOf(GOOD)], sizeBytes });
  const entries = [encodeNode(file("a", 4)), oddity.make(file("odd", 4)), encodeNode(file("z", 5))];
  const tree = treeOf(entries);
  const top = { name: Buffer.from("top"), type: "dir", mode: 2 ** 31 + 0o755, content: null } as const;
  const root = treeOf([encodeNode(sampleNode({ ...top, subtree: idOf(tree) }))]);
  const packs = [
    await repository.storePack("tree", [tree, root]),
    await repository.storePack("data", [GOOD]),
  ];
  await repository.storeIndex(packs);
  await repository.storeSnapshot(idOf(root));
  await store.close();
  return { folder, run };
}

test("every command names the odd entry and the wrong size, shows the rest, and ends with 3", async () => {
  const { folder, run } = await repositoryWith(ODDITIES[0] as Oddity);
  const target = join(folder, "target");
  const restored = await run("restore", "latest", "--target", target);
  expect(restored.exitCode).toBe(3);
  expect(restored.stderr).toMatch(
    /\/top\/odd: its entry in the snapshot is not valid: its size is none that a file can have\. It was left out/,
  );
  expect(restored.stderr).toMatch(/\/top\/z: the snapshot gives it another size than its content has/);
  expect(readdirSync(join(target, "top"))).toEqual(["a", "z"]);
  expect(readFileSync(join(target, "top/z"), "utf8")).toBe("good");

  for (const args of [
    ["ls", "latest"],
    ["find", "z"],
    ["dump", "latest", "/top"],
  ]) {
    const { exitCode, stdout, stderr } = await run(...args);
    expect([args[0], exitCode]).toEqual([args[0], 3]);
    expect(stderr).toContain('The entry "/top/odd" in the backup is not valid: its size is none');
    expect(stdout).toContain("top/z");
  }
  const file = await run("dump", "latest", "/top/a");
  expect(file).toMatchObject({ exitCode: 0, stdout: "good" });

  for (const [mode, bytes] of [
    ["restore-size", 4 + 5],
    ["files-by-contents", 4],
    ["blobs-per-file", 4],
  ]) {
    const { exitCode, stdout, stderr } = await run("stats", "--json", "--mode", String(mode));
    expect([mode, exitCode]).toEqual([mode, 3]);
    expect(
      stderr.match(/The entry \\"\/top\/odd\\" in the backup is not valid: its size is none/g),
    ).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ total_size: bytes, snapshots_count: 1 });
  }
  expect(await run("stats", "--mode", "raw-data")).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining("/top/odd"),
  });

  const checked = await run("check");
  expect(checked.exitCode).toBe(1);
  expect(checked.stdout + checked.stderr).toMatch(/What "odd" in tree .* is not valid: its size is none/);
  expect(checked.stdout + checked.stderr).toMatch(/The file "z" in tree .* should have 5 bytes and has 4/);
});

test("what was written wrong is given up by the advice of check, and by nothing that does not help", async () => {
  const { folder, run } = await repositoryWith(ODDITIES[0] as Oddity);
  const source = join(folder, "letter.txt");
  writeFileSync(source, "dear");
  expect((await run("backup", source)).exitCode).toBe(0);
  for (const args of [["prune"], ["prune", "--accept-loss"]]) {
    const refused = await run(...args);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("backstay check` names the snapshots");
    expect(refused.stderr).not.toContain("--accept-loss");
  }
  const { stdout } = await run("check");
  expect(stdout).not.toContain("back up the sources");
  const [, advised = ""] = /backstay (forget [0-9a-f]+)`/.exec(stdout) ?? [];
  expect((await run(...advised.split(" "))).exitCode).toBe(0);
  for (const command of ["prune", "check"]) expect((await run(command)).exitCode).toBe(0);
  expect((await run("ls", "latest")).stdout).toContain("letter.txt");
});

test("in Chinese, too", async () => {
  const { folder, run } = await repositoryWith(ODDITIES[3] as Oddity);
  const { exitCode, stderr } = await run(
    "restore",
    "latest",
    "--lang",
    "zh",
    "--target",
    join(folder, "target"),
  );
  expect(exitCode).toBe(3);
  expect(stderr).toContain(
    "/top/odd: 快照中该项的记录无效：其中一个时间无效。已略过该项，旁边的内容不受影响",
  );
});

test("if-changed trusts size and time, and the default does not", async () => {
  const { folder, run } = await repositoryWith(ODDITIES[0] as Oddity);
  const target = join(folder, "target");
  const file = join(target, "top/a");
  const restore = (...flags: readonly string[]) => run("restore", "latest", "--target", target, ...flags);
  await restore();
  const { mtimeNs, atimeNs } = lstatSync(file, { bigint: true });
  writeFileSync(file, "g00d");
  setTimesNs(Buffer.from(file), { mtimeNs, atimeNs });
  await restore("--overwrite", "if-changed");
  expect(readFileSync(file, "utf8")).toBe("g00d");
  await restore("--overwrite", "always");
  expect(readFileSync(file, "utf8")).toBe("good");
});
