/** Restores to another folder and over what is there, judged by programs that know nothing of Backstay. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { differencesOf, readTreeFacts } from "../support/compare-trees.ts";
import { noise } from "../support/crash-sources.ts";
import { freezeProcess } from "../support/freeze-process.ts";
import { officeConsole } from "../support/office-console.ts";
import { askForFolder, askToRestore, fileRow, goToFolder, restoreChosen } from "../support/pages.ts";
import { childrenOf } from "../support/process-tree.ts";
import { lacksTool } from "../support/tools.ts";

/** Fails with what differs. */
function expectSameFiles(expected: string, actual: string): void {
  execFileSync("diff", ["--recursive", "--no-dereference", expected, actual], { encoding: "utf8" });
}

async function startRestore(page: Page, dialog: Locator): Promise<Locator> {
  await dialog.getByRole("button", { name: /^Restore/ }).click();
  return page.getByRole("dialog", { name: "Restore", exact: true });
}

test.skipIf(lacksTool("chromium", "getfattr"))(
  "a whole folder comes back in a new folder that is made in the chooser",
  async () => {
    const { page, path, go, backUp } = await officeConsole();
    const hall = path("documents", "Hall 3");
    mkdirSync(join(hall, "空文件夹"));
    mkdirSync(join(hall, "Plans", "old & new"), { recursive: true });
    writeFileSync(join(hall, "Plans", "old & new", "报价 100 %.bin"), noise("plan", 3_000_000));
    writeFileSync(join(hall, "Plans", "empty"), "");
    symlinkSync("../Offer 114.txt", join(hall, "Plans", "current offer"));
    writeFileSync(join(hall, "run.sh"), "#!/bin/sh\n");
    chmodSync(join(hall, "run.sh"), 0o750);
    utimesSync(join(hall, "run.sh"), 1_600_000_000.25, 1_600_000_000.25);
    expect(await backUp()).toBe("done");

    mkdirSync(path("elsewhere"));
    await go("/restore");
    const dialog = await askToRestore(page, ["Hall 3", "letter.txt"]);
    const chooser = await askForFolder(page, dialog);
    await goToFolder(chooser, path("elsewhere"));
    await chooser.getByText("No folders in here.").waitFor();
    await chooser.getByRole("button", { name: "New folder…" }).click();
    await chooser.getByLabel("Name of the new folder").fill("Recovered");
    await chooser.getByRole("button", { name: "Create" }).click();
    const recovered = path("elsewhere", "Recovered");
    await expect
      .poll(() => chooser.getByRole("textbox", { name: "Folder", exact: true }).inputValue())
      .toBe(recovered);
    await chooser.getByRole("button", { name: "Choose this folder" }).click();
    const result = await startRestore(page, dialog);
    await result.getByText("Each of them was read back and is what was backed up.").waitFor();
    expect(await result.textContent()).toContain("Recovered");

    expectSameFiles(path("documents"), recovered);
    const [was, is] = [await readTreeFacts(path("documents")), await readTreeFacts(recovered)];
    const ownOfTarget = differencesOf(was, is).filter((line) => line.startsWith('"" '));
    expect(differencesOf(was, is)).toEqual(ownOfTarget); // the folder itself was made by the person
  },
);

/** What stands in a folder before and after, by policy. */
const ANSWERS = ["Leave it alone", "Replace only what is older", "Replace it", "Keep both"] as const;
const OLD = new Date("2020-01-01");
const MIDDLE = new Date("2024-01-01");

test.skipIf(lacksTool("chromium"))("each answer does with a whole folder what it says", async () => {
  const { page, path, go, backUp } = await officeConsole();
  for (const answer of ANSWERS) {
    const folder = path("documents", answer);
    mkdirSync(join(folder, "sub"), { recursive: true });
    for (const name of ["same", "newer", "older", "missing", "sub/missing", "sub/newer"]) {
      writeFileSync(join(folder, `${name}.txt`), `${name} as backed up`);
      utimesSync(join(folder, `${name}.txt`), MIDDLE, MIDDLE);
    }
  }
  expect(await backUp()).toBe("done");
  for (const answer of ANSWERS) {
    const file = (name: string) => join(path("documents", answer), name);
    for (const name of ["missing.txt", "sub/missing.txt"]) rmSync(file(name));
    for (const name of ["newer.txt", "sub/newer.txt", "older.txt"]) writeFileSync(file(name), "of today");
    utimesSync(file("older.txt"), OLD, OLD);
    writeFileSync(file("extra.txt"), "made since");
  }
  cpSync(path("documents"), path("expected"), { recursive: true, preserveTimestamps: true });

  await go("/restore");
  for (const answer of ANSWERS) await restoreChosen(page, [answer], { conflict: answer });

  const names = { newer: "newer.txt", "sub/newer": "sub/newer.txt", older: "older.txt" };
  for (const answer of ANSWERS) {
    const expected = (name: string, content: string) =>
      writeFileSync(path("expected", answer, name), `${content} as backed up`);
    for (const name of ["missing", "sub/missing"]) expected(`${name}.txt`, name);
    if (answer === "Replace only what is older") expected("older.txt", "older");
    if (answer === "Replace it") for (const [name, file] of Object.entries(names)) expected(file, name);
    if (answer !== "Keep both") continue;
    for (const name of Object.keys(names)) expected(besideOf(path("documents", answer), name), name);
  }
  expectSameFiles(path("expected"), path("documents"));
});

/** @returns the name, below the folder, of the one file that a restore put beside `name`.txt */
function besideOf(folder: string, name: string): string {
  const [last = ""] = name.split("/").slice(-1);
  const holder = name.slice(0, name.length - last.length);
  const pattern = new RegExp(`^${last} \\(restored \\d{4}-\\d\\d-\\d\\d \\d\\d-\\d\\d-\\d\\d\\)\\.txt$`);
  const found = readdirSync(join(folder, holder)).filter((entry) => pattern.test(entry));
  expect(found).toHaveLength(1);
  return `${holder}${found[0]}`;
}

const LARGE_FILES = 20;
const LARGE_FILE_BYTES = 12_000_000;
/** What is not finished bears it. */
const STICKY = 0o1000;

test.skipIf(lacksTool("chromium"))(
  "a restore goes on while its window is closed, is cancelled, and tried again finishes",
  async () => {
    const { page, host, path, go, backUp } = await officeConsole();
    const plans = path("documents", "Plans");
    mkdirSync(plans);
    for (let n = 0; n < LARGE_FILES; n += 1) {
      writeFileSync(join(plans, `${n}.raw`), noise(`restore ${n}`, LARGE_FILE_BYTES));
    }
    expect(await backUp()).toBe("done");
    const target = path("elsewhere");
    mkdirSync(target);
    await go("/restore");
    await fileRow(page, "Plans").waitFor();
    const dialog = await askToRestore(page, ["Plans"]);
    const chooser = await askForFolder(page, dialog);
    await goToFolder(chooser, target);
    await chooser.getByText("No folders in here.").waitFor();
    await chooser.getByRole("button", { name: "Choose this folder" }).click();
    const before = childrenOf(host.pid);
    await dialog.getByRole("button", { name: /^Restore/ }).click();
    // stands still as soon as something is written, so that it cannot end before it is cancelled
    const jobs = () => childrenOf(host.pid).filter((pid) => !before.includes(pid));
    await expect
      .poll(() => readdirSync(target, { recursive: true }).length, { timeout: 60_000, interval: 2 })
      .toBeGreaterThan(1);
    const stopped = jobs();
    expect(stopped).not.toEqual([]);
    for (const pid of stopped) freezeProcess(pid);

    await page.reload();
    await page.getByRole("button", { name: "Details" }).click();
    const progress = page.getByRole("dialog", { name: "Restore", exact: true });
    await progress.getByRole("button", { name: "Cancel", exact: true }).click();
    for (const pid of stopped) process.kill(pid, "SIGCONT");
    await progress.getByText("The restore was stopped.").waitFor();

    const sums = execFileSync("sh", ["-c", "sha256sum *.raw"], { cwd: plans, encoding: "utf8" });
    const restored = join(target, "Plans");
    const complete = readdirSync(restored).filter(
      (name) => (statSync(join(restored, name)).mode & STICKY) === 0,
    );
    expect(complete.length).toBeLessThan(LARGE_FILES);
    const sumsOfComplete = sums
      .split("\n")
      .filter((line) => complete.some((name) => line.endsWith(`  ${name}`)));
    if (sumsOfComplete.length > 0) checkSums(restored, sumsOfComplete.join("\n"));

    await progress.getByRole("button", { name: "Try again" }).click();
    await progress
      .getByText(/read back and (?:is|are) what was backed up/)
      .first()
      .waitFor();
    checkSums(restored, sums);
    expectSameFiles(plans, restored);
  },
);

/** Fails unless the folder's files have these sums. */
function checkSums(folder: string, sums: string): void {
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "-"], { cwd: folder, input: `${sums}\n` });
}
