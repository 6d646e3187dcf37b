/** Files that whoever restores them may not read, by their own mode. */
import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { type HandMade, handMade } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";

const NOBODY = 65_534;

let target: string;
let made: HandMade;
let snapshot: StoredSnapshot;

beforeEach(async () => {
  target = await tempFolder();
  made = handMade();
  const metadata = { mode: 0, uid: NOBODY, gid: NOBODY };
  snapshot = await made.snapshot([await made.file("secret", "nobody reads this", metadata)]);
  becomeSomebodyElse();
});

/** To root nothing is unreadable. */
function becomeSomebodyElse(): void {
  if (process.geteuid?.() !== 0) return;
  chownSync(target, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  onTestFinished(() => process.seteuid?.(0));
}

function contentOf(name: string): string {
  const file = join(target, name);
  const { mode } = statSync(file);
  chmodSync(file, 0o400);
  try {
    return readFileSync(file, "utf8");
  } finally {
    chmodSync(file, mode);
  }
}

const CONFLICTS = ["skip", "overwrite", "newer", "keep-both"] as const;

test.each(CONFLICTS)("verifying does not take them for wrong, with %s", async (conflict) => {
  const first = await restoreTo(target, made, { snapshot, conflict, verify: true });
  expect(problemsOf(first)).toContain("/secret: not-compared");
  expect(first.counts).toMatchObject({ filesRestored: 1, filesVerified: 0 });
  expect(contentOf("secret")).toBe("nobody reads this");

  await restoreTo(target, made, { snapshot, conflict, verify: true });
  await restoreTo(target, made, { snapshot, conflict, trustsUnchanged: true, verify: true });
  expect(readdirSync(target)).toEqual(["secret"]);
  expect(contentOf("secret")).toBe("nobody reads this");
});

test("they are written again when overwriting, and left and named when keeping both", async () => {
  await restoreTo(target, made, { snapshot });
  const again = await restoreTo(target, made, { snapshot });
  expect(again.counts).toMatchObject({ filesRestored: 1, filesUnchanged: 0 });
  const beside = await restoreTo(target, made, { snapshot, conflict: "keep-both" });
  expect(beside.counts).toMatchObject({ filesRestored: 0, filesUnchanged: 1 });
  expect(problemsOf(beside)).toContain("/secret: not-compared");
  expect(readdirSync(target)).toEqual(["secret"]);
});
