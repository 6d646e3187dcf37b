import { z } from "zod";
import { AppState, LocalFolder, LocalPlace } from "../model/app.ts";
import { Overview } from "../model/overview.ts";
import { LocalPath } from "../model/primitives.ts";
import { Settings } from "../model/settings.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});

export const appMethods = {
  "app.state": method("read", nothing, AppState),
  /** The guided set-up is finished, or was left: it is not shown again by itself. */
  "app.finishSetUp": method("write", nothing, nothing),
  "overview.get": method("read", nothing, Overview),
  "settings.set": method("write", Settings.partial(), Settings),
  "folders.places": method("read", nothing, z.strictObject({ places: z.array(LocalPlace) })),
  /** Folders only, by name. With `orNearest`, of the nearest folder above that is there. @throws FOLDER_NOT_LISTED */
  "folders.list": method(
    "read",
    z.strictObject({ path: LocalPath, orNearest: z.boolean().optional() }),
    LocalFolder,
  ),
  /** Lets the person choose with the system's dialog; null when they did not. Only where `hasFolderDialog`. */
  "folders.choose": method("write", nothing, z.strictObject({ path: LocalPath.nullable() })),
  "folders.make": method(
    "write",
    z.strictObject({ parent: LocalPath, name: z.string().min(1).max(255) }),
    z.strictObject({ path: LocalPath }),
  ),
};
