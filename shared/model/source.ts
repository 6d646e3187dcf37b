/** What is protected. */
import { z } from "zod";
import { LocalPath, Name, SourceIdText } from "./primitives.ts";

export const SOURCE_ICONS = ["documents", "photos", "database", "server", "folder", "mail"] as const;
export const SourceIcon = z.enum(SOURCE_ICONS);

const look = { name: Name, icon: SourceIcon };

export const FilesDraft = z.strictObject({
  kind: z.literal("files"),
  ...look,
  paths: z.array(LocalPath).min(1).max(1000),
  /** restic's patterns. */
  excludes: z.array(z.string().min(1).max(4096)).max(1000),
  /** Leave out folders that say themselves that they are caches. */
  excludeCaches: z.boolean(),
  /** Do not cross into other file systems. */
  oneFileSystem: z.boolean(),
  /** Read everything as of one moment, where its file systems can do that. Not in sources of an older Backstay. */
  asOfOneMoment: z.boolean().optional(),
  /** Read SQLite databases as of one moment, though programs write to them meanwhile. */
  consistentSqlite: z.boolean().optional(),
});
export type FilesDraft = z.infer<typeof FilesDraft>;

/** What a person fills in. */
export const SourceDraft = z.discriminatedUnion("kind", [FilesDraft]);
export type SourceDraft = z.infer<typeof SourceDraft>;

const saved = { id: SourceIdText };
export const FilesSource = FilesDraft.extend(saved);
export type FilesSource = z.infer<typeof FilesSource>;

/** What is protected. */
export const Source = z.discriminatedUnion("kind", [FilesSource]);
export type Source = z.infer<typeof Source>;

/** The folders and files of this computer that a source reads. */
export function localPathsOf(source: SourceDraft): readonly string[] {
  return source.paths;
}

/** What a source saves, as a person would write it. */
export function contentsOf(source: SourceDraft): readonly string[] {
  return source.paths;
}
