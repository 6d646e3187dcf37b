/** Which file systems the sources of a backup lie on. */
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { isAtOrBelow, STATE_TYPES } from "../../platform/mounts.ts";
import { macVolumeOf } from "./apfs-snapshots.ts";
import { type VolumeMount, volumeOf } from "./volume-mounts.ts";

/** A source, or what is mounted below one. */
export type Part = {
  /** As the backup calls it. */
  readonly path: string;
  /** The same without links. */
  readonly real: string;
  readonly mount: VolumeMount | undefined;
  /** Others that the system and programs make up, or that cannot change: nothing is said of them. */
  readonly isConstant: boolean;
};

const CONSTANT_TYPES = /^(?:squashfs|iso9660|udf|erofs|cramfs)$/;

/**
 * @param paths of sources, absolute and clean
 * @param isWanted whether a folder below is backed up, by its path as the backup calls it
 * @returns sources first
 */
export function partsOf(
  paths: readonly string[],
  mounts: readonly VolumeMount[],
  isWanted: (path: string, source: string) => boolean,
): readonly Part[] {
  const sources = paths.map((path): Part => {
    const real = realOf(path);
    const mount = process.platform === "darwin" ? macVolumeOf(real, mounts) : volumeOf(real, mounts);
    return { path, real, mount, isConstant: false };
  });
  const below = sources.flatMap((source) =>
    mounts
      .filter(({ point }) => point !== source.real && isAtOrBelow(point, source.real))
      .map(
        (mount): Part => ({
          path: join(source.path, relative(source.real, mount.point)),
          real: mount.point,
          mount,
          isConstant:
            STATE_TYPES.test(mount.type) ||
            CONSTANT_TYPES.test(mount.type) ||
            !isWanted(join(source.path, relative(source.real, mount.point)), source.path),
        }),
      ),
  );
  const byPath = new Map([...below, ...sources].map((part) => [part.path, part]));
  return [...sources, ...below].filter((part) => byPath.get(part.path) === part);
}

/** A source that is a link is saved as one; the way to it may lead through links. */
function realOf(path: string): string {
  try {
    return path === dirname(path) ? path : join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path; // it is said elsewhere that it is not there
  }
}
