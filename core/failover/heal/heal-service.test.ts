/** When mending is asked for, over a real catalog, by a clock that is moved by hand. */
import { expect, onTestFinished, test } from "vitest";
import type { JobId, ReplicaId, RepositoryId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openStores } from "../../catalog/open-stores.ts";
import type { ReplicaRecord } from "../../catalog/repository-store.ts";
import type { JobRecord, JobState } from "../../jobs/job.ts";
import type { JobRequest } from "../../jobs/job-queue.ts";
import { createHealService, type DamageStanding } from "./heal-service.ts";

const REPOSITORY = "ab".repeat(32) as RepositoryId;
const MINUTE = 60_000;
const pack = (letter: string) => ({ kind: "pack" as const, name: letter.repeat(64) });

async function setUp() {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  const replica = (id: string, role: ReplicaRecord["role"]): ReplicaRecord => ({
    ...{ id: id as ReplicaId, repositoryId: REPOSITORY, name: id, location: `/mnt/${id}`, role },
    ...{ configSum: "sum", reach: "reachable", checkedMs: null, freeBytes: null, totalBytes: null },
  });
  const one = replica("one", "active");
  const other = replica("other", "standby");
  const record = { id: REPOSITORY, name: "Office", replicas: [one], needsPrune: false, prunedMs: null };
  stores.repositories.insert(record, 0);
  stores.replicaSets.begin(REPOSITORY, one.id, 1);
  stores.replicaSets.add(other);
  let nowMs = 1_700_000_000_000;
  const asked: JobRequest[] = [];
  const told: DamageStanding[] = [];
  const proved: string[] = [];
  const away = new Set<string>();
  const service = createHealService({
    ...{ damage: stores.damagedObjects, repositories: stores.repositories, jobs: stores.jobs },
    queue: () => ({
      enqueue(request) {
        asked.push(request);
        return { id: "job" as JobId } as JobRecord;
      },
    }),
    isWell: (_, id) => !away.has(id),
    ...{ cacheFolder: "/cache", quarantineFolder: "/quarantine" },
    onStanding: (standing) => told.push(standing),
    onProvedWhole: ({ id }) => proved.push(id),
    clock: { nowMs: () => nowMs },
  });
  const over = (kind: string, location: string, state: JobState, more: object): JobRecord =>
    ({ kind, state, repository: location, origin: { repositoryId: REPOSITORY }, ...more }) as JobRecord;
  const checked = (objects: readonly object[], location = one.location) =>
    over("check", location, objects.length === 0 ? "done" : "done-with-problems", {
      input: { repository: { location }, readDataPercent: 100 },
      result: { problemCount: objects.length, summary: { damaged: { objects, isAll: false } } },
    });
  const healedAs = (state: JobState, lost: readonly object[] = []) => {
    const { input } = asked.filter(({ kind }) => kind === "heal").at(-1) ?? {};
    const result = { problemCount: lost.length, summary: { lost } };
    return over("heal", one.location, state, { input, ...(state === "failed" ? {} : { result }) });
  };
  const later = (ms: number) => {
    nowMs += ms;
    service.tick();
  };
  const heals = () =>
    asked.flatMap(({ kind, input }) =>
      kind === "heal"
        ? [(input as { objects: { name: string }[] | null }).objects?.map(({ name }) => name[0])]
        : [],
    );
  const last = () => {
    const { healed, waiting, lost, isStuck } = told.at(-1) ?? {};
    return { healed, waiting, lost, isStuck };
  };
  return { service, checked, healedAs, later, heals, last, asked, proved, away, one, other };
}

test("what is found is mended once, together, from the other replica", async () => {
  const { service, checked, healedAs, later, heals, last, asked } = await setUp();
  service.noteJob(checked([pack("a"), pack("b")]));
  expect(last()).toEqual({ healed: 0, waiting: 2, lost: 0, isStuck: false });
  later(1);
  expect(heals()).toEqual([["a", "b"]]);
  expect(asked[0]).toMatchObject({ input: { repository: { location: "/mnt/one" }, from: ["/mnt/other"] } });
  service.noteJob(checked([pack("a")])); // met once more while it is mended
  later(MINUTE);
  service.noteJob(healedAs("done"));
  expect(last()).toEqual({ healed: 2, waiting: 0, lost: 0, isStuck: false });
  later(24 * 60 * MINUTE);
  expect(heals()).toHaveLength(1);
});

test("a disk that loses more and more is not mended without a break", async () => {
  const { service, checked, healedAs, later, heals } = await setUp();
  service.noteJob(checked([pack("a")]));
  later(1);
  service.noteJob(healedAs("done"));
  service.noteJob(checked([pack("b")]));
  later(MINUTE);
  expect(heals()).toEqual([["a"]]);
  later(10 * MINUTE);
  expect(heals()).toEqual([["a"], ["b"]]);
});

test("what fails is tried again, less and less often, and people are told that it does not work", async () => {
  const { service, checked, healedAs, later, heals, last } = await setUp();
  service.noteJob(checked([pack("a")]));
  later(1);
  for (const [attempt, pauseMs] of [20, 40, 80].entries()) {
    service.noteJob(healedAs("failed"));
    expect(last()).toMatchObject({ waiting: 1, isStuck: attempt >= 2 });
    later((pauseMs - 1) * MINUTE);
    expect(heals()).toHaveLength(attempt + 1);
    later(MINUTE);
    expect(heals()).toHaveLength(attempt + 2);
  }
});

test("what nobody has whole is given up, told by a check, and not mended over and over", async () => {
  const { service, checked, healedAs, later, heals, last, asked } = await setUp();
  const check = checked([pack("a"), pack("b")]);
  expect(service.takesOver(check)).toBe(true);
  service.noteJob(check);
  later(1);
  service.noteJob(healedAs("done-with-problems", [pack("b")]));
  expect(last()).toEqual({ healed: 1, waiting: 0, lost: 1, isStuck: false });
  expect(asked.at(-1)).toMatchObject({ kind: "check", input: { repository: { location: "/mnt/one" } } });
  expect(service.takesOver(checked([pack("b")]))).toBe(false);
  service.noteJob(checked([pack("b")]));
  later(24 * 60 * MINUTE);
  expect(heals()).toHaveLength(1);
});

test("nothing is asked for while a replica is away, or where there is only one", async () => {
  const { service, checked, later, heals, away, one, other } = await setUp();
  service.noteJob(checked([pack("a")]));
  for (const id of [one.id, other.id]) {
    away.add(id);
    later(1);
    expect(heals()).toEqual([]);
    away.clear();
  }
  service.noteJob(checked([pack("c")], "/mnt/of another repository"));
  later(1);
  expect(heals()).toEqual([["a"]]);
});

test("a restore and the pages tell what they met; an index takes looking everything through", async () => {
  const { service, later, heals, one, other } = await setUp();
  const bad = (location: string, letter: string, kind: "pack" | "index" = "pack") =>
    ({ location, kind, name: letter.repeat(64), fault: "damaged" }) as const;
  service.noteBad(REPOSITORY, bad(other.location, "d"));
  service.noteBad(REPOSITORY, bad(one.location, "e", "index"));
  later(1);
  expect(heals()).toEqual([undefined, ["d"]]);
});

test("when everything was read and is whole, that is told, and not before what waits is mended", async () => {
  const { service, checked, healedAs, later, proved } = await setUp();
  service.noteJob(checked([pack("a")]));
  service.noteJob(checked([]));
  expect(proved).toEqual([]);
  later(1);
  service.noteJob(healedAs("done"));
  service.noteJob(checked([]));
  expect(proved).toEqual(["one"]);
});

test("a round of reading that began after all was mended proves a replica whole, an earlier one does not", async () => {
  const { service, checked, healedAs, later, proved, one, other } = await setUp();
  service.noteJob(checked([pack("a")]));
  later(1);
  service.noteJob(healedAs("done"));
  const healedMs = 1_700_000_000_001;
  service.noteAllRead(one, healedMs);
  expect(proved).toEqual([]);
  service.noteAllRead(one, healedMs + 1);
  expect(proved).toEqual(["one"]);
  expect([one, other].map(({ location }) => service.isOfStandby(checked([], location)))).toEqual([
    false,
    true,
  ]);
});

test("who waits for a replica to be mended is told when that was tried, and that it is vain while something in it is lost", async () => {
  const { service, healedAs, later, heals, one, away } = await setUp();
  const { signal } = new AbortController();
  away.add(one.id);
  let end = "";
  const mended = service.mend(REPOSITORY, one.id, signal).then((is) => {
    end = is;
  });
  expect(heals()).toEqual([]);
  away.clear();
  later(1);
  expect(heals()).toEqual([undefined]);
  service.noteJob(healedAs("failed"));
  await Promise.resolve();
  expect(end).toBe("");
  later(20 * MINUTE);
  expect(heals()).toHaveLength(2);
  service.noteJob(healedAs("done"));
  await mended;
  expect(end).toBe("tried");

  later(11 * MINUTE);
  const again = service.mend(REPOSITORY, one.id, signal);
  expect(heals()).toHaveLength(3);
  service.noteJob(healedAs("done-with-problems", [pack("a")]));
  expect(await again).toBe("tried");
  expect(await service.mend(REPOSITORY, one.id, signal)).toBe("vain");
});

test("who waits no more for a replica to be mended is told so, and it is mended all the same", async () => {
  const { service, heals, one } = await setUp();
  const stop = new AbortController();
  const mended = service.mend(REPOSITORY, one.id, stop.signal);
  stop.abort(new Error("enough"));
  await expect(mended).rejects.toThrow("enough");
  expect(heals()).toEqual([undefined]);
});
