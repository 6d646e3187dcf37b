import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import { openEngine } from "../../../test/support/engine.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import type { HeldLock } from "./lock.ts";
import { workUnderLock } from "./work-under-lock.ts";

const password = "correct horse";
const gone = new BackstayError("STORE_UNREACHABLE", { location: "the NAS", reason: "timed-out" });

test("a backup whose snapshot is written is done, though its place goes away before the lock is removed", async () => {
  const folder = await tempFolder();
  const [source, location] = [join(folder, "letter.txt"), join(folder, "repository")];
  writeFileSync(source, "Dear customer");
  const engine = await openEngine({
    ...{ location, password, init: 2 },
    wrap: (store) => ({
      ...store,
      remove: (kind, name) => (kind === "lock" ? Promise.reject(gone) : store.remove(kind, name)),
    }),
  });
  onTestFinished(() => engine.close());
  const onLockLeft = vi.fn();
  const { snapshotId } = await engine.backUp(source, {}, { onLockLeft });
  expect(readdirSync(join(location, "snapshots"))).toEqual([snapshotId]);
  expect(onLockLeft).toHaveBeenCalledExactlyOnceWith(gone);
});

test("what stopped the work is told, not what then kept the lock from being removed", async () => {
  const onLockLeft = vi.fn();
  const lock: HeldLock = {
    confirmed: () => Promise.resolve(),
    signal: new AbortController().signal,
    release: () => Promise.reject(gone),
  };
  const full = new Error("the disk is full");
  await expect(workUnderLock(lock, () => Promise.reject(full), onLockLeft)).rejects.toBe(full);
  expect(onLockLeft).not.toHaveBeenCalled();
});
