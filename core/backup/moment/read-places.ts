import type { RawPath } from "../../platform/raw-path.ts";

/**
 * Where a backup reads what it records under other paths: in snapshots of file systems, which show everything as of one moment. Plain
 * data, so that it can be handed to threads.
 */
export type ReadMap = {
  /** `path` and what is below it is read at `at`. Where both are the same, it is read live, whatever holds for a folder above. */
  readonly places: readonly { readonly path: RawPath; readonly at: RawPath }[];
  /** `st_dev` of snapshots, and of what they were taken of. */
  readonly devices: readonly { readonly at: bigint; readonly live: bigint }[];
};

export type ReadPlaces = {
  /** @returns where this path is read */
  of(path: RawPath): RawPath;
  /** Whether another file system begins at this path, so that the folder above does not know what is there. */
  isPlace(path: RawPath): boolean;
  /** @returns the device as it is outside of the snapshot: one that is new with each would make files with several links look changed */
  liveDevice(device: bigint): bigint;
};

/** Everything is read where it is. */
export const LIVE_PLACES: ReadPlaces = {
  of: (path) => path,
  isPlace: () => false,
  liveDevice: (device) => device,
};

export function createReadPlaces(map: ReadMap | undefined): ReadPlaces {
  if (map === undefined || map.places.length === 0) return LIVE_PLACES;
  const places = new Map(map.places.map(({ path, at }) => [path, at]));
  const devices = new Map(map.devices.map(({ at, live }) => [at, live]));
  return {
    of(path) {
      for (let above = path; ; above = folderAbove(above)) {
        const at = places.get(above);
        if (at !== undefined) return above === path ? at : joined(at, path.slice(above.length));
        if (above === "/" || above === "") return path;
      }
    },
    isPlace: (path) => places.has(path),
    liveDevice: (device) => devices.get(device) ?? device,
  };
}

/** @returns empty above what has no folder above it, as a drive's letter */
function folderAbove(path: RawPath): RawPath {
  const end = path.lastIndexOf("/");
  return path.slice(0, end === 0 ? 1 : Math.max(0, end)) as RawPath;
}

function joined(at: RawPath, rest: string): RawPath {
  const name = rest.startsWith("/") ? rest.slice(1) : rest;
  return (at.endsWith("/") ? at + name : `${at}/${name}`) as RawPath;
}
