/** Documents of Backstay's own in a repository: restic neither sees nor touches them. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepository } from "../../core/repository/open-repository.ts";
import { readDocument, writeDocument } from "../../core/repository/unpacked-files.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { listed } from "../support/check-store.ts";
import { resticOn } from "../support/restic.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const PASSWORD = "correct horse";
const TEXT = '{"epoch":7}';

test.skipIf(lacksTool("restic"))(
  "restic backs up into, checks and prunes a repository with manifests, and leaves them alone",
  async () => {
    const folder = await tempFolder();
    const location = join(folder, "repository");
    await writeFile(join(folder, "a.txt"), "first\n");
    const restic = resticOn(location, PASSWORD);
    await restic.run("init");
    await restic.backUp(join(folder, "a.txt"));

    const store = openStore(location);
    const repository = await openRepository(store, PASSWORD);
    const name = await writeDocument(repository, "manifest", new TextEncoder().encode(TEXT));
    expect(await readdir(join(location, "backstay"))).toEqual([name]);

    await writeFile(join(folder, "a.txt"), "second\n");
    await restic.backUp(join(folder, "a.txt"));
    await restic.run("forget", "--keep-last", "1", "--prune");
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    expect(await listed(store, "manifest")).toMatchObject([{ name }]);
    expect(new TextDecoder().decode(await readDocument(repository, "manifest", name))).toBe(TEXT);
    await store.remove("manifest", name);
    expect(await readdir(join(location, "backstay"))).toEqual([]);
  },
);
