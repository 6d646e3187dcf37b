/** A console host of a small office, and a browser that looks at it. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { type OpenPageOptions, openPage } from "./browser.ts";
import { type ConsoleHost, startConsoleHost } from "./console-host.ts";
import { type FurnishedOffice, furnishOffice, runPlan } from "./furnish-office.ts";
import { PAGE_HEADING } from "./pages.ts";
import { tempFolder } from "./temp-folder.ts";

export { OFFICE_PASSWORD } from "./furnish-office.ts";

const WAIT_MS = 60_000;

export type OfficeConsole = FurnishedOffice & {
  /** Signed in, on the overview. */
  readonly page: Page;
  readonly api: HostConnection;
  readonly host: ConsoleHost;
  /** A path in the folder that holds the office, its box `nas` and whatever else a test makes. */
  path(...names: string[]): string;
  /** Goes to an address of the pages. */
  go(address: string): Promise<void>;
  /** Runs the plan. @returns the state it ended in */
  backUp(): Promise<string>;
};

/** A folder of documents, a repository in a folder and a plan that runs when somebody says so; set up through the contract. */
export async function officeConsole(options: OpenPageOptions = {}): Promise<OfficeConsole> {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  const host = await startConsoleHost(path("home"));
  const api = await connectToHost(path("home"));
  if (api === undefined) throw new Error("the host has no socket");
  onTestFinished(() => api.close());
  const office = await furnishOffice(api, path);
  const page = await openPage(host.link, { locale: "en-GB", ...options });
  await page.locator("nav").waitFor({ timeout: WAIT_MS }); // the page that signs in has a heading, too
  await page.locator(PAGE_HEADING).waitFor({ timeout: WAIT_MS });
  return {
    ...{ ...office, page, api, host, path },
    async go(address) {
      await page.goto(`${new URL(host.url).origin}/#${address}`);
      await page.locator(PAGE_HEADING).waitFor({ timeout: WAIT_MS });
    },
    backUp: () => runPlan(api, office.planId),
  };
}
