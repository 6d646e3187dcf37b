import { expect, onTestFinished, test } from "vitest";
import type { JobId, RepositoryId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStores } from "../catalog/open-stores.ts";
import type { JobEnd } from "../jobs/job.ts";
import { damageToRepair } from "./damage-to-repair.ts";

const NAS = "a".repeat(64) as string as RepositoryId;
const OTHER = "b".repeat(64) as string as RepositoryId;
const pack = (digit: string) => digit.repeat(64);

async function setUp() {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  let count = 0;
  const add = (
    state: Extract<JobEnd, { readonly result: unknown }>["state"],
    packs: readonly string[] | null | undefined,
    { readDataPercent = 100, repositoryId = NAS, location = "/mnt/nas" } = {},
  ) => {
    count += 1;
    const summary = packs === undefined ? {} : { packsToRebuild: packs === null ? null : [...packs] };
    const id = `00000000-0000-4000-8000-00000000000${count}` as string as JobId;
    stores.jobs.insert({
      ...{ id, kind: "check", state: "running" },
      ...{ origin: { repositoryId }, repository: location, access: "shared", input: { readDataPercent } },
      ...{ priority: "normal", restartWhenInterrupted: false, attempt: 1, restartOf: undefined },
      ...{ createdNs: BigInt(count), startedNs: 1n, endedNs: undefined, progress: undefined },
      ...{ result: undefined, error: undefined },
    });
    stores.jobs.markEnded(id, { state, result: { problemCount: 1, summary } }, 2n);
  };
  return { add, known: () => damageToRepair(stores.jobs, NAS, "/mnt/nas") };
}

test("what several samples found is repaired together, of this repository alone", async () => {
  const { add, known } = await setUp();
  add("done-with-problems", [pack("1"), pack("2")], { readDataPercent: 5 });
  add("done", undefined);
  add("done-with-problems", [pack("2"), pack("3")], { readDataPercent: 20 });
  add("done-with-problems", [pack("4")], { repositoryId: OTHER });
  const { packs, readAllPacks, readDataPercent } = known();
  expect([...packs].sort()).toEqual([pack("1"), pack("2"), pack("3")]);
  expect(readAllPacks).toBe(false);
  expect(readDataPercent).toBe(20);
});

test("what is damaged at another replica is no reason to leave anything out here", async () => {
  const { add, known } = await setUp();
  add("done-with-problems", [pack("1")], { readDataPercent: 5 });
  add("done-with-problems", [pack("2")], { location: "/mnt/nas 2" });
  expect(known()).toEqual({ packs: [pack("1")], readAllPacks: false, readDataPercent: 5 });
});

test("all packs are read when nobody remembers which ones are damaged, or not all of them were named", async () => {
  const { add, known } = await setUp();
  expect(known()).toEqual({ packs: [], readAllPacks: true, readDataPercent: 100 });
  add("done-with-problems", [pack("1")], { readDataPercent: 0 });
  expect(known().readAllPacks).toBe(false);
  add("done-with-problems", null, { readDataPercent: 0 });
  expect(known()).toEqual({ packs: [pack("1")], readAllPacks: true, readDataPercent: 0 });
});

test("a check of an earlier version, which named no packs, has all of them read", async () => {
  const { add, known } = await setUp();
  add("done-with-problems", undefined);
  expect(known()).toMatchObject({ packs: [], readAllPacks: true });
});
