/** How the files of a drill are restored: in parts, each timed by itself, and each small enough to have room. */
import type { BackupPlan, TriedFile } from "./plan-drill.ts";

/** Files of one backup that are restored together. */
export type Part = { readonly plan: BackupPlan; readonly files: readonly TriedFile[] };

/** Below it the cost of a file is most of its time, above it that of its bytes. */
const LARGE_BYTES = 1024 * 1024;

/**
 * Of each backup: its vital files, and of the sample the small and the large ones, each in two halves. So each replica gives several
 * times, and files and bytes stand in another ratio in each (see `estimate.ts`).
 *
 * @param maxBytes of one part; a single larger file is a part of its own
 */
export function makeParts(plans: readonly BackupPlan[], maxBytes: number): readonly Part[] {
  return plans.flatMap((plan) => {
    const drawn = plan.strata.flatMap(({ chosen }) => chosen.map((file) => ({ ...file, isVital: false })));
    const small = drawn.filter(({ sizeBytes }) => sizeBytes < LARGE_BYTES);
    const large = drawn.filter(({ sizeBytes }) => sizeBytes >= LARGE_BYTES);
    const groups = [plan.vital, ...halves(small), ...halves(large)];
    return groups.flatMap((files) => split(files, maxBytes)).map((files) => ({ plan, files }));
  });
}

/** Every other one, so that both have some of each stratum. */
function halves<T>(files: readonly T[]): readonly (readonly T[])[] {
  return [files.filter((_, n) => n % 2 === 0), files.filter((_, n) => n % 2 === 1)];
}

function split(files: readonly TriedFile[], maxBytes: number): readonly (readonly TriedFile[])[] {
  const parts: TriedFile[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const file of files) {
    if (bytes + file.sizeBytes > maxBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(file);
    bytes += file.sizeBytes;
  }
  return parts;
}
