import { posix } from "node:path";

/**
 * @param folder absolute
 * @param wanted text of `/etc/fstab`
 * @param mounted text of `/proc/self/mounts`; what is mounted when somebody looks at it counts as mounted
 * @returns where something should be mounted, at the folder or above it, that is not
 * @source fstab(5)
 */
export function unmountedAbove(folder: string, wanted: string, mounted: string): string | undefined {
  const place = posix.normalize(folder);
  const there = new Set(mountPointsOf(mounted));
  return mountPointsOf(wanted)
    .filter((path) => path !== "/" && (place === path || place.startsWith(`${path}/`)))
    .find((path) => !there.has(path));
}

/** The second word of each line: `none` of what is mounted nowhere, such as swap. */
function mountPointsOf(table: string): readonly string[] {
  return table.split("\n").flatMap((line) => {
    const text = line.trim();
    const path = text.startsWith("#") ? undefined : text.split(/[ \t]+/)[1];
    if (path === undefined || !path.startsWith("/")) return [];
    const plain = path.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    return [plain.length > 1 ? plain.replace(/\/+$/, "") : plain];
  });
}
