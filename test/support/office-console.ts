/** A console host of a small office, and a browser that looks at it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { connectToHost, type HostConnection } from "../../core/host-socket/connect-to-host.ts";
import type { PlanView } from "../../shared/model/plan.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import type { Source } from "../../shared/model/source.ts";
import { openPage } from "./browser.ts";
import { startConsoleHost } from "./console-host.ts";
import { folderSource, MANUAL_PLAN } from "./host.ts";
import { tempFolder } from "./temp-folder.ts";

export const OFFICE_PASSWORD = "correct horse battery staple";
const WAIT_MS = 30_000;

export type OfficeConsole = {
  /** Signed in, on the overview. */
  readonly page: Page;
  readonly api: HostConnection;
  /** A path in the folder that holds the office, its box `nas` and whatever else a test makes. */
  path(...names: string[]): string;
  readonly repository: RepositoryView;
  readonly source: Source;
  readonly planId: PlanView["plan"]["id"];
  /** Goes to an address of the pages. */
  go(address: string): Promise<void>;
  /** Runs the plan. @returns the state it ended in */
  backUp(): Promise<string>;
};

/** A folder of documents, a repository in a folder and a plan that runs when somebody says so; set up through the contract. */
export async function officeConsole(): Promise<OfficeConsole> {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("documents", "Hall 3"), { recursive: true });
  writeFileSync(path("documents", "letter.txt"), "Dear customer");
  writeFileSync(path("documents", "Hall 3", "Offer 114.txt"), "The offer holds until the end of the month.");
  const host = await startConsoleHost(path("home"));
  const api = await connectToHost(path("home"));
  if (api === undefined) throw new Error("the host has no socket");
  onTestFinished(() => api.close());
  const repository = await api.call("repositories.create", {
    ...{ name: "NAS", location: path("nas"), password: OFFICE_PASSWORD },
  });
  const source = await api.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", path("documents")),
  });
  const plan = await api.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office hours", repositoryId: repository.id, sourceIds: [source.id] },
  });
  await api.call("app.finishSetUp", {});
  const page = await openPage(host.link, { locale: "en-GB" });
  await page.locator("main h1").waitFor({ timeout: WAIT_MS });
  return {
    ...{ page, api, path, repository, source, planId: plan.id },
    async go(address) {
      await page.goto(`${new URL(host.url).origin}/#${address}`);
      await page.locator("main h1").waitFor({ timeout: WAIT_MS });
    },
    async backUp() {
      const { runId } = await api.call("plans.run", { planId: plan.id });
      return await endOfRun(api, runId);
    },
  };
}

async function endOfRun(api: HostConnection, runId: string): Promise<string> {
  let wake = () => {};
  const stop = api.onEvent(() => wake());
  try {
    for (;;) {
      const next = Promise.withResolvers<void>();
      wake = next.resolve;
      const { runs } = await api.call("plans.history", { planId: null, beforeMs: null, limit: 500 });
      const run = runs.find(({ id }) => id === runId);
      if (run !== undefined && run.state !== "queued" && run.state !== "running") return run.state;
      await next.promise;
    }
  } finally {
    stop();
  }
}
