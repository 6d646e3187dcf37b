import type { Page } from "playwright-core";
import type { RepositoryId } from "../../shared/ids.ts";
import type { SnapshotSeries } from "../../shared/model/snapshot.ts";
import type { DemoHost } from "./demo-host.ts";
import type { Look, Shot } from "./pictures.ts";

const press = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page.waitForSelector("[role=dialog]");
};

type Documents = { readonly repositoryId: RepositoryId; readonly series: SnapshotSeries };

/** The series of documents in the box that has most snapshots of it. */
async function findDocuments({ api }: DemoHost): Promise<Documents> {
  const { repositories } = await api.call("repositories.list", {});
  for (const { id } of repositories) {
    const { series } = await api.call("snapshots.series", { repositoryId: id });
    const documents = series.find(({ name }) => name === "Documents");
    if (documents !== undefined) return { repositoryId: id, series: documents };
  }
  throw new Error("the demo has no documents");
}

/** A project's folder with one of its minutes shown beside it. */
async function folderAddress(demo: DemoHost): Promise<string> {
  const { repositoryId, series } = await findDocuments(demo);
  const { snapshots } = await demo.api.call("snapshots.list", { repositoryId, seriesId: series.id });
  const snapshotId = snapshots.at(-1)?.id;
  if (snapshotId === undefined) throw new Error("the demo has no snapshot of its documents");
  const path = `${series.paths[0]}/Clients/Brandt GmbH/Hall 3`;
  const { entries } = await demo.api.call("restore.folder", {
    ...{ repositoryId, snapshotId, path, offset: 0, limit: 100, onlyDifferent: false },
    sort: { by: "modified", descending: true },
  });
  const minutes = entries.find(({ name }) => name.endsWith(".txt"));
  return restoreAddress({ repositoryId, series }, { path, ...(minutes && { shown: minutes.path }) });
}

function restoreAddress({ repositoryId, series }: Documents, more: Readonly<Record<string, string>>): string {
  return `/restore?${new URLSearchParams({ repository: repositoryId, series: series.id, ...more })}`;
}

/** Every page as it opens, and what floats above them. */
export const SHOTS: readonly Shot[] = [
  { name: "overview", address: "/overview" },
  { name: "backups", address: "/backups" },
  {
    name: "restore",
    address: folderAddress,
    // the versions and what was deleted are known once the names of all snapshots are read
    prepare: async (page) => void (await page.waitForSelector("[class*=_deletion_]", { state: "attached" })),
  },
  {
    name: "restore-search",
    address: async (demo) => restoreAddress(await findDocuments(demo), { mode: "search", text: "hall 3" }),
    prepare: async (page) => void (await page.waitForSelector("[role=row]")),
  },
  { name: "storage", address: "/storage" },
  {
    name: "storage-disk",
    address: "/storage",
    // the one with worn places
    prepare: async (page) => {
      await page
        .getByRole("link", { name: /WD40EFRX/ })
        .first()
        .click();
      await page.getByRole("heading", { name: /^(?:Find it|找到它)$/ }).waitFor();
    },
  },
  {
    name: "failover",
    address: "/failover",
    // the first heartbeats have to tell that all is well
    prepare: async (page) =>
      void (await page.getByRole("heading", { level: 1, name: /is ready|随时可接管/ }).waitFor()),
  },
  { name: "activity", address: "/activity" },
  { name: "activity-failed", address: "/activity?outcome=failed" },
  { name: "alerts", address: "/alerts" },
  { name: "settings", address: "/settings" },
  { name: "settings-sources", address: "/settings/sources" },
  {
    name: "recovery-kit",
    address: async (demo) => `/recovery-kit/${(await findDocuments(demo)).repositoryId}`,
  },
  { name: "set-up", address: "/set-up" },
  { name: "keys", address: "/overview", prepare: press("?") },
  {
    name: "palette",
    address: "/overview",
    async prepare(page) {
      await press("Control+k")(page);
      await page.keyboard.type("photo");
      await page.getByRole("group", { name: /Files|文件/ }).waitFor();
    },
  },
];

const large = { size: "1440x900" } as const;

/** The pictures of the README, by how they look. */
export const README_PICTURES: readonly (readonly [Look, readonly string[]])[] = [
  [
    { ...large, theme: "light", language: "en" },
    [
      "overview",
      "backups",
      "restore",
      "storage",
      "storage-disk",
      "failover",
      "alerts",
      "palette",
      "recovery-kit",
    ],
  ],
  [{ ...large, theme: "dark", language: "en" }, ["overview", "restore"]],
  [{ ...large, theme: "light", language: "zh" }, ["overview"]],
  [{ size: "1024x700", theme: "light", language: "en" }, ["restore"]],
];
