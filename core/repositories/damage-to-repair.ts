import { z } from "zod";
import { isFullId, type PackId, type RepositoryId } from "../../shared/ids.ts";
import type { JobStore } from "../catalog/job-store.ts";

/** What a repair is told of the damage; see `core/jobs/kinds/repair-job.ts`. */
export type DamageToRepair = {
  readonly packs: readonly PackId[];
  readonly readAllPacks: boolean;
  readonly readDataPercent: number;
};

/** Jobs that are looked through; a history holds far fewer checks that found something. */
const MAX_CHECKS = 10_000;

const Packs = z.object({
  packsToRebuild: z.array(
    z
      .string()
      .refine(isFullId)
      .transform((id) => id as PackId),
  ),
});
const Share = z.object({ readDataPercent: z.number() });

/**
 * Which packs of a repository checks found damage in, as far as the history goes back: one that a sample found is not forgotten because
 * another sample missed it. A pack that was mended meanwhile is read once more, and that is all.
 *
 * @param location of the replica that is to be repaired: what is damaged at another one is whole here, as far as is known
 * @returns `readAllPacks` when no check that found damage is remembered, or one of them did not name the packs
 */
export function damageToRepair(
  jobs: Pick<JobStore, "page">,
  repositoryId: RepositoryId,
  location: string,
): DamageToRepair {
  const found = jobs
    .page({ kinds: ["check"], states: ["done-with-problems"], createdBeforeNs: null }, MAX_CHECKS)
    .filter(({ origin, repository }) => origin.repositoryId === repositoryId && repository === location);
  const named = found.map(({ result }) => Packs.safeParse(result?.summary).data?.packsToRebuild);
  const shares = found.map(({ input }) => Share.safeParse(input).data?.readDataPercent ?? 100);
  return {
    packs: [...new Set(named.flatMap((packs) => packs ?? []))],
    readAllPacks: found.length === 0 || named.includes(undefined),
    readDataPercent: found.length === 0 ? 100 : Math.max(...shares),
  };
}
