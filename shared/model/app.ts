import { z } from "zod";
import { Count, LocalPath } from "./primitives.ts";
import { Settings } from "./settings.ts";

/** What a page needs to know before anything else. */
export const AppState = z.strictObject({
  version: z.string(),
  hostname: z.string(),
  platform: z.enum(["linux", "darwin", "win32", "other"]),
  /** `service` is a console host that a service manager started. */
  hostKind: z.enum(["desktop", "console", "service"]),
  settings: Settings,
  /** False until the guided set-up has been finished once. */
  isSetUp: z.boolean(),
  /** Whether `folders.choose` can show the system's own dialog. */
  hasFolderDialog: z.boolean(),
  /** Whether this caller may say which programs Backstay runs; see `CallerRight`. */
  mayChoosePrograms: z.boolean(),
  /** Parts of the application this build has. */
  parts: z.strictObject({ storage: z.boolean(), failover: z.boolean() }),
  /** The number of the newest event at this moment. */
  eventNumber: Count,
});
export type AppState = z.infer<typeof AppState>;

/** A folder of the machine the engine runs on, for choosing one. */
export const LocalFolder = z.strictObject({
  path: LocalPath,
  /** Null at the top. */
  parent: LocalPath.nullable(),
  folders: z.array(z.strictObject({ name: z.string(), path: LocalPath, isReadable: z.boolean() })),
  /** There are more than are listed. */
  hasMore: z.boolean(),
  isWritable: z.boolean(),
  /** What was asked for, when it is not there and this is the nearest folder above it that is. */
  missing: LocalPath.nullable(),
});
export type LocalFolder = z.infer<typeof LocalFolder>;

/** Where choosing a folder may begin. */
export const LocalPlace = z.strictObject({
  kind: z.enum(["home", "documents", "pictures", "desktop", "disk", "mount"]),
  path: LocalPath,
  label: z.string(),
  freeBytes: z.int().nonnegative().nullable(),
  totalBytes: z.int().nonnegative().nullable(),
});
export type LocalPlace = z.infer<typeof LocalPlace>;
