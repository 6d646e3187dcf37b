import type { Page } from "playwright-core";
import type { Look, Shot } from "./pictures.ts";

const press = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page.waitForSelector("[role=dialog]");
};

/** Every page as it opens, and what floats above them. */
export const SHOTS: readonly Shot[] = [
  { name: "overview", address: "/overview" },
  { name: "backups", address: "/backups" },
  { name: "restore", address: "/restore" },
  { name: "restore-search", address: "/restore?mode=search&text=hall" },
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
