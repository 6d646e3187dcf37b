/** A repository on a medium on which nothing can be written: whoever has only that must be able to look and restore. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runHere } from "../../console/testing/run-here.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { CRASH_PASSWORD, initCrashRepository } from "../support/crash-repository.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { canMount, makeReadOnly, mountTmpfs } from "../support/tmpfs.ts";
import { lacks } from "../support/tools.ts";

const lacksMounts = lacks("the right to mount a file system", canMount());

describe.skipIf(lacksMounts)("a repository that is mounted read-only", () => {
  test("is listed, searched, checked and restored with one warning, and not written to", async () => {
    const disk = await mountTmpfs("16m");
    const folder = await tempFolder();
    const [repository, source] = [join(disk, "repository"), join(folder, "source")];
    await initCrashRepository(openLocalStore(repository));
    await mkdir(source);
    await writeFile(join(source, "letter"), "Dear supplier");
    const env = {
      BACKSTAY_REPOSITORY: repository,
      BACKSTAY_PASSWORD: CRASH_PASSWORD,
      BACKSTAY_CACHE_DIR: join(folder, "cache"),
      BACKSTAY_HOME: join(folder, "home"),
    };
    const run = (args: readonly string[]) => runHere(args, { env });
    expect((await run(["backup", source])).exitCode).toBe(0);
    makeReadOnly(disk);

    const letter = join(source, "letter");
    for (const args of [
      ["snapshots"],
      ["ls", "latest"],
      ["find", "letter"],
      ["diff", "latest", "latest"],
      ["dump", "latest", letter],
      ["stats"],
      ["check", "--read-data"],
      ["cat", "config"],
      ["key", "list"],
      ["restore", "latest", "--target", join(folder, "out")],
    ]) {
      const { exitCode, stderr } = await run(args);
      expect(exitCode, `${args[0]}: ${stderr}`).toBe(0);
      expect(stderr, args[0]).toMatch(/^Warning: nothing may be written in the repository[^\n]*\n$/);
    }
    expect(await readFile(join(folder, "out", letter), "utf8")).toBe("Dear supplier");
    for (const args of [["backup", source], ["forget", "latest"], ["prune"], ["rebuild-index"], ["unlock"]]) {
      const { exitCode, stderr } = await run(args);
      if (args[0] === "unlock")
        expect(exitCode).toBe(0); // there is no lock to remove
      else
        expect({ exitCode, stderr }, args[0]).toMatchObject({
          exitCode: 1,
          stderr: expect.stringContaining("can only be read"),
        });
    }
  });
});
