/** The first day with Backstay: set up, back up, lose something, get it back. Judged by the files on the disk, and by restic. */
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { backUpAllNow, fileRow, openPart, restoreChosen, setUp } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

async function anOffice() {
  const home = await tempFolder();
  const documents = join(home, "Documents");
  await mkdir(join(documents, "Clients", "Brandt"), { recursive: true });
  await writeFile(join(documents, "Clients", "Offer.txt"), "First offer");
  await writeFile(join(documents, "Clients", "Brandt", "Letter.txt"), "Dear Mr Brandt");
  await writeFile(join(documents, "Clients", "Brandt", "报价.txt"), "报价单");
  return {
    home,
    documents,
    box: join(await tempFolder(), "nas"),
    file: (name: string) => join(documents, name),
  };
}

test.skipIf(lacksTool("chromium", "restic"))(
  "set up, back up twice, and get back a file, a folder and an older version",
  async () => {
    const { home, box, file } = await anOffice();
    const host = await startConsoleHost(home);
    const page = await openPage(host.link);
    const password = await setUp(page, box);
    await page.getByRole("cell", { name: /3 new, 0 changed/ }).waitFor();

    await writeFile(file("Clients/Offer.txt"), "Second offer, much better");
    await backUpAllNow(page, /0 new, 1 changed/);
    await rm(file("Clients/Brandt"), { recursive: true });

    // what is there, and what was
    await openPart(page, "restore");
    await fileRow(page, "Clients").dblclick();
    await fileRow(page, "Offer.txt").click();
    const preview = page.getByRole("region", { name: "Preview of Offer.txt" });
    await preview.getByText("Second offer, much better").waitFor();
    await page.getByText("2 versions in 2 snapshots").waitFor();
    await fileRow(page, "Brandt").getByText("gone").waitFor();

    // a folder that is gone comes back to where it was
    await restoreChosen(page, ["Brandt"], { conflict: "Leave it alone" });
    expect(await readFile(file("Clients/Brandt/Letter.txt"), "utf8")).toBe("Dear Mr Brandt");
    expect(await readFile(file("Clients/Brandt/报价.txt"), "utf8")).toBe("报价单");
    await page.close();

    const environment = { ...process.env, RESTIC_PASSWORD: password, RESTIC_REPOSITORY: box };
    const snapshots = JSON.parse(
      execFileSync("restic", ["--no-cache", "--json", "snapshots"], { env: environment, encoding: "utf8" }),
    ) as unknown[];
    expect(snapshots).toHaveLength(2);
    execFileSync("restic", ["--no-cache", "check", "--read-data"], { env: environment });
    expect(await host.stop()).toBe(0);
  },
);

const NOW_THERE = "Changed since the backup";
const BACKED_UP = "First offer";

test.skipIf(lacksTool("chromium"))("what is there already is treated as the person says", async () => {
  const { home, box, documents, file } = await anOffice();
  const host = await startConsoleHost(home);
  const page = await openPage(host.link);
  await setUp(page, box);
  await page.getByRole("cell", { name: /3 new, 0 changed/ }).waitFor();
  await openPart(page, "restore");
  await fileRow(page, "Clients").dblclick();
  const offer = file("Clients/Offer.txt");
  const old = new Date("2020-01-01");

  await writeFile(offer, NOW_THERE);
  await restoreChosen(page, ["Offer.txt"], { conflict: "Leave it alone" });
  expect(await readFile(offer, "utf8")).toBe(NOW_THERE);

  await restoreChosen(page, ["Offer.txt"], { conflict: "Replace only what is older" });
  expect(await readFile(offer, "utf8")).toBe(NOW_THERE);
  await utimes(offer, old, old);
  await restoreChosen(page, ["Offer.txt"], { conflict: "Replace only what is older" });
  expect(await readFile(offer, "utf8")).toBe(BACKED_UP);

  await writeFile(offer, NOW_THERE);
  const said = await restoreChosen(page, ["Offer.txt"], { conflict: "Keep both" });
  expect(await readFile(offer, "utf8")).toBe(NOW_THERE);
  const beside = (await readdir(join(documents, "Clients"))).filter(
    (name) => name !== "Brandt" && name !== "Offer.txt",
  );
  expect(beside).toHaveLength(1);
  expect(said).toContain(`Clients/${beside[0]}`);
  expect(await readFile(file(`Clients/${beside[0]}`), "utf8")).toBe(BACKED_UP);

  await restoreChosen(page, ["Offer.txt"], { conflict: "Replace it" });
  expect(await readFile(offer, "utf8")).toBe(BACKED_UP);
});
