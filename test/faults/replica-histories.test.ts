/** Random histories of two replicas: whatever is done to them in whatever order, no snapshot that is kept is lost, and both are whole. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { replicate } from "../../core/failover/replicate/replicate.ts";
import {
  anewIn,
  checkOf,
  namesOf,
  quietJob,
  type SampleEnd,
  twoReplicas,
} from "../../core/failover/testing/two-replicas.ts";
import { sampleRepository } from "../../core/repository/inventory/testing/sample-repository.ts";
import { runPrune } from "../../core/repository/prune/run-prune.ts";
import { forgetSnapshots } from "../../core/repository/snapshots/remove-snapshots.ts";
import { isBackstayError } from "../../shared/errors.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { failAfter } from "../support/faulty-store.ts";

type Side = 0 | 1;
type Step =
  | { readonly do: "back-up"; readonly side: Side; readonly files: readonly number[] }
  | { readonly do: "forget"; readonly side: Side; readonly nth: number }
  | { readonly do: "prune"; readonly side: Side; readonly maxUnused: number }
  | { readonly do: "replicate"; readonly from: Side; readonly knowsTarget: boolean }
  | { readonly do: "be-cut-off"; readonly from: Side; readonly afterWrites: number };

const side = fc.constantFrom<Side>(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("back-up"),
      side,
      files: fc.uniqueArray(fc.nat(7), { minLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("forget"), side, nth: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("prune"), side, maxUnused: fc.constantFrom(0, 1e9) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("replicate"), from: side, knowsTarget: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("be-cut-off"), from: side, afterWrites: fc.nat(9) }) },
) as fc.Arbitrary<Step>;
const history = fc.array(step, { minLength: 4, maxLength: 14 });

/** A lock takes a moment to be sure, so several histories run beside each other. */
const AT_ONCE = 8;
const RUNS = 4;

const job = { ...quietJob, reportProgress: () => {} };

async function live(steps: readonly Step[]): Promise<void> {
  const { one, other } = twoReplicas();
  const ends: [SampleEnd, SampleEnd] = [one, other];
  const has = [new Set<string>(), new Set<string>()] as const;
  const removed = new Set<SnapshotId>();
  const created = new Set<string>();
  const opposite = (from: Side): Side => (from === 0 ? 1 : 0);

  async function expectAsTold(): Promise<void> {
    for (const n of [0, 1] as const)
      expect(await namesOf(ends[n].store, "snapshot")).toEqual([...has[n]].sort());
    for (const id of created)
      if (!removed.has(id as SnapshotId))
        expect(has[0].has(id) || has[1].has(id), `snapshot ${id}`).toBe(true);
  }

  async function take(next: Step): Promise<void> {
    if (next.do === "back-up") {
      const files = Object.fromEntries(next.files.map((n) => [`${n}`, `${n}`.repeat(200 + n)]));
      const { snapshotId } = await ends[next.side].backUp(files);
      has[next.side].add(snapshotId);
      created.add(snapshotId);
    } else if (next.do === "forget") {
      const id = [...has[next.side]][next.nth] as SnapshotId | undefined;
      if (id === undefined) return;
      await forgetSnapshots(ends[next.side], [id], job);
      removed.add(id);
      has[next.side].delete(id);
    } else if (next.do === "prune") {
      const end = ends[next.side];
      await runPrune(end, end.cache, { maxUnused: { kind: "bytes", bytes: next.maxUnused } }, job);
      // who backs up next looks what is there, and may store again what it has
      ends[next.side] = { ...sampleRepository(end), cache: end.cache, store: end.store };
    } else if (next.do === "replicate") {
      const [from, to] = [ends[next.from], ends[opposite(next.from)]];
      const target = next.knowsTarget ? to : anewIn(to, to.store);
      const result = await replicate(from, target, { tombstones: removed, readBackShare: 0.5 }, quietJob);
      expect(result.problems).toEqual([]);
      for (const id of has[next.from]) if (!removed.has(id as SnapshotId)) has[opposite(next.from)].add(id);
    } else await beCutOff(next.from, next.afterWrites);
  }

  async function beCutOff(from: Side, afterWrites: number): Promise<void> {
    const to = ends[opposite(from)];
    const dying = { ...to, store: failAfter(afterWrites, to.store, { moment: "after" }) };
    try {
      await replicate(ends[from], dying, { tombstones: removed }, quietJob);
    } catch (error) {
      if (!isBackstayError(error, "STORE_FAILED")) throw error;
    }
    for (const name of await namesOf(to.store, "lock")) await to.store.remove("lock", name);
    for (const id of await namesOf(to.store, "snapshot")) {
      expect(has[0].has(id) || has[1].has(id)).toBe(true);
      has[opposite(from)].add(id);
    }
  }

  for (const next of steps) {
    await take(next);
    await expectAsTold();
  }
  for (const from of [0, 1] as const) await take({ do: "replicate", from, knowsTarget: true });
  await expectAsTold();
  for (const end of ends) expect((await checkOf(end)).problems).toEqual([]);
}

test("no snapshot that is kept is lost, none that was removed comes back, and all that is there can be read", async () => {
  const histories = fc.array(history, { minLength: AT_ONCE, maxLength: AT_ONCE });
  const property = fc.asyncProperty(histories, async (some) => {
    await Promise.all(some.map(live));
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
});
