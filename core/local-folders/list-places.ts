import { readFile, stat } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import type { LocalPlace } from "../../shared/model/app.ts";
import { askPlace, requireAnswer } from "../platform/ask-place.ts";
import { spaceAt } from "../repositories/free-space.ts";

export type PlaceSurroundings = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of `/proc/self/mounts`, on Linux. */
  readonly readMounts: () => Promise<string>;
};

/** A share whose server is gone is left out instead of waited for. */
const ANSWER_LIMIT_MS = 1_500;
const MAX_PLACES = 40;

/** File systems that hold people's data; what the system itself mounts is none of theirs. */
const DATA_FILE_SYSTEMS =
  /^(?:ext[234]|xfs|btrfs|zfs|f2fs|jfs|reiserfs|bcachefs|vfat|exfat|ntfs|ntfs3|hfsplus|apfs|nfs4?|cifs|smb3|9p|glusterfs|ceph|fuse\.(?!gvfsd|portal|snapfuse).*|fuseblk|overlay)$/;
const NETWORK = /^(?:nfs4?|cifs|smb3|9p|glusterfs|ceph|fuse\..*)$/;
const OF_THE_SYSTEM = /^\/(?:boot|efi|snap|proc|sys|dev|run\/(?!media\/)|var\/(?:lib|snap)|etc|usr)(?:\/|$)/;

type Candidate = Pick<LocalPlace, "kind" | "path" | "label">;

/** Where choosing a folder may begin: the user's folders, disks and shares that answer. */
export async function listPlaces(
  surroundings: PlaceSurroundings = { platform: process.platform, ...hereAndNow() },
): Promise<LocalPlace[]> {
  const candidates = [...(await userFolders(surroundings)), ...(await disks(surroundings))];
  const distinct = candidates.filter(
    ({ path }, n) => candidates.findIndex((other) => other.path === path) === n,
  );
  const found = await Promise.all(distinct.slice(0, MAX_PLACES).map(measure));
  return found.filter((place) => place !== undefined);
}

function hereAndNow(): Omit<PlaceSurroundings, "platform"> {
  return {
    home: process.env.HOME ?? process.env.USERPROFILE ?? "",
    env: process.env,
    readMounts: () => readFile("/proc/self/mounts", "utf8"),
  };
}

/** @returns undefined for what is not there, or does not answer */
async function measure(candidate: Candidate): Promise<LocalPlace | undefined> {
  try {
    const late = () => new Error("it does not answer");
    await requireAnswer(candidate.path, ANSWER_LIMIT_MS, late);
    return await askPlace(
      candidate.path,
      ANSWER_LIMIT_MS,
      async () => {
        if (!(await stat(candidate.path)).isDirectory()) return undefined;
        return { ...candidate, ...(await spaceAt(candidate.path)) };
      },
      late,
    );
  } catch {
    return undefined; // not there, not ours to see, or silent: no place to begin
  }
}

async function userFolders({ platform, home, env }: PlaceSurroundings): Promise<readonly Candidate[]> {
  if (!isAbsolute(home)) return [];
  const names = platform === "linux" ? await xdgFolders(home, env) : {};
  const folder = (kind: "documents" | "pictures" | "desktop", fallback: string): Candidate => {
    const path = names[kind] ?? join(home, fallback);
    return { kind, path, label: basename(path) };
  };
  const all: readonly Candidate[] = [
    { kind: "home", path: home, label: basename(home) },
    folder("documents", "Documents"),
    folder("pictures", "Pictures"),
    folder("desktop", "Desktop"),
  ];
  return all;
}

/** @source xdg-user-dirs, `user-dirs.dirs`: lines like XDG_DOCUMENTS_DIR="$HOME/Dokumente" */
async function xdgFolders(
  home: string,
  env: PlaceSurroundings["env"],
): Promise<{ readonly [Kind in "documents" | "pictures" | "desktop"]?: string }> {
  const config = env.XDG_CONFIG_HOME;
  const folder = config !== undefined && isAbsolute(config) ? config : join(home, ".config");
  const text = await readFile(join(folder, "user-dirs.dirs"), "utf8").catch(() => "");
  const found: { documents?: string; pictures?: string; desktop?: string } = {};
  for (const [, name, value = ""] of text.matchAll(/^XDG_(DOCUMENTS|PICTURES|DESKTOP)_DIR="([^"\n]*)"/gm)) {
    const path = value.replace(/^\$HOME(?=\/|$)/, home);
    if (!isAbsolute(path)) continue;
    if (name === "DOCUMENTS") found.documents = path;
    else if (name === "PICTURES") found.pictures = path;
    else found.desktop = path;
  }
  return found;
}

async function disks({ platform, readMounts }: PlaceSurroundings): Promise<readonly Candidate[]> {
  if (platform === "win32")
    return [..."CDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) => ({
      kind: "disk",
      path: `${letter}:\\`,
      label: `${letter}:`,
    }));
  const root: Candidate = { kind: "disk", path: "/", label: "/" };
  if (platform !== "linux") return [root];
  return [root, ...parseMounts(await readMounts().catch(() => ""))];
}

/**
 * @param text of `/proc/self/mounts`
 * @source proc(5): spaces and the like in paths stand there in octal, like \040
 */
export function parseMounts(text: string): readonly Candidate[] {
  return text.split("\n").flatMap((line): Candidate[] => {
    const [, where = "", type = ""] = line.split(" ");
    const path = where.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    if (path === "/" || !DATA_FILE_SYSTEMS.test(type) || OF_THE_SYSTEM.test(path)) return [];
    return [{ kind: NETWORK.test(type) ? "mount" : "disk", path, label: basename(path) }];
  });
}
