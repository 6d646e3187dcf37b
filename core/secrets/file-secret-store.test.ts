import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createFileSecretStore } from "./file-secret-store.ts";

async function storeIn(folder: string) {
  const path = join(folder, "secrets.json");
  const exposed: number[] = [];
  return { path, exposed, store: createFileSecretStore(path, (mode) => void exposed.push(mode)) };
}

test("keeps secrets over restarts, in a file for its owner alone", async () => {
  const folder = await tempFolder();
  const { path, store } = await storeIn(folder);
  await store.set("repository:1", "sesame");
  await store.set("repository:2", "ein Paßwort 密码");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["secrets.json"]);
  const again = createFileSecretStore(path, () => {});
  expect(await again.get("repository:1")).toBe("sesame");
  expect(await again.get("repository:2")).toBe("ein Paßwort 密码");
  await again.remove("repository:1");
  expect(await again.get("repository:1")).toBeUndefined();
  expect(readFileSync(path, "utf8")).not.toContain("sesame");
});

test("changes made at the same time are all kept", async () => {
  const { store } = await storeIn(await tempFolder());
  await Promise.all(Array.from({ length: 20 }, (_, n) => store.set(`name ${n}`, `value ${n}`)));
  const values = await Promise.all(Array.from({ length: 20 }, (_, n) => store.get(`name ${n}`)));
  expect(values).toEqual(values.map((_, n) => `value ${n}`));
});

test("names that every object has are names like others", async () => {
  const { store } = await storeIn(await tempFolder());
  expect(await store.get("constructor")).toBeUndefined();
  await store.set("constructor", "sesame");
  expect(await store.get("constructor")).toBe("sesame");
});

test("a file that others may read is closed to them, and said so", async () => {
  const { path, store, exposed } = await storeIn(await tempFolder());
  await store.set("a", "sesame");
  chmodSync(path, 0o644);
  expect(await store.get("a")).toBe("sesame");
  expect(exposed).toEqual([0o644]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each([
  ["no JSON", "sesame sesame"],
  ["another form", '{"version":1,"secrets":{"a":1},"note":"sesame"}'],
  ["a newer version", '{"version":2,"secrets":{"a":"sesame"}}'],
  ["nothing", ""],
])("a damaged file (%s) is an error without its content, and is never overwritten", async (_, text) => {
  const { path, store } = await storeIn(await tempFolder());
  writeFileSync(path, text, { mode: 0o600 });
  for (const attempt of [store.get("a"), store.set("a", "new"), store.remove("a")]) {
    const error = await attempt.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "SECRETS_UNREADABLE", details: { path } });
    expect(JSON.stringify([error, String(error)])).not.toContain("sesame");
  }
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("something else in its place is an error, and is left alone", async () => {
  const folder = await tempFolder();
  const { path, store } = await storeIn(folder);
  writeFileSync(join(folder, "elsewhere"), '{"version":1,"secrets":{}}');
  symlinkSync("elsewhere", path);
  await expect(store.set("a", "sesame")).rejects.toMatchObject({ code: "SECRETS_UNREADABLE" });
  expect(readFileSync(join(folder, "elsewhere"), "utf8")).not.toContain("sesame");
  const other = join(folder, "folder");
  mkdirSync(other);
  await expect(createFileSecretStore(other, () => {}).get("a")).rejects.toMatchObject({
    code: "SECRETS_UNREADABLE",
  });
});

test("a folder that is not there is an error when something is to be kept", async () => {
  const path = join(await tempFolder(), "gone", "secrets.json");
  const store = createFileSecretStore(path, () => {});
  expect(await store.get("a")).toBeUndefined();
  await expect(store.set("a", "sesame")).rejects.toMatchObject({ code: "ENOENT" });
  expect(existsSync(path)).toBe(false);
});
