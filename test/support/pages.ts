/** What a person does on the pages, said once for all tests in a browser. Everything waits for what the page shows. */
import type { Locator, Page } from "playwright-core";

/** The heading of a page. What stands in its place while its code is on its way has one as well, not inside of anything. */
export const PAGE_HEADING = "main * h1";

/** @returns the path behind `#`, like `/restore` */
export function openPart(
  page: Page,
  part: "overview" | "backups" | "restore" | "activity" | "alerts" | "settings",
) {
  const name = part.charAt(0).toUpperCase() + part.slice(1);
  return page
    .getByRole("navigation", { name: "Pages" })
    .getByRole("link", { name: new RegExp(`^${name}`) })
    .click();
}

/** Goes through the guided set-up with what it suggests. @returns the password it suggested */
export async function setUp(page: Page, placeFolder: string): Promise<string> {
  await page.getByRole("heading", { name: "What should be protected?" }).waitFor();
  await next(page);
  await page.getByRole("textbox", { name: "Folder for the backups" }).fill(placeFolder);
  await page.getByText("There is no repository yet.").waitFor();
  await page.getByRole("button", { name: "Suggest one" }).click();
  const password = await page.getByRole("textbox", { name: "Password" }).inputValue();
  await page.getByRole("checkbox", { name: /I have kept the password/ }).check();
  await next(page);
  await page.getByRole("heading", { name: "When should backups run?" }).waitFor();
  await next(page);
  await page.getByRole("button", { name: "Make the first backup" }).click();
  return password;
}

function next(page: Page): Promise<void> {
  return page.getByRole("button", { name: "Continue" }).click();
}

/** Backs everything up, and waits until the newest run says what is expected of it. */
export async function backUpAllNow(page: Page, result: RegExp): Promise<void> {
  await openPart(page, "backups");
  await page.getByRole("button", { name: "Back up all now" }).click();
  await page.getByRole("cell", { name: result }).first().waitFor();
}

/**
 * Presses keys as fast as a hand that knows them. Letters that belong together count as such only when they follow each other quickly,
 * and a browser that is busy answers the one before only after that.
 */
export async function typeAtOnce(page: Page, keys: Iterable<string>): Promise<void> {
  await Promise.all([...keys].map((key) => page.keyboard.press(key)));
}

/** A row of the file list on the restore page. */
export function fileRow(page: Page, name: string): Locator {
  return page
    .getByRole("grid")
    .getByRole("row")
    .filter({ has: page.getByRole("gridcell", { name, exact: true }) });
}

/** Chooses entries of the folder that is shown, and asks to restore them. @returns the dialog that asks where to */
export async function askToRestore(page: Page, names: readonly string[]): Promise<Locator> {
  for (const name of names) {
    await fileRow(page, name).getByRole("gridcell", { name, exact: true }).click();
    if ((await fileRow(page, name).getAttribute("aria-selected")) !== "true")
      await page.keyboard.press("Space");
  }
  await page.getByRole("button", { name: "Restore…" }).click();
  return page.getByRole("dialog", { name: /^Restore \S/ });
}

/** In the dialog that asks where to: another folder. @returns the folder chooser */
export async function askForFolder(page: Page, dialog: Locator): Promise<Locator> {
  await dialog.getByRole("radio", { name: "To another folder" }).check();
  return page.getByRole("dialog", { name: "Choose a folder" });
}

/** Goes to a folder in the folder chooser by its path. */
export async function goToFolder(chooser: Locator, path: string): Promise<void> {
  await chooser.getByRole("textbox", { name: "Folder", exact: true }).fill(path);
  await chooser.getByRole("textbox", { name: "Folder", exact: true }).press("Enter");
  await chooser.getByRole("button", { name: "Open", exact: true }).waitFor({ state: "detached" }); // it is there already
}

/**
 * Chooses entries of the folder that is shown, and restores them with this answer to what is there already.
 * @returns what is said of it at its end
 */
export async function restoreChosen(
  page: Page,
  names: readonly string[],
  answer: { readonly conflict: string },
): Promise<string> {
  await askToRestore(page, names);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "If something is there already" }).selectOption(answer.conflict);
  await dialog.getByRole("button", { name: /^Restore/ }).click();
  await dialog
    .getByText(/read back and (?:is|are)|was left alone|Nothing had to be restored/)
    .first()
    .waitFor();
  const said = (await dialog.textContent()) ?? "";
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Clear" }).click();
  return said;
}
