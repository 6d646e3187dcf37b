/**
 * Snapshots whose system gives them names of its own (Windows, macOS): whose they are is noted in a file beside the place where they are
 * shown, before they are made known to anybody.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, privateNames, removePrivateFolder, snapshotsFolder } from "./private-folder.ts";

const ENDING = ".json";

export type NotedSnapshot = {
  readonly name: string;
  /** A folder of its own, to show it in. */
  readonly folder: string;
  /** What the system calls it; empty until it is known. */
  readonly id: string;
};

/** @returns one without an id */
export function noteSnapshot(name: string): NotedSnapshot {
  const folder = makePrivateFolder(name);
  const noted = { name, folder, id: "" };
  writeFileSync(folder + ENDING, JSON.stringify({ id: "" }), { mode: 0o600 });
  return noted;
}

export function noteId(noted: NotedSnapshot, id: string): NotedSnapshot {
  writeFileSync(noted.folder + ENDING, JSON.stringify({ id }), { mode: 0o600 });
  return { ...noted, id };
}

export function forgetSnapshot({ folder }: NotedSnapshot): void {
  removePrivateFolder(folder);
  rmSync(folder + ENDING, { force: true });
}

export function notedLeftovers(isLeftover: (name: string) => boolean): readonly NotedSnapshot[] {
  return privateNames()
    .filter((file) => file.endsWith(ENDING) && isLeftover(file.slice(0, -ENDING.length)))
    .map((file) => {
      const name = file.slice(0, -ENDING.length);
      return { name, folder: join(snapshotsFolder(), name), id: idIn(join(snapshotsFolder(), file)) };
    });
}

type Remove = (noted: NotedSnapshot) => Promise<boolean>;

/** Takes those that could be removed out of `made`. @returns ids of the others */
export async function removeMade(made: Map<string, NotedSnapshot>, remove: Remove): Promise<string[]> {
  const left: string[] = [];
  for (const [point, noted] of made) {
    if (await remove(noted)) made.delete(point);
    else left.push(noted.id);
  }
  return left;
}

/** @returns how many could be removed */
export async function removeNotedLeftovers(
  isLeftover: (name: string) => boolean,
  remove: Remove,
): Promise<number> {
  let removed = 0;
  for (const noted of notedLeftovers(isLeftover)) if (await remove(noted)) removed += 1;
  return removed;
}

function idIn(path: string): string {
  try {
    const { id } = JSON.parse(readFileSync(path, "utf8")) as { id?: unknown };
    return typeof id === "string" ? id : "";
  } catch {
    return ""; // it was being written when its process ended
  }
}
