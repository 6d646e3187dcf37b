import { lstatSync, readdirSync } from "node:fs";
import { entryStatOf } from "./entry-stat.ts";
import type { OpenFolder } from "./open-folder.ts";
import { joinRawPath, type RawPath, rawPathForFs } from "./raw-path.ts";

/** Works everywhere; the system walks the whole path for each entry. */
export function openFolderWithNode(path: RawPath): OpenFolder {
  const names = readdirSync(rawPathForFs(path), { encoding: "latin1" }) as RawPath[];
  return {
    names: names.sort(),
    stat: (name) => entryStatOf(lstatSync(rawPathForFs(joinRawPath(path, name)), { bigint: true })),
    close() {},
  };
}
