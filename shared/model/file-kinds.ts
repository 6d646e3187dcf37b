/**
 * What a file is by the ending of its name, as far as a person asks. Only a hint: what a file is, its first bytes say.
 */
export const FILE_KINDS = {
  pdf: ["pdf"],
  sheet: ["xls", "xlsx", "xlsm", "ods", "csv", "tsv", "numbers"],
  document: ["doc", "docx", "odt", "rtf", "txt", "md", "pages", "tex", "log"],
  picture: [
    ...["jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "heic", "bmp", "svg", "raw", "cr2", "nef", "psd"],
  ],
  mail: ["eml", "msg", "mbox", "pst", "ost"],
  database: ["db", "sqlite", "sqlite3", "mdb", "accdb", "sql", "dbf"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FileKind = keyof typeof FILE_KINDS;

/** What a search can be narrowed down to. */
export const SEARCH_KINDS = ["folder", "document", "sheet", "pdf", "picture", "mail", "database"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

const KIND_BY_ENDING: ReadonlyMap<string, FileKind> = new Map(
  Object.entries(FILE_KINDS).flatMap(([kind, endings]) =>
    endings.map((ending) => [ending, kind as FileKind] as const),
  ),
);

/** @returns undefined for a name whose ending says nothing */
export function fileKindOf(name: string): FileKind | undefined {
  return KIND_BY_ENDING.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase());
}
