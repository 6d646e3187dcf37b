import { BackstayError } from "../../shared/errors.ts";
import type { AppState } from "../../shared/model/app.ts";
import { VERSION } from "../../shared/version.ts";
import { listFolder, listNearestFolder } from "../local-folders/list-folder.ts";
import { listPlaces } from "../local-folders/list-places.ts";
import { makeLocalFolder } from "../local-folders/make-folder.ts";
import type { OverviewService } from "../overview/overview-service.ts";
import type { SettingsService } from "../settings/settings-service.ts";
import type { BackstayParts } from "./backstay.ts";
import type { EventHub } from "./event-hub.ts";
import type { HandlersOf } from "./handlers.ts";

export type AppServices = {
  readonly settings: SettingsService;
  readonly overview: OverviewService;
  readonly events: EventHub;
  readonly hostname: string;
};

/** Answers what is about the application as a whole, and about folders of this machine. */
export function appHandlers(
  { settings, overview, events, hostname }: AppServices,
  { hostKind, chooseFolder }: Pick<BackstayParts, "hostKind" | "chooseFolder">,
): HandlersOf<"app" | "overview" | "settings" | "folders"> {
  return {
    "app.state": async (_, { rights }) => ({
      version: VERSION,
      hostname,
      platform: platformName(process.platform),
      hostKind,
      settings: settings.get(),
      isSetUp: settings.isSetUp(),
      hasFolderDialog: chooseFolder !== undefined,
      mayChoosePrograms: rights.has("programs"),
      parts: { storage: true, failover: true },
      eventNumber: events.number,
    }),
    "app.finishSetUp": async () => {
      settings.finishSetUp();
      return {};
    },
    "overview.get": async () => overview.get(),
    "settings.set": async (changes) => settings.set(changes),
    "folders.places": async () => ({ places: await listPlaces() }),
    "folders.list": async ({ path, orNearest = false }) =>
      orNearest ? await listNearestFolder(path) : await listFolder(path),
    "folders.choose": async () => {
      if (chooseFolder === undefined) throw new BackstayError("NOT_ALLOWED", { method: "folders.choose" });
      return { path: (await chooseFolder()) ?? null };
    },
    "folders.make": async ({ parent, name }) => ({ path: await makeLocalFolder(parent, name) }),
  };
}

function platformName(platform: NodeJS.Platform): AppState["platform"] {
  return platform === "linux" || platform === "darwin" || platform === "win32" ? platform : "other";
}
