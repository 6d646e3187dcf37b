import {
  type FilesDraft,
  localPathsOf,
  type Source,
  type SourceDraft,
} from "../../../shared/model/source.ts";

export const NEW_SOURCE: FilesDraft = {
  kind: "files",
  name: "",
  icon: "folder",
  paths: [],
  excludes: [],
  excludeCaches: true,
  oneFileSystem: false,
  asOfOneMoment: false,
};

/** One pattern a line. Spaces around it are taken for slips, empty lines for room. */
export function excludesFromText(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}

export function hasOtherPaths(source: Source, draft: SourceDraft): boolean {
  return [...localPathsOf(source)].sort().join("\0") !== [...localPathsOf(draft)].sort().join("\0");
}

/** @returns the name of a folder, whichever way its system separates folders */
export function lastPart(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, "")
      .split(/[/\\]/)
      .at(-1) || path
  );
}
