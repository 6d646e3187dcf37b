import { expect, test } from "vitest";
import { listed, rejectsWith } from "../../test/support/check-store.ts";
import {
  initCrashRepository as initQuickRepository,
  CRASH_PASSWORD as PASSWORD,
} from "../../test/support/crash-repository.ts";
import { failAfter } from "../../test/support/faulty-store.ts";
import { openMemoryStore } from "../storage/memory.ts";
import { formatPolynomial } from "./chunker/polynomial.ts";
import { encodeConfig, type RepositoryConfig } from "./format/config.ts";
import { initRepository, openRepository } from "./open-repository.ts";

/** A repository whose config says something else. */
async function withConfig(changes: Partial<RepositoryConfig>) {
  const store = openMemoryStore();
  const { id, polynomial, sealedBytes } = await initQuickRepository(store);
  const config = { version: 2, id, chunkerPolynomial: formatPolynomial(polynomial), ...changes };
  await store.write("config", "config", sealedBytes.seal(encodeConfig(config)));
  return store;
}

test("what was made is opened with what it was made with", async () => {
  const store = openMemoryStore();
  const made = await initRepository(store, { password: "x", version: 1 });
  const opened = await openRepository(store, "x");
  expect({ ...opened, store: undefined, sealedBytes: undefined }).toEqual({
    ...made,
    store: undefined,
    sealedBytes: undefined,
  });
  expect(opened.version).toBe(1);
  await rejectsWith("WRONG_PASSWORD", openRepository(store, "y"));
});

test("every new repository draws an id, a polynomial and keys of its own", async () => {
  const [a, b] = [
    await initRepository(openMemoryStore(), { password: "x" }),
    await initRepository(openMemoryStore(), { password: "x" }),
  ];
  expect(a.version).toBe(2);
  expect(a.id).not.toBe(b.id);
  expect(a.polynomial).not.toBe(b.polynomial);
  expect(a.masterKey).not.toEqual(b.masterKey);
});

test("a replica shares all but the password", async () => {
  const like = await initQuickRepository(openMemoryStore());
  const store = openMemoryStore();
  await initRepository(store, { password: "its own", like });
  const { id, version, polynomial, masterKey } = await openRepository(store, "its own");
  expect({ id, version, polynomial, masterKey }).toEqual({
    id: like.id,
    version: like.version,
    polynomial: like.polynomial,
    masterKey: like.masterKey,
  });
});

test("says that there is no repository, or that there is one already", async () => {
  const store = openMemoryStore("the place");
  await expect(openRepository(store, PASSWORD)).rejects.toMatchObject({
    code: "REPOSITORY_MISSING",
    details: { location: "the place" },
  });
  await initQuickRepository(store);
  await expect(initRepository(store, { password: "x" })).rejects.toMatchObject({
    code: "REPOSITORY_EXISTS",
    details: { location: "the place" },
  });
});

test("an init that is interrupted before its last write leaves no repository, and can be done again", async () => {
  for (const writes of [0, 1]) {
    const store = openMemoryStore();
    await rejectsWith("STORE_FAILED", initRepository(failAfter(writes, store), { password: "x" }));
    await rejectsWith("REPOSITORY_MISSING", openRepository(store, "x"));
    expect(await listed(store, "config")).toEqual([]);
    await initRepository(store, { password: "x" });
    await openRepository(store, "x");
    expect(await listed(store, "key")).toHaveLength(1); // of two, restic would take whichever it finds first
  }
});

test("init refuses a place with keys of another password or repository, and keeps them", async () => {
  const store = openMemoryStore();
  const { masterKey } = await initQuickRepository(store);
  await store.remove("config", "config");
  await rejectsWith("REPOSITORY_EXISTS", initRepository(store, { password: "another" }));
  const like = await initQuickRepository(openMemoryStore());
  await rejectsWith("REPOSITORY_EXISTS", initRepository(store, { password: PASSWORD, like }));
  expect((await initRepository(store, { password: PASSWORD })).masterKey).toEqual(masterKey);
});

test("refuses a version it does not know and a polynomial that cannot cut", async () => {
  await expect(openRepository(await withConfig({ version: 3 }), PASSWORD)).rejects.toMatchObject({
    code: "VERSION_UNSUPPORTED",
    details: { version: 3 },
  });
  for (const chunkerPolynomial of ["3", "3da3358b4dc172", "ffffffffffffffff"]) {
    await rejectsWith(
      "POLYNOMIAL_UNUSABLE",
      openRepository(await withConfig({ chunkerPolynomial }), PASSWORD),
    );
  }
});

test("a config that was changed is named as broken", async () => {
  const store = openMemoryStore();
  await initQuickRepository(store);
  const bytes = await store.read("config", "config");
  for (const [at, reason] of [
    [0, "mac"],
    [40, "mac"],
    [bytes.length - 1, "mac"],
  ] as const) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    await store.write("config", "config", changed);
    await expect(openRepository(store, PASSWORD)).rejects.toMatchObject({
      code: "OBJECT_CORRUPT",
      details: { kind: "config", name: "config", reason },
    });
  }
});
