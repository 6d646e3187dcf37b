import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { FROM_ACCESS, findLocation, findPasswordSource, OWN_ACCESS } from "./repository-access.ts";

const everything = {
  BACKSTAY_REPOSITORY: "/ours",
  RESTIC_REPOSITORY: "/theirs",
  BACKSTAY_FROM_REPOSITORY: "/from",
  BACKSTAY_PASSWORD: "ours",
  RESTIC_PASSWORD_FILE: "/theirs/password",
  RESTIC_FROM_PASSWORD_COMMAND: "theirs --from",
};

test("a flag counts before our variables, and these before restic's", async () => {
  expect(await findLocation({ repo: "/flag" }, OWN_ACCESS, everything)).toBe("/flag");
  expect(await findLocation({}, OWN_ACCESS, everything)).toBe("/ours");
  expect(await findLocation({}, OWN_ACCESS, { ...everything, BACKSTAY_REPOSITORY: "" })).toBe("/theirs");
  expect(await findLocation({}, FROM_ACCESS, everything)).toBe("/from");
  expect(findPasswordSource({ passwordFile: "/flag" }, OWN_ACCESS, everything)).toEqual({
    kind: "file",
    path: "/flag",
  });
  expect(findPasswordSource({}, OWN_ACCESS, everything)).toEqual({ kind: "text", text: "ours" });
  expect(findPasswordSource({}, FROM_ACCESS, everything)).toEqual({
    kind: "command",
    command: "theirs --from",
  });
  expect(findPasswordSource({}, OWN_ACCESS, {})).toBeUndefined();
});

test("a file may say where the repository is", async () => {
  const file = join(await tempFolder(), "location");
  await writeFile(file, "/from/a/file\n");
  expect(await findLocation({ repositoryFile: file }, OWN_ACCESS, {})).toBe("/from/a/file");
  expect(await findLocation({}, OWN_ACCESS, { BACKSTAY_REPOSITORY_FILE: file })).toBe("/from/a/file");
});
