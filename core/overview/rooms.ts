import { posix } from "node:path";
import type { ReplicaId } from "../../shared/ids.ts";
import type { Room } from "../../shared/model/overview-health.ts";
import type { SubjectRecordOf } from "../catalog/health-subject-store.ts";
import type { Stores } from "../catalog/open-stores.ts";
import { type HealthState, isOutdated, subjectsOf, viewVolume } from "../health/hosts/health-views.ts";

type Volume = SubjectRecordOf<"volume">;
/** A place with backups; `location` is what `--repo` takes. */
export type Place = { readonly id: ReplicaId; readonly location: string; readonly totalBytes: number | null };

const MAX_ROOMS = 6;
/** What is full in years is no news today. */
const SOON_MS = 365 * 24 * 3_600_000;

/** Foretells when file systems are full. What was foretold of one counts until it is read again. */
export function createSpaceForecasts(runs: Stores["healthRuns"]) {
  const known = new Map<Volume["id"], { readonly seenMs: number; readonly full: Room["full"] }>();
  return (state: HealthState, volume: Volume): Room["full"] => {
    const before = known.get(volume.id);
    if (before?.seenMs === volume.seenMs) return before.full;
    const { full } = viewVolume(state, runs, volume);
    known.set(volume.id, { seenMs: volume.seenMs, full });
    return full;
  };
}

/** The file systems somebody should have an eye on: those with backups, then those that are full within a year, the first first. */
export function roomsOf(
  state: HealthState,
  forecast: ReturnType<typeof createSpaceForecasts>,
  places: readonly Place[],
): Room[] {
  const volumes = subjectsOf(state, "volume").filter(({ vanishedMs }) => vanishedMs === null);
  const localId = [...state.hosts.values()].find(({ setup }) => setup.kind === "local")?.id;
  const own = volumes.filter(({ hostId }) => hostId === localId);
  const held = new Map<Volume["id"], ReplicaId[]>();
  for (const place of places) {
    const { id } = place;
    const volume = volumeUnder(place, own);
    if (volume !== undefined) held.set(volume.id, [...(held.get(volume.id) ?? []), id]);
  }
  const rooms = volumes.map((volume): Room => {
    const { id, hostId } = volume;
    const { path, sizeBytes, freeBytes } = volume.reading;
    return {
      ...{ subjectId: id, hostId, hostName: state.hosts.get(hostId)?.name ?? "", path },
      ...{ replicaIds: held.get(id) ?? [], sizeBytes, freeBytes },
      ...{ isStale: isOutdated(state, volume), full: forecast(state, volume) },
    };
  });
  const isFullSoon = ({ full, isStale }: Room) =>
    !isStale &&
    full.kind === "expected" &&
    (full.likelyMs ?? Number.POSITIVE_INFINITY) < state.nowMs + SOON_MS;
  return rooms
    .filter((room) => room.replicaIds.length > 0 || isFullSoon(room))
    .sort(
      (a, b) =>
        Number(a.replicaIds.length === 0) - Number(b.replicaIds.length === 0) || fullMs(a) - fullMs(b),
    )
    .slice(0, MAX_ROOMS);
}

function fullMs({ full }: Room): number {
  return full.kind === "expected" && full.likelyMs !== null ? full.likelyMs : Number.MAX_SAFE_INTEGER;
}

/** What two ways to ask may differ by when they speak of the same file system. */
const SAME_SIZE = 0.01;

/**
 * The deepest mount point above a folder, if it is as large as the place said it was: network shares are no file systems of this
 * machine, and what lies above where they are mounted is not where the backups are. `sftp:nas:/backups` has none.
 */
function volumeUnder({ location, totalBytes }: Place, volumes: readonly Volume[]): Volume | undefined {
  if (!posix.isAbsolute(location) || totalBytes === null) return undefined;
  const folder = posix.normalize(location);
  const deepest = volumes
    .filter(({ reading: { path } }) => path === "/" || folder === path || folder.startsWith(`${path}/`))
    .toSorted((a, b) => b.reading.path.length - a.reading.path.length)[0];
  if (deepest === undefined) return undefined;
  return Math.abs(deepest.reading.sizeBytes - totalBytes) <= totalBytes * SAME_SIZE ? deepest : undefined;
}
