import { existsSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { type HandMade, handMade, node } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";

/** A good file, and one of two chunks of which the second's first pack is damaged. */
async function oneDamaged(made: HandMade, copies: number) {
  const [one, two] = [Buffer.from("first "), Buffer.from("second")];
  const first = await made.add("data", one);
  let second = first;
  for (let n = 0; n < copies; n++) second = await made.add("data", two);
  const good = await made.file("good", "good");
  const bad = node("bad", { content: [first, second], sizeBytes: 12 });
  const snapshot = await made.snapshot([bad, good]);
  const [pack] = made.packsOf(second);
  if (pack === undefined) throw new Error("the blob is in no pack");
  return { snapshot, pack, second };
}

describe("a file whose content is damaged in the repository", () => {
  test("is a problem and not left behind, and the others are restored", async () => {
    const made = handMade();
    const { snapshot, pack } = await oneDamaged(made, 1);
    await made.damage(pack);
    const target = await tempFolder();
    const result = await restoreTo(target, made, { snapshot });
    expect(problemsOf(result)).toEqual(["/bad: damaged"]);
    expect(readdirSync(target)).toEqual(["good"]);
    expect(result.counts.filesRestored).toBe(1);
  });

  test("is not left behind either when all of it is in one pack", async () => {
    const made = handMade();
    const content = await made.addPack([Buffer.from("first "), Buffer.from("second")]);
    const snapshot = await made.snapshot([node("bad", { content, sizeBytes: 12 })]);
    const [pack] = content.flatMap(made.packsOf);
    if (pack !== undefined) await made.damage(pack, "first ".length + 32 + 20);
    const target = await tempFolder();
    expect(problemsOf(await restoreTo(target, made, { snapshot }))).toEqual(["/bad: damaged"]);
    expect(readdirSync(target)).toEqual([]);
  });

  test("is the same problem when the pack is missing or cut short", async () => {
    const made = handMade();
    const { snapshot, pack } = await oneDamaged(made, 1);
    const target = await tempFolder();
    await made.store.write("pack", pack, new Uint8Array(10));
    expect(problemsOf(await restoreTo(target, made, { snapshot }))).toEqual(["/bad: damaged"]);
    await made.store.remove("pack", pack);
    expect(problemsOf(await restoreTo(target, made, { snapshot }))).toEqual(["/bad: damaged"]);
    expect(readdirSync(target)).toEqual(["good"]);
  });

  test("is restored from another copy of the blob", async () => {
    const made = handMade();
    const { snapshot, second } = await oneDamaged(made, 3);
    const [one, two] = made.packsOf(second);
    for (const pack of [one, two]) if (pack !== undefined) await made.damage(pack);
    const target = await tempFolder();
    const result = await restoreTo(target, made, { snapshot });
    expect(result.problems).toEqual([]);
    expect(readFileSync(join(target, "bad"), "utf8")).toBe("first second");
  });

  test("does not cost the file it was to replace", async () => {
    const made = handMade();
    const { snapshot, pack } = await oneDamaged(made, 1);
    await made.damage(pack);
    const target = await tempFolder();
    writeFileSync(join(target, "bad"), "mine");
    expect(problemsOf(await restoreTo(target, made, { snapshot }))).toEqual(["/bad: damaged"]);
    expect(readFileSync(join(target, "bad"), "utf8")).toBe("mine");
    expect(readdirSync(target).sort()).toEqual(["bad", "good"]);
  });

  test("is a problem under each of its names", async () => {
    const made = handMade();
    const same = { inode: 7n, deviceId: 1n, links: 2 };
    const names = [await made.file("a", "content", same), await made.file("b", "content", same)];
    const snapshot = await made.snapshot(names);
    const [blob] = names[0]?.content ?? [];
    for (const pack of blob === undefined ? [] : made.packsOf(blob)) await made.damage(pack);
    const target = await tempFolder();
    expect(problemsOf(await restoreTo(target, made, { snapshot }))).toEqual(["/a: damaged", "/b: damaged"]);
    expect(readdirSync(target)).toEqual([]);
  });
});

test("a link that already is one is not made again, another is replaced", async () => {
  const made = handMade();
  const same = { inode: 7n, deviceId: 1n, links: 3 };
  const names = ["a", "b", "c"].map((name) => made.file(name, "content", same));
  const snapshot = await made.snapshot(await Promise.all(names));
  const target = await tempFolder();
  expect((await restoreTo(target, made, { snapshot })).counts.othersRestored).toBe(2);
  expect((await restoreTo(target, made, { snapshot })).counts.othersRestored).toBe(0);
  writeFileSync(join(target, "c2"), "mine");
  rmSync(join(target, "c"));
  linkSync(join(target, "c2"), join(target, "c"));
  expect((await restoreTo(target, made, { snapshot })).counts.othersRestored).toBe(1);
  expect(readFileSync(join(target, "c2"), "utf8")).toBe("mine");
  expect(existsSync(join(target, "c"))).toBe(true);
});
