import type { LocationFinding } from "../../../shared/model/repository.ts";

/** A place for backups while somebody fills it in. */
export type PlaceDraft = {
  readonly location: string;
  /** Empty as long as it follows the location. */
  readonly name: string;
  readonly password: string;
  /** A person said that the password is kept somewhere else, too. */
  readonly isPasswordKept: boolean;
};

export const EMPTY_PLACE: PlaceDraft = { location: "", name: "", password: "", isPasswordKept: false };

/**
 * What can be made of a location: a `new` repository, or an `existing` one opened. `taken` is something else's folder, `file` is
 * none, `known` is in use here already.
 */
export type PlaceUse = "new" | "existing" | "known" | "taken" | "file" | "silent";

export function placeUseOf({ kind, isKnown }: LocationFinding): PlaceUse {
  switch (kind) {
    case "repository":
      return isKnown ? "known" : "existing";
    case "empty-folder":
    case "nothing-there":
      return "new";
    case "other-files":
      return "taken";
    case "file":
      return "file";
    case "unreachable":
      return "silent";
  }
}

/** True when there is nothing left to fill in. @param use undefined while the location has not been looked at */
export function isPlaceComplete(draft: PlaceDraft, use: PlaceUse | undefined): boolean {
  if (draft.password === "") return false;
  return use === "existing" || (use === "new" && draft.isPasswordKept);
}

/** Less than what a first backup of a few folders needs. */
const LITTLE_ROOM_BYTES = 1024 ** 3;

/** Whether backups would soon find no room. @param freeBytes null when that is not known */
export function hasLittleRoom(freeBytes: number | null): boolean {
  return freeBytes !== null && freeBytes < LITTLE_ROOM_BYTES;
}

/** Whoever carries a repository away can try out passwords in peace: short ones, and ones of few different characters, are found. */
export function isGuessable(password: string): boolean {
  const characters = Array.from(password.trim());
  return password !== "" && (characters.length < 12 || new Set(characters).size < 5);
}

/** What a place is called when nobody says otherwise: the last folder that is not only Backstay's own. */
export function nameOfPlace({ name, location }: PlaceDraft): string {
  if (name.trim() !== "") return name.trim();
  const parts = location
    .split(/[/\\]/)
    .filter((part) => part !== "" && !/^(?:backups?|backstay|restic|repo)$/i.test(part));
  return (parts.at(-1) ?? location).slice(0, 100);
}

/** A folder of its own inside of one that holds other things. */
export function folderInside(location: string): string {
  const separator = location.includes("\\") && !location.includes("/") ? "\\" : "/";
  return `${location.replace(/[/\\]+$/, "")}${separator}backstay`;
}

/** Whether a path is another one, or somewhere in it. Both absolute, in the form of one system. */
export function isWithin(path: string, folder: string): boolean {
  const [inner, outer] = [path, folder].map((one) => `${one.replaceAll("\\", "/").replace(/\/+$/, "")}/`);
  return inner?.startsWith(outer ?? "") === true;
}

/**
 * A folder of its own near a location that cannot be used: in it, or beside what is backed up, because backups of backups would
 * grow without end.
 *
 * @returns undefined where there is none: all of the disk is backed up
 */
export function betterPlace(location: string, sourcePaths: readonly string[]): string | undefined {
  let folder = location.replace(/[/\\]+$/, "");
  while (sourcePaths.some((source) => isWithin(folder, source))) {
    const parent = folder.replace(/[/\\][^/\\]*$/, "");
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folderInside(folder);
}
