import { expect, test } from "vitest";
import type { KeyId } from "../../../shared/ids.ts";
import { listed, rejectsWith } from "../../../test/support/check-store.ts";
import {
  initCrashRepository as initQuickRepository,
  CRASH_PASSWORD as PASSWORD,
} from "../../../test/support/crash-repository.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { openRepository } from "../open-repository.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { addKey, listKeys, openKey, removeKey } from "./key-store.ts";

async function setUp() {
  const store = openMemoryStore();
  return { store, repository: await initQuickRepository(store) };
}

/** Puts a key file with these fields changed beside the others, under its right name or another. */
async function plantKey(store: Store, from: KeyId, changes: object, name?: string): Promise<string> {
  const json: unknown = JSON.parse(Buffer.from(await store.read("key", from)).toString());
  const bytes = Buffer.from(JSON.stringify({ ...(json as object), ...changes }));
  const keyId = name ?? sha256(bytes).toString("hex");
  await store.write("key", keyId, bytes);
  return keyId;
}

test("opens with the right password only", async () => {
  const { store, repository } = await setUp();
  const opened = await openKey(store, PASSWORD);
  expect(opened).toEqual({ keyId: repository.keyId, masterKey: repository.masterKey });
  for (const wrong of ["", "Crash", `${PASSWORD} `, "пароль"]) {
    await rejectsWith("WRONG_PASSWORD", openKey(store, wrong));
  }
});

test("each of several passwords opens the same master key, until its key is removed", async () => {
  const { store, repository } = await setUp();
  const second = await addKey(store, repository.masterKey, "пароль 🔑", {
    username: "anna",
    hostname: "desk",
  });
  expect((await openKey(store, "пароль 🔑")).masterKey).toEqual(repository.masterKey);
  expect((await listKeys(store)).keys).toContainEqual(
    expect.objectContaining({ id: second, username: "anna", hostname: "desk" }),
  );
  await removeKey(store, repository.keyId, second);
  await rejectsWith("WRONG_PASSWORD", openKey(store, PASSWORD));
  await rejectsWith("KEY_IN_USE", removeKey(store, second, second));
  expect((await openKey(store, "пароль 🔑")).keyId).toBe(second);
});

test("two keys of the same password are not alike", async () => {
  const { store, repository } = await setUp();
  const ids = [
    await addKey(store, repository.masterKey, "same"),
    await addKey(store, repository.masterKey, "same"),
  ];
  const [a, b] = await Promise.all(ids.map((id) => store.read("key", id)));
  const saltOf = (bytes = new Uint8Array(0)) => /"salt":"([^"]+)"/.exec(Buffer.from(bytes).toString())?.[1];
  expect(Buffer.from(saltOf(a) ?? "", "base64")).toHaveLength(64);
  expect(saltOf(a)).not.toBe(saltOf(b));
});

test("a damaged key does not keep another from opening, and is named when none does", async () => {
  const { store, repository } = await setUp();
  const broken = "0".repeat(64);
  await store.write("key", broken, Buffer.from("{"));
  expect((await openKey(store, PASSWORD)).keyId).toBe(repository.keyId);
  await expect(openKey(store, "wrong")).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "key", name: broken, reason: "json", otherKeys: 1 },
  });
});

test("a changed salt is told from a wrong password", async () => {
  const { store, repository } = await setUp();
  await plantKey(store, repository.keyId, { salt: Buffer.alloc(64).toString("base64") }, repository.keyId);
  await expect(openKey(store, PASSWORD)).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "key", name: repository.keyId, reason: "hash", otherKeys: 0 },
  });
});

test("a changed date does no harm", async () => {
  const { store, repository } = await setUp();
  await plantKey(store, repository.keyId, { created: "1999-01-01T00:00:00Z" }, repository.keyId);
  expect((await openKey(store, PASSWORD)).masterKey).toEqual(repository.masterKey);
});

test("refuses a key that would keep the computer busy, naming it, and opens with another", async () => {
  const { store, repository } = await setUp();
  const absurd = await plantKey(store, repository.keyId, { N: 2 ** 40 });
  expect((await openKey(store, PASSWORD)).keyId).toBe(repository.keyId);
  await expect(openKey(store, "another one")).rejects.toMatchObject({
    code: "KEY_PARAMETERS_ABSURD",
    details: { keyId: absurd, otherKeys: 1 },
  });
  await store.remove("key", repository.keyId);
  await expect(openKey(store, PASSWORD)).rejects.toMatchObject({
    code: "KEY_PARAMETERS_ABSURD",
    details: { keyId: absurd, n: 2 ** 40, r: 8, p: 1, otherKeys: 0 },
  });
});

test("refuses a way of making keys that it does not know", async () => {
  const { store, repository } = await setUp();
  const odd = await plantKey(store, repository.keyId, { kdf: "argon2" });
  await store.remove("key", repository.keyId);
  await expect(openKey(store, PASSWORD)).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "key", name: odd, reason: "schema" },
  });
});

test("of several keys that are all damaged, no other opens the repository", async () => {
  const { store, repository } = await setUp();
  for (const name of [repository.keyId, "0".repeat(64)]) await store.write("key", name, Buffer.from("{"));
  await expect(openKey(store, PASSWORD)).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "key", otherKeys: 0 },
  });
});

test("a password whose key holds another repository's master key does not open the config", async () => {
  const { store } = await setUp();
  const other = await setUp();
  await addKey(store, other.repository.masterKey, "other");
  await expect(openRepository(store, "other")).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "config", name: "config", reason: "mac" },
  });
});

test("without any key no password is to blame", async () => {
  const { store, repository } = await setUp();
  await store.remove("key", repository.keyId);
  expect(await listed(store, "key")).toEqual([]);
  await rejectsWith("KEYS_MISSING", openKey(store, PASSWORD));
});
