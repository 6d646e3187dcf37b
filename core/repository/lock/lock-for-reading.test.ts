import { expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { newRepository } from "../inventory/testing/sample-repository.ts";
import type { Repository } from "../repository.ts";
import { acquireLock } from "./lock.ts";
import { lockForReading } from "./lock-for-reading.ts";

const { signal } = new AbortController();

function refusing(repository: Repository, error: BackstayError): Repository {
  const write: Store["write"] = () => Promise.reject(error);
  return { ...repository, store: { ...repository.store, write } };
}

test.each([
  new BackstayError("STORE_READ_ONLY", { location: "/cdrom" }),
  new BackstayError("STORE_DENIED", { location: "/srv", operation: "write" }),
])("reading goes on without a lock where none can be written, and says so: %s", async (error) => {
  const told: string[] = [];
  const repository = refusing(newRepository(openMemoryStore()), error);
  const lock = await lockForReading(repository, signal, () => told.push("no lock"));
  expect({ lock, told }).toEqual({ lock: undefined, told: ["no lock"] });
});

test("what is locked by somebody who removes things is not read, even where nothing can be written", async () => {
  const repository = newRepository(openMemoryStore());
  const held = await acquireLock(repository, { exclusive: true });
  const error = new BackstayError("STORE_READ_ONLY", { location: "/cdrom" });
  await expect(lockForReading(refusing(repository, error), signal)).rejects.toMatchObject({
    code: "REPOSITORY_LOCKED",
  });
  await held.release();
});

test("any other fault is one", async () => {
  const full = new BackstayError("STORE_FULL", { location: "/srv", needBytes: 1, freeBytes: 0 });
  const repository = refusing(newRepository(openMemoryStore()), full);
  await expect(lockForReading(repository, signal)).rejects.toMatchObject({ code: "STORE_FULL" });
});

test("where a lock can be written there is one", async () => {
  const repository = newRepository(openMemoryStore());
  const lock = await lockForReading(repository, signal);
  const names: string[] = [];
  for await (const { name } of repository.store.list("lock")) names.push(name);
  expect(names).toHaveLength(1);
  await lock?.release();
});
