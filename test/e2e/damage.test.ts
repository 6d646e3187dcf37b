/** What the pages say of a repository in which a check found damage, and of a last run that failed. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 30_000;

function flipOneByteOfEachPack(repository: string): void {
  for (const entry of readdirSync(join(repository, "data"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const pack = join(entry.parentPath, entry.name);
    const bytes = readFileSync(pack);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(pack, bytes);
  }
}

test.skipIf(lacksTool("chromium"))(
  "damage and a failed run are the headline, and the restore page warns",
  async () => {
    const { page, api, path, go, backUp, repository } = await officeConsole();
    expect(await backUp()).toBe("done");
    const sentence = page.locator("main h1");
    await sentence.filter({ hasText: "The only source is protected." }).waitFor({ timeout: WAIT_MS });

    renameSync(path("documents"), path("elsewhere"));
    expect(await backUp()).toBe("failed");
    await sentence.filter({ hasText: "The last backup of Documents failed." }).waitFor({ timeout: WAIT_MS });

    flipOneByteOfEachPack(path("nas"));
    await api.call("repositories.check", { repositoryId: repository.id, readDataPercent: 100 });
    await sentence
      .filter({ hasText: "No undamaged backup of Documents is known. The last backup of Documents failed." })
      .waitFor({ timeout: WAIT_MS });
    expect(await sentence.innerText()).not.toContain("protected");
    const table = page.getByRole("table").filter({ hasText: "Good copies" });
    await table.getByText("a check found damage where it is").waitFor();

    await go("/restore");
    await page.getByText(/^A check found damage in NAS/).waitFor({ timeout: WAIT_MS });
  },
  180_000,
);
