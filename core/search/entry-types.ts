import { ENTRY_TYPES, type TreeEntry } from "../../shared/model/browse.ts";

/** How the index writes types; the numbers are in files, so their meaning stays. */
export function typeToNumber(type: TreeEntry["type"]): number {
  return ENTRY_TYPES.indexOf(type);
}

export function typeOfNumber(number: number): TreeEntry["type"] {
  return ENTRY_TYPES[number] ?? "other";
}

export const FILE = typeToNumber("file");
export const FOLDER = typeToNumber("dir");
