import type { Page } from "playwright-core";
import type { DemoHost } from "./demo-host.ts";
import type { Look, Shot } from "./pictures.ts";

const press = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page.waitForSelector("[role=dialog]");
};

/** The series of documents in the box that has most snapshots of it. */
async function documentsAddress({ api }: DemoHost, more: Readonly<Record<string, string>>): Promise<string> {
  const { repositories } = await api.call("repositories.list", {});
  for (const { id } of repositories) {
    const { series } = await api.call("snapshots.series", { repositoryId: id });
    const documents = series.find(({ name }) => name === "Documents");
    if (documents !== undefined)
      return `/restore?${new URLSearchParams({ repository: id, series: documents.id, ...more })}`;
  }
  throw new Error("the demo has no documents");
}

/** Every page as it opens, and what floats above them. */
export const SHOTS: readonly Shot[] = [
  { name: "overview", address: "/overview" },
  { name: "backups", address: "/backups" },
  { name: "restore", address: (demo) => documentsAddress(demo, {}) },
  {
    name: "restore-search",
    address: (demo) => documentsAddress(demo, { mode: "search", text: "hall 3" }),
    prepare: async (page) => void (await page.waitForSelector("[role=row]")),
  },
  { name: "activity", address: "/activity" },
  { name: "activity-failed", address: "/activity?outcome=failed" },
  { name: "alerts", address: "/alerts" },
  { name: "settings", address: "/settings" },
  { name: "settings-sources", address: "/settings/sources" },
  { name: "set-up", address: "/set-up" },
  { name: "keys", address: "/overview", prepare: press("?") },
  {
    name: "palette",
    address: "/overview",
    async prepare(page) {
      await press("Control+k")(page);
      await page.keyboard.type("photo");
      await page.waitForSelector("[role=option]");
    },
  },
];

const large = { size: "1440x900" } as const;

/** The pictures of the README, by how they look. */
export const README_PICTURES: readonly (readonly [Look, readonly string[]])[] = [
  [{ ...large, theme: "light", language: "en" }, ["overview", "backups", "restore", "alerts", "palette"]],
  [{ ...large, theme: "dark", language: "en" }, ["overview", "restore"]],
  [{ ...large, theme: "light", language: "zh" }, ["overview"]],
  [{ size: "1024x700", theme: "light", language: "en" }, ["restore"]],
];
