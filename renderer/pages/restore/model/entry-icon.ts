import type { TreeEntry } from "../../../../shared/model/browse.ts";
import type { IconName } from "../../../components/icon.tsx";

const BY_ENDING: Readonly<Record<string, IconName>> = {
  ...endings("pdf", "pdf"),
  ...endings("sheet", "xls xlsx xlsm ods csv tsv numbers"),
  ...endings("documents", "doc docx odt rtf txt md pages tex log"),
  ...endings("photos", "jpg jpeg png gif webp tif tiff heic bmp svg raw cr2 nef psd"),
  ...endings("mail", "eml msg mbox pst ost"),
  ...endings("database", "db sqlite sqlite3 mdb accdb sql dbf"),
};

/** A sign for what the name says it is. Only a hint: what a file is, its first bytes say. */
export function entryIcon(type: TreeEntry["type"], name: string): IconName {
  if (type === "dir") return "folder";
  if (type === "symlink") return "link";
  if (type !== "file") return "file";
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(BY_ENDING, ending) ? (BY_ENDING[ending] ?? "file") : "file";
}

function endings(icon: IconName, list: string): Record<string, IconName> {
  return Object.fromEntries(list.split(" ").map((ending) => [ending, icon]));
}
