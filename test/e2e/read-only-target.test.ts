/** What the page says when nothing can be written to where a restore shall put files, and that nothing is lost by it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { officeConsole } from "../support/office-console.ts";
import { askForFolder, askToRestore, fileRow, goToFolder } from "../support/pages.ts";
import { canMount, makeFolderReadOnly, makeReadOnly, makeWritable, mountTmpfs } from "../support/tmpfs.ts";
import { lacks, lacksTool } from "../support/tools.ts";

const isSkipped = lacksTool("chromium") || lacks("the right to mount a file system", canMount());

test.skipIf(isSkipped)(
  "a folder that can only be read cannot be chosen; one that becomes so is said, and trying again goes on",
  async () => {
    const { page, path, go, backUp } = await officeConsole();
    expect(await backUp()).toBe("done");
    const disk = await mountTmpfs("20m");
    makeReadOnly(disk);
    await go("/restore");
    const dialog = await askToRestore(page, ["Hall 3", "letter.txt"]);
    const chooser = await askForFolder(page, dialog);
    await goToFolder(chooser, disk);
    await chooser.getByText("Backstay may not write here.").first().waitFor();
    const choose = chooser.getByRole("button", { name: "Choose this folder" });
    expect(await choose.getAttribute("aria-disabled")).toBe("true");
    expect(await chooser.getByRole("button", { name: "New folder…" }).count()).toBe(0);

    makeWritable(disk);
    await goToFolder(chooser, path());
    await chooser.getByRole("button", { name: "documents" }).waitFor();
    await goToFolder(chooser, disk);
    await chooser.getByRole("button", { name: "New folder…" }).waitFor();
    await choose.click();
    makeReadOnly(disk);
    await dialog.getByRole("button", { name: "Restore 2 files" }).click();
    const result = page.getByRole("dialog", { name: "Restore", exact: true });
    await result.getByText("The restore did not finish.").waitFor();
    const text = await result.textContent();
    expect(text).toContain(`${disk}, where the restore puts files: it can only be read (EROFS)`); // what happened
    expect(text).toContain("The backup is safe, nothing was written elsewhere"); // what it means
    expect(text).toContain("Check the disk and its mount, or restore to another folder"); // what to do
    expect(readdirSync(disk)).toEqual([]);

    makeWritable(disk);
    await result.getByRole("button", { name: "Try again" }).click();
    await result.getByText("Each of them was read back and is what was backed up.").waitFor();
    execFileSync("diff", ["--recursive", path("documents"), disk]);
  },
);

test.skipIf(isSkipped)("a file whose own place can only be read is named, and stays as it is", async () => {
  const { page, path, go, backUp } = await officeConsole();
  expect(await backUp()).toBe("done");
  const offer = path("documents", "Hall 3", "Offer 114.txt");
  rmSync(path("documents", "letter.txt"));
  writeFileSync(offer, "of today");
  const { undo } = makeFolderReadOnly(path("documents"));
  await go("/restore");
  await fileRow(page, "letter.txt").waitFor();
  const dialog = await askToRestore(page, ["Hall 3", "letter.txt"]);
  await dialog.getByRole("combobox", { name: "If something is there already" }).selectOption("Replace it");
  await dialog.getByRole("button", { name: "Restore and replace" }).click();
  const result = page.getByRole("dialog", { name: "Restore", exact: true });
  await result.getByText("The restore did not finish.").waitFor();
  expect(await result.textContent()).toMatch(
    new RegExp(`written to ${path("documents")}/.*it can only be read`),
  );
  expect(readFileSync(offer, "utf8")).toBe("of today");
  expect(readdirSync(path("documents"))).toEqual(["Hall 3"]);

  undo();
  await result.getByRole("button", { name: "Try again" }).click();
  await result.getByText("Each of them was read back and is what was backed up.").waitFor();
  expect(readFileSync(path("documents", "letter.txt"), "utf8")).toBe("Dear customer");
  expect(readFileSync(offer, "utf8")).toContain("The offer holds");
});
