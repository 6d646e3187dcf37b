/**
 * A stratified random sample of files. Of each stratum (a source, a size, an age) files are drawn while they go by, so that memory does
 * not grow with how many there are; how many of which stratum are tried is decided at the end.
 */
import type { RawPath } from "../../platform/raw-path.ts";
import type { Random } from "./random.ts";
import { type AgeClass, ageClassOf, type SizeClass, sizeClassOf } from "./strata.ts";

/** A regular file of a backup. Times are nanoseconds since 1970; `path` is the one in the snapshot. */
export type PopulationFile = {
  readonly path: RawPath;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
};

export type Stratum = {
  readonly size: SizeClass;
  readonly age: AgeClass;
  /** All there are. */
  readonly files: number;
  readonly bytes: number;
  /** In the order in which they are to be tried. */
  readonly drawn: readonly PopulationFile[];
};

export type Sampler = {
  /** To be told of every file but those that are tried in any case. */
  add(file: PopulationFile): void;
  /** The smallest first. */
  strata(): readonly Stratum[];
};

type Pool = { size: SizeClass; age: AgeClass; files: number; bytes: number; drawn: PopulationFile[] };

/**
 * @param backedUpNs when the backup was made
 * @param most how many of one stratum can be tried at all
 */
export function createSampler(random: Random, backedUpNs: bigint, most: number): Sampler {
  const pools = new Map<string, Pool>();
  return {
    add(file) {
      const size = sizeClassOf(file.sizeBytes);
      const age = ageClassOf(file.mtimeNs, backedUpNs);
      const key = `${size} ${age}`;
      const pool = pools.get(key) ?? { size, age, files: 0, bytes: 0, drawn: [] };
      pools.set(key, pool);
      pool.files += 1;
      pool.bytes += file.sizeBytes;
      if (pool.drawn.length < most) {
        pool.drawn.push(file);
        return;
      }
      // each of the n files so far stays with the same likelihood, most / n
      const place = random.below(pool.files);
      if (place < most) pool.drawn[place] = file;
    },
    strata: () =>
      [...pools.values()]
        .map((pool) => ({ ...pool, drawn: shuffled(pool.drawn, random) }))
        .sort((a, b) => a.bytes / a.files - b.bytes / b.files),
  };
}

/** The reservoir's order is that of the files, which says where they lie. */
function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const mixed = [...items];
  for (let n = mixed.length - 1; n > 0; n -= 1) {
    const other = random.below(n + 1);
    const [one, two] = [mixed[n], mixed[other]];
    if (one === undefined || two === undefined) continue;
    mixed[n] = two;
    mixed[other] = one;
  }
  return mixed;
}

/**
 * How many files of each stratum are tried: one of each, and the rest by how much of all files and of all bytes it holds, half by
 * the one and half by the other. Where there are more strata than files to try, those that hold the most come first.
 *
 * @param most files to try
 * @returns as many numbers as there are strata
 */
export function allocate(
  strata: readonly Pick<Stratum, "files" | "bytes">[],
  most: number,
): readonly number[] {
  const allFiles = strata.reduce((sum, { files }) => sum + files, 0);
  const allBytes = strata.reduce((sum, { bytes }) => sum + bytes, 0);
  const weights = strata.map(
    ({ files, bytes }) => (files / Math.max(1, allFiles) + bytes / Math.max(1, allBytes)) / 2,
  );
  const counts = strata.map(() => 0);
  const byWeight = strata.map((_, n) => n).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  for (const n of byWeight.slice(0, most)) counts[n] = 1;
  for (let left = most - Math.min(most, strata.length); left > 0; left -= 1) {
    // to the one that is furthest from its share
    const next = byWeight
      .filter((n) => (counts[n] ?? 0) < (strata[n]?.files ?? 0))
      .reduce<number | undefined>((best, n) => {
        const lack = (weights[n] ?? 0) / ((counts[n] ?? 0) + 1);
        return best === undefined || lack > (weights[best] ?? 0) / ((counts[best] ?? 0) + 1) ? n : best;
      }, undefined);
    if (next === undefined) break;
    counts[next] = (counts[next] ?? 0) + 1;
  }
  return counts;
}

/** What is tried of each stratum, and how many were drawn that there is no room for. */
export type Choice = {
  readonly chosen: readonly (readonly PopulationFile[])[];
  readonly leftOut: number;
};

/**
 * Takes what was allocated, as far as it fits: first one file of each stratum, the smallest first, then a second one, and so on. So no
 * stratum goes without because another one has large files.
 *
 * @param maxBytes of all together
 */
export function choose(strata: readonly Stratum[], counts: readonly number[], maxBytes: number): Choice {
  const chosen = strata.map((): PopulationFile[] => []);
  let usedBytes = 0;
  let leftOut = 0;
  const rounds = Math.max(0, ...counts);
  for (let round = 0; round < rounds; round += 1) {
    for (const [n, stratum] of strata.entries()) {
      const file = round < (counts[n] ?? 0) ? stratum.drawn[round] : undefined;
      if (file === undefined) continue;
      if (usedBytes + file.sizeBytes > maxBytes) {
        leftOut += 1;
        continue;
      }
      usedBytes += file.sizeBytes;
      chosen[n]?.push(file);
    }
  }
  return { chosen, leftOut };
}
