import { z } from "zod";
import { LocalPath, Name, SourceIdText } from "./primitives.ts";

export const SOURCE_ICONS = ["documents", "photos", "database", "server", "folder", "mail"] as const;

/** What a person fills in. */
export const SourceDraft = z.strictObject({
  name: Name,
  icon: z.enum(SOURCE_ICONS),
  paths: z.array(LocalPath).min(1).max(1000),
  /** restic's patterns. */
  excludes: z.array(z.string().min(1).max(4096)).max(1000),
  /** Leave out folders that say themselves that they are caches. */
  excludeCaches: z.boolean(),
  /** Do not cross into other file systems. */
  oneFileSystem: z.boolean(),
});
export type SourceDraft = z.infer<typeof SourceDraft>;

/** What is protected. */
export const Source = SourceDraft.extend({ id: SourceIdText });
export type Source = z.infer<typeof Source>;
