import type { BlobLocation } from "../repository/types.ts";
import type { BlobLocator } from "./locate-blobs.ts";
import type { FileSlice, RestoreFile } from "./restore-file.ts";

/** Sealed bytes in one job: enough to make a message worth it, little enough that many jobs share the threads evenly. */
const JOB_BYTES = 4 * 1024 * 1024;
const JOB_TARGETS = 512;

/** Where a blob's content belongs. */
export type BlobTarget = { readonly file: RestoreFile; readonly chunk: number; readonly position: number };
export type WantedBlob = { readonly place: BlobLocation; readonly targets: BlobTarget[] };
/** Blobs of one pack, in the order they stand in it. */
export type ReadJob = { readonly blobs: readonly WantedBlob[] };

/** Chunks to write; without a set all of the slice. */
export type WantedSlice = FileSlice & { readonly only?: ReadonlySet<number> };

export type ReadPlan = {
  readonly jobs: readonly ReadJob[];
  /** In how many jobs each file is. */
  readonly jobCounts: ReadonlyMap<RestoreFile, number>;
  /** Files of which a blob has no place that could be read. */
  readonly damaged: ReadonlySet<RestoreFile>;
};

/** Groups what is wanted by pack, so that each blob is read once however many files hold it. */
export function planReads(slices: readonly WantedSlice[], locator: BlobLocator): ReadPlan {
  const wanted = new Map<string, WantedBlob>();
  const damaged = new Set<RestoreFile>();
  for (const slice of slices) {
    if (slice.file.state !== "failed") collectSlice(slice, locator, wanted, damaged);
  }
  const packs = new Map<string, WantedBlob[]>();
  for (const blob of wanted.values()) {
    const inPack = packs.get(blob.place.packId);
    if (inPack === undefined) packs.set(blob.place.packId, [blob]);
    else inPack.push(blob);
  }
  const jobs = [...packs.values()].flatMap(splitIntoJobs);
  return { jobs, jobCounts: countJobs(jobs), damaged };
}

function collectSlice(
  { file, from, end, position: start, only }: WantedSlice,
  locator: BlobLocator,
  wanted: Map<string, WantedBlob>,
  damaged: Set<RestoreFile>,
): void {
  let position = start;
  for (let chunk = from; chunk < end; chunk += 1) {
    const id = file.content[chunk];
    const isWanted = file.kept?.[chunk] !== 1 && (only?.has(chunk) ?? true);
    if (id !== undefined && isWanted) {
      const place = locator.placeOf(id);
      if (place === undefined) {
        damaged.add(file);
        return;
      }
      const target = { file, chunk, position };
      const known = wanted.get(id);
      if (known === undefined) wanted.set(id, { place, targets: [target] });
      else known.targets.push(target);
    }
    position += file.lengths[chunk] ?? 0;
  }
}

function splitIntoJobs(blobs: WantedBlob[]): ReadJob[] {
  blobs.sort((a, b) => a.place.offset - b.place.offset);
  const jobs: ReadJob[] = [];
  let current: WantedBlob[] = [];
  let bytes = 0;
  let targets = 0;
  for (const blob of blobs) {
    if (current.length > 0 && (bytes + blob.place.length > JOB_BYTES || targets >= JOB_TARGETS)) {
      jobs.push({ blobs: current });
      current = [];
      bytes = 0;
      targets = 0;
    }
    current.push(blob);
    bytes += blob.place.length;
    targets += blob.targets.length;
  }
  if (current.length > 0) jobs.push({ blobs: current });
  return jobs;
}

function countJobs(jobs: readonly ReadJob[]): Map<RestoreFile, number> {
  const counts = new Map<RestoreFile, number>();
  for (const job of jobs) {
    const files = new Set(job.blobs.flatMap((blob) => blob.targets.map((target) => target.file)));
    for (const file of files) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return counts;
}
