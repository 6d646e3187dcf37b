/** What the pages say of a repository in which a check found damage, how it is repaired there, and of a last run that failed. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OFFICE_PASSWORD, officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;

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
      .filter({
        hasText:
          "A check found damage where all backups of Documents are. The last backup of Documents failed.",
      })
      .waitFor({ timeout: WAIT_MS });
    expect(await sentence.innerText()).not.toContain("protected");
    const table = page.getByRole("table").filter({ hasText: "Good copies" });
    await table.getByText("a check found damage where it is").waitFor();

    await go("/restore");
    await page.getByText(/^A check found damage in NAS/).waitFor({ timeout: WAIT_MS });
  },
);

test.skipIf(lacksTool("chromium") || lacksTool("restic"))(
  "a person who never opens a terminal repairs it: repair, back up, check, and all is well",
  async () => {
    const { page, api, path, go, backUp, repository } = await officeConsole();
    expect(await backUp()).toBe("done");
    flipOneByteOfEachPack(path("nas"));
    await api.call("repositories.check", { repositoryId: repository.id, readDataPercent: 100 });

    await page.getByRole("button", { name: "Repair…" }).click({ timeout: WAIT_MS });
    const dialog = page.getByRole("dialog");
    await dialog.getByText("No snapshot is removed.").waitFor();
    await dialog.getByRole("button", { name: "Repair", exact: true }).click();
    await page.getByRole("heading", { level: 2, name: "Repair of NAS" }).waitFor({ timeout: WAIT_MS });
    await page.getByText(/^Done, with problems · Started/).waitFor({ timeout: WAIT_MS });
    await page
      .getByText("letter.txt")
      .or(page.getByText("Offer 114.txt"))
      .first()
      .waitFor({ timeout: WAIT_MS });

    const detail = page.getByRole("article");
    await detail.getByRole("button", { name: "Back up now" }).click();
    const endedWell = async () =>
      (await api.call("plans.history", { planId: null, beforeMs: null, limit: 9 })).runs.filter(
        ({ state }) => state === "done",
      ).length;
    await expect.poll(endedWell, { timeout: WAIT_MS }).toBe(2);
    await go("/settings");
    await page.getByText("Damaged data is left out.").waitFor();
    expect(await page.getByRole("button", { name: "Repair…" }).count()).toBe(0);
    await page.getByRole("button", { name: "Check everything" }).click();
    await page.getByRole("heading", { level: 2, name: "Check of NAS" }).waitFor({ timeout: WAIT_MS });
    await page.getByText(/^Done · Started/).waitFor({ timeout: WAIT_MS });

    await go("/");
    await page
      .locator("main h1")
      .filter({ hasText: "The only source is protected." })
      .waitFor({ timeout: WAIT_MS });
    expect(await page.getByRole("button", { name: "Repair…" }).count()).toBe(0);
    const env = { ...process.env, RESTIC_REPOSITORY: path("nas"), RESTIC_PASSWORD: OFFICE_PASSWORD };
    execFileSync("restic", ["--no-cache", "check", "--read-data"], { env });
  },
);
