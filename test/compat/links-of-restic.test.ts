/** What restic has saved of a symbolic link whose target is no text is not the link; the next backup must not take it over. */
import { readlinkSync, symlinkSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cheapenKeys } from "../support/cheapen-keys.ts";
import { CLI_PASSWORD, testCommandLine } from "../support/test-command-line.ts";
import { lacksTool } from "../support/tools.ts";

const cli = testCommandLine();
const { good, restic } = cli;

test.skipIf(lacksTool("restic"))("a link that restic could not write down is read again", async () => {
  const [links, repository] = [join(cli.folder, "links"), join(cli.folder, "repository")];
  const target = Buffer.from([0x78, 0xff, 0x79]);
  await mkdir(links);
  symlinkSync(target, join(links, "odd"));
  symlinkSync("plain", join(links, "usual"));
  await restic(["init"]);
  await cheapenKeys(repository, CLI_PASSWORD);
  await restic(["backup", "--host", "office", links]);
  for (const round of ["first", "second"]) {
    await good(["backup", "--host", "office", links]);
    const restored = join(cli.folder, round);
    await good(["restore", "latest", "--target", restored]);
    const found = readlinkSync(join(restored, links, "odd"), { encoding: "buffer" });
    expect(found.equals(target), `${round} backup: ${found.toString("hex")}`).toBe(true);
    expect(readlinkSync(join(restored, links, "usual"))).toBe("plain");
  }
});
