import type { TreeEntry } from "../../../../shared/model/browse.ts";
import { type FileKind, fileKindOf } from "../../../../shared/model/file-kinds.ts";
import type { IconName } from "../../../components/icon.tsx";

const ICONS: Readonly<Record<FileKind, IconName>> = {
  pdf: "pdf",
  sheet: "sheet",
  document: "documents",
  picture: "photos",
  mail: "mail",
  database: "database",
};

/** A sign for what the name says it is. */
export function entryIcon(type: TreeEntry["type"], name: string): IconName {
  if (type === "dir") return "folder";
  if (type === "symlink") return "link";
  const kind = type === "file" ? fileKindOf(name) : undefined;
  return kind === undefined ? "file" : ICONS[kind];
}
