import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Desktop } from "./desktop.ts";

export const PASSWORD = "correct horse battery staple";

export type Office = {
  readonly repositoryId: string;
  readonly planId: string;
  readonly sourceId: string;
  readonly repositoryFolder: string;
  readonly sourceFolder: string;
};

/** Sets up one source, one repository and one plan that runs when a person says so; through the page, as a person would. */
export async function setUpOffice(desktop: Desktop, folder: string): Promise<Office> {
  const sourceFolder = path.join(folder, "Documents");
  const repositoryFolder = path.join(folder, "nas");
  mkdirSync(sourceFolder, { recursive: true });
  mkdirSync(repositoryFolder, { recursive: true });
  writeFileSync(path.join(sourceFolder, "offer.txt"), "12 chairs");
  const { id: repositoryId } = await desktop.call<{ id: string }>("repositories.create", {
    name: "NAS",
    location: repositoryFolder,
    password: PASSWORD,
  });
  const { id: sourceId } = await desktop.call<{ id: string }>("sources.save", {
    sourceId: null,
    draft: {
      name: "Documents",
      icon: "documents",
      paths: [sourceFolder],
      excludes: [],
      excludeCaches: false,
      oneFileSystem: false,
      kind: "files",
    },
  });
  const { id: planId } = await desktop.call<{ id: string }>("plans.save", {
    planId: null,
    draft: {
      name: "Office",
      repositoryId,
      sourceIds: [sourceId],
      mode: "incremental",
      schedule: { kind: "daily", at: "03:00", weekdays: [1, 2, 3, 4, 5, 6, 7] },
      window: null,
      retention: { last: null, hourly: null, daily: null, weekly: null, monthly: null, yearly: null },
      deadlineMinutes: null,
    },
  });
  await desktop.call("app.finishSetUp", {});
  return { repositoryId, planId, sourceId, repositoryFolder, sourceFolder };
}

type JobList = {
  readonly jobs: readonly { readonly id: string; readonly kind: string; readonly state: string }[];
};

/** @returns the states of the backups there are, the newest first */
export async function backupStates(desktop: Desktop): Promise<readonly string[]> {
  const { jobs } = await desktop.call<JobList>("jobs.list", {
    kinds: ["backup"],
    states: null,
    beforeMs: null,
    limit: 50,
  });
  return jobs.map(({ state }) => state);
}

/** Waits in the page until a job event says so; the small page remembers what it hears. */
export async function untilJob(desktop: Desktop, kind: string, state: string): Promise<void> {
  await desktop.page(`new Promise((resolve) => {
    const isIt = ({ event }) => event.type === "job" && event.job.kind === "${kind}" && event.job.state === "${state}";
    if (window.heard.some(isIt)) return resolve();
    const stop = window.backstay.on((event) => { if (isIt(event)) { stop(); resolve(); } });
  })`);
}

/** Lets the page download one file of the newest snapshot, as its button does. */
export async function downloadNewest(
  desktop: Desktop,
  { repositoryId, sourceFolder }: Office,
  name: string,
): Promise<void> {
  const { series } = await desktop.call<{ series: { id: string }[] }>("snapshots.series", { repositoryId });
  const seriesId = series[0]?.id;
  const { snapshots } = await desktop.call<{ snapshots: { id: string }[] }>("snapshots.list", {
    repositoryId,
    seriesId,
  });
  const { ticket, fileName } = await desktop.call<{ ticket: string; fileName: string }>("restore.download", {
    repositoryId,
    snapshotId: snapshots[0]?.id,
    paths: [`${sourceFolder}/${name}`],
  });
  await desktop.page(`(() => {
    const link = document.createElement("a");
    link.href = new URL("download/${ticket}", document.baseURI).href;
    link.download = ${JSON.stringify(fileName)};
    link.click();
  })()`);
}
