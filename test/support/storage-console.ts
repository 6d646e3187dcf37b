/** A console whose disks are saved outputs, and a browser that looks at it. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { startConsole } from "../../console/server/start-console.ts";
import type { BackstayParts } from "../../core/api/backstay.ts";
import { systemClock } from "../../core/clock.ts";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import { openPage } from "./browser.ts";
import { openTestHost, type TestHost } from "./host.ts";
import { PAGE_HEADING } from "./pages.ts";
import { tempFolder } from "./temp-folder.ts";
import { makeVirtualMachine, type VirtualMachine } from "./virtual-machine.ts";

const PAGES = join(import.meta.dirname, "../../dist/renderer");
const WAIT_MS = 60_000;

export type StorageConsole = {
  /** The engine's data folder. */
  readonly folder: string;
  readonly host: TestHost;
  readonly machine: VirtualMachine;
  /** Signed in. */
  readonly page: Page;
  /** Goes to an address of the pages. */
  go(address: string): Promise<void>;
};

/** The engine watches a machine called `office-pc` that has no disks yet; the console serves the built pages. */
export async function storageConsole(parts: Partial<BackstayParts> = {}): Promise<StorageConsole> {
  const folder = join(await tempFolder(), "home");
  const machine = makeVirtualMachine(await tempFolder());
  const host = await openTestHost(folder, { toolFolder: machine.folder, hostname: "office-pc", ...parts });
  onTestFinished(() => host.stop());
  const console = await startConsole(
    { listen: { address: "127.0.0.1", port: 0 }, tls: { kind: "none" }, hostNames: [] },
    {
      ...{ backstay: host, hostKind: "console", folder, rendererFolder: PAGES, clock: systemClock },
      secrets: createFileSecretStore(join(folder, "console-secrets.json"), () => {}),
      log: () => {},
    },
  );
  onTestFinished(() => console.close());
  const page = await openPage(console.makeLink().url, { locale: "en-GB" });
  await page.locator("h1").first().waitFor({ timeout: WAIT_MS });
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"), { timeout: WAIT_MS });
  return {
    ...{ folder, host, machine, page },
    async go(address) {
      await page.goto(`${console.url}/#${address}`);
      await page.locator(PAGE_HEADING).waitFor({ timeout: WAIT_MS });
    },
  };
}
