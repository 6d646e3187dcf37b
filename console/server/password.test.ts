import { join } from "node:path";
import { expect, test } from "vitest";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { consolePassword, makeCheapPasswords } from "./password.ts";

const RIGHT = "four words in a row";

test("a guess costs 128 MiB, and is worth nothing", async () => {
  const secrets = createFileSecretStore(join(await tempFolder(), "secrets.json"), () => {});
  const password = consolePassword(secrets);
  await password.set(RIGHT);
  expect(await secrets.get("console-password")).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await password.isRight("four words in a bow")).toBe(false);
});

test("a password is tried at what it cost when it was set", async () => {
  const secrets = createFileSecretStore(join(await tempFolder(), "secrets.json"), () => {});
  const dear = consolePassword(secrets);
  await dear.set(RIGHT);
  makeCheapPasswords();
  expect(await consolePassword(secrets).isRight(RIGHT)).toBe(true);
  await dear.set(RIGHT);
  expect(await secrets.get("console-password")).toMatch(/^scrypt\$2\$8\$1\$/);
  expect(await dear.isRight(RIGHT)).toBe(true);
});
