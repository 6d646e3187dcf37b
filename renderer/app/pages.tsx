import type { ComponentType } from "react";
import type { AppState } from "../../shared/model/app.ts";
import type { IconName } from "../components/icon.tsx";
import { lazyPage } from "./lazy-page.ts";

export type PageId =
  | "overview"
  | "backups"
  | "restore"
  | "storage"
  | "failover"
  | "activity"
  | "alerts"
  | "settings";

export type PageEntry = {
  /** Also its address, `#/<id>`; what follows it there is the page's own. */
  readonly id: PageId;
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
  /** Undefined where this build does not have the page: it is left out of the rail and has no address. */
  readonly component: ComponentType | undefined;
  /** Begins a group in the rail. */
  readonly isAfterGap?: true;
  /** Shown only when the engine has this part. */
  readonly part?: keyof AppState["parts"];
};

/** Every page, in the order of the rail. */
export const pages: readonly PageEntry[] = [
  {
    id: "overview",
    icon: "overview",
    key: "o",
    component: lazyPage(async () => (await import("../pages/overview/overview-page.tsx")).OverviewPage),
  },
  {
    id: "backups",
    icon: "backups",
    key: "b",
    component: lazyPage(async () => (await import("../pages/backups/backups-page.tsx")).BackupsPage),
  },
  {
    id: "restore",
    icon: "restore",
    key: "r",
    component: lazyPage(async () => (await import("../pages/restore/restore-page.tsx")).RestorePage),
  },
  {
    id: "storage",
    icon: "storage",
    key: "s",
    component: lazyPage(async () => (await import("../pages/storage/storage-page.tsx")).StoragePage),
    part: "storage",
  },
  {
    id: "failover",
    icon: "failover",
    key: "f",
    component: lazyPage(async () => (await import("../pages/failover/failover-page.tsx")).FailoverPage),
    part: "failover",
  },
  {
    id: "activity",
    icon: "activity",
    key: "a",
    isAfterGap: true,
    component: lazyPage(async () => (await import("../pages/activity/activity-page.tsx")).ActivityPage),
  },
  {
    id: "alerts",
    icon: "alerts",
    key: "l",
    component: lazyPage(async () => (await import("../pages/alerts/alerts-page.tsx")).AlertsPage),
  },
  {
    id: "settings",
    icon: "settings",
    key: "e",
    component: lazyPage(async () => (await import("../pages/settings/settings-page.tsx")).SettingsPage),
  },
];

/** Those this build and this engine have. */
export function shownPages(parts: AppState["parts"] | undefined): readonly PageEntry[] {
  return pages.filter(
    ({ component, part }) => component !== undefined && (part === undefined || parts?.[part] === true),
  );
}
