/** What the pages say when a backup is stopped, its process dies, or its place is not as it was; and that the next one goes on. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { type ConsoleHost, startConsoleHost } from "../support/console-host.ts";
import { noise } from "../support/crash-sources.ts";
import { freezeProcess } from "../support/freeze-process.ts";
import { openPart, setUp } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const FILES = 24;
/** Enough that a backup lasts some seconds. */
const FILE_BYTES = 12_000_000;

async function officeWithMuchToSave() {
  const home = await tempFolder();
  const documents = join(home, "Documents");
  await mkdir(documents);
  for (let n = 0; n < FILES; n += 1) await writeFile(join(documents, `${n}.bin`), noise(`${n}`, FILE_BYTES));
  const host = await startConsoleHost(home);
  const page = await openPage(host.link);
  const box = join(await tempFolder(), "nas");
  const password = await setUp(page, box);
  return { home, documents, box, host, page, password };
}

/** Waits until the run that is under way has stored something. */
async function untilSomethingIsStored(box: string): Promise<void> {
  await expect.poll(() => packsIn(box), { timeout: 60_000, interval: 20 }).toBeGreaterThan(1);
}

/** Complete ones: what is being written has another name, and is removed when it is stopped. */
function packsIn(box: string): number {
  const names = readdirSync(join(box, "data"), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /[\\/][0-9a-f]{64}$/.test(name)).length;
}

async function runAgain(page: Page, home: string): Promise<void> {
  await page.getByRole("button", { name: "Run Office now" }).click();
  await untilAllIsSaved(page, home);
}

/** Also what the plan's rules remove afterwards, by a job of its own that needs the repository for itself. */
async function untilAllIsSaved(page: Page, home: string): Promise<void> {
  await page.getByRole("cell", { name: new RegExp(`${FILES} new, 0 changed`) }).waitFor();
  const catalog = new Database(join(home, "catalog.db"), { readonly: true });
  onTestFinished(() => void catalog.close());
  const going = catalog.prepare("SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')").pluck();
  const thinned = catalog
    .prepare("SELECT count(*) FROM jobs WHERE kind = 'forget' AND state = 'done'")
    .pluck();
  await expect.poll(() => [going.get(), thinned.get()], { timeout: 60_000 }).toEqual([0, 1]);
}

function expectResticFindsAll(box: string, password: string): void {
  const env = { ...process.env, RESTIC_PASSWORD: password, RESTIC_REPOSITORY: box };
  execFileSync("restic", ["--no-cache", "check", "--read-data"], { env });
  const listed = execFileSync("restic", ["--no-cache", "ls", "latest"], { env, encoding: "utf8" });
  expect(listed.split("\n").filter((line) => line.endsWith(".bin"))).toHaveLength(FILES);
}

/** While something is done on the page, the jobs wait, however slow the page is. What they are told meanwhile they learn afterwards. */
async function whileJobsStand(host: ConsoleHost, act: () => Promise<void>): Promise<void> {
  const jobs = jobProcessesOf(host);
  expect(jobs).not.toEqual([]);
  for (const pid of jobs) freezeProcess(pid);
  try {
    await act();
  } finally {
    for (const pid of jobs) process.kill(pid, "SIGCONT");
  }
}

/** Processes that the host started at lowered priority: its jobs. */
function jobProcessesOf({ pid }: ConsoleHost): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return children.filter((child) => child !== "" && niceOf(child) > 0).map(Number);
}

/** @source proc(5): the 19th field of `stat`; the second one may hold spaces and ends with the last `)` */
function niceOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
}

test.skipIf(lacksTool("chromium", "restic"))(
  "a backup that is cancelled is taken up by the next one",
  async () => {
    const { home, page, host, box, password } = await officeWithMuchToSave();
    await untilSomethingIsStored(box);
    await whileJobsStand(host, () => page.getByRole("button", { name: "Cancel", exact: true }).click());
    await page
      .getByRole("cell", { name: /Cancelled$/ })
      .first()
      .waitFor();
    await page.getByRole("heading", { name: "The last run of Office was cancelled." }).waitFor();
    const stored = packsIn(box);
    expect(stored).toBeGreaterThan(0);
    await runAgain(page, home);
    expectResticFindsAll(box, password);
    // what was stored before it was cancelled is not stored again: so much noise fills 18 packs or a few more
    expect(packsIn(box)).toBeLessThan((FILES * FILE_BYTES) / (16 * 1024 * 1024) + 8);
  },
);

test.skipIf(lacksTool("chromium", "restic"))(
  "a backup that is paused rests, and goes on where it was",
  async () => {
    const { home, page, host, box, password } = await officeWithMuchToSave();
    await untilSomethingIsStored(box);
    const job = page.getByRole("region", { name: "Office, progress" });
    await whileJobsStand(host, () => job.getByRole("button", { name: "Pause" }).click());
    await job.getByRole("button", { name: "Resume" }).waitFor();
    await job.getByText("Paused").waitFor();
    // what was on its way arrives; after that, looking at everything there takes longer than a pack would
    const look = () => {
      const env = { ...process.env, RESTIC_PASSWORD: password, RESTIC_REPOSITORY: box };
      execFileSync("restic", ["--no-cache", "--no-lock", "check"], { env });
      return packsIn(box);
    };
    const stored = look();
    expect(look()).toBe(stored);
    await page.reload();
    await job.getByRole("button", { name: "Resume" }).click();
    await untilAllIsSaved(page, home);
    expectResticFindsAll(box, password);
  },
);

test.skipIf(lacksTool("chromium", "restic"))(
  "a job that dies is a failure with words, and an alert",
  async () => {
    const { home, page, host, box, password } = await officeWithMuchToSave();
    await untilSomethingIsStored(box);
    const jobs = jobProcessesOf(host);
    expect(jobs).not.toEqual([]);
    for (const pid of jobs) process.kill(pid, "SIGKILL");
    await page
      .getByRole("heading", { level: 1, name: /Office/ })
      .filter({ hasText: "failed" })
      .waitFor();
    await openPart(page, "alerts");
    await page.getByRole("heading", { name: "The backup of Documents failed", exact: true }).waitFor();
    await page
      .getByText(/ended unexpectedly|stopped unexpectedly|SIGKILL/)
      .first()
      .waitFor();
    await openPart(page, "backups");
    await runAgain(page, home);
    expectResticFindsAll(box, password);
    await openPart(page, "overview");
    await page.getByRole("heading", { level: 1, name: /protected/ }).waitFor();
  },
);

test.skipIf(lacksTool("chromium"))("a host that is restarted while a job runs finishes the job", async () => {
  const { home, page, host, box } = await officeWithMuchToSave();
  await untilSomethingIsStored(box);
  await page.close();
  await host.kill();
  const again = await startConsoleHost(home);
  const next = await openPage(again.link);
  await openPart(next, "backups");
  await next.getByRole("cell", { name: new RegExp(`${FILES} new, 0 changed`) }).waitFor();
});

test.skipIf(lacksTool("chromium"))(
  "a place that is gone is not made anew, and is told until it is back",
  async () => {
    const { home, page, box } = await officeWithMuchToSave();
    await untilAllIsSaved(page, home);
    await rename(box, join(dirname(box), "unplugged"));
    await openPart(page, "settings");
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("Does not answer").first().waitFor();
    await openPart(page, "overview");
    const sentence = page.getByRole("heading", { level: 1 });
    await sentence
      .filter({ hasText: "does not answer. Nobody knows whether Documents is protected." })
      .waitFor();
    expect(readdirSync(dirname(box))).not.toContain("nas");
    await rename(join(dirname(box), "unplugged"), box);
    await openPart(page, "settings");
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("Answers").first().waitFor();
    await openPart(page, "overview");
    await sentence.filter({ hasText: "is protected.", hasNotText: "Nobody knows" }).waitFor();
  },
);
