import fc from "fast-check";
import { expect, test } from "vitest";
import { type Claim, pickRunnable } from "./pick-runnable.ts";

const shared = (repository: string): Claim => ({ repository, access: "shared" });
const exclusive = (repository: string): Claim => ({ repository, access: "exclusive" });
const alone: Claim = { repository: undefined, access: "exclusive" };

test("shared jobs run beside each other, an exclusive one waits for them", () => {
  const queued = [shared("a"), exclusive("a"), exclusive("b")];
  expect(pickRunnable(queued, [shared("a")], 9)).toEqual([queued[0], queued[2]]);
});

test("nothing runs beside an exclusive job on its repository", () => {
  expect(pickRunnable([shared("a"), exclusive("a")], [exclusive("a")], 9)).toEqual([]);
});

test("a shared job does not overtake an exclusive one that waits for the same repository", () => {
  expect(pickRunnable([exclusive("a"), shared("a")], [shared("a")], 9)).toEqual([]);
});

const copy = (repository: string, location: string): Claim => ({
  ...shared(repository),
  input: { repository: { location: repository }, target: { location } },
});

test("who copies to a place waits for who removes there, and nobody waits for it meanwhile", () => {
  const queued = [copy("a", "b"), copy("a", "c"), shared("a"), shared("b")];
  expect(pickRunnable(queued, [exclusive("b")], 9)).toEqual([queued[1], queued[2]]);
});

test("who removes at a place waits for who copies there", () => {
  expect(pickRunnable([exclusive("b"), exclusive("c")], [copy("a", "b")], 9)).toEqual([exclusive("c")]);
  // and is not overtaken by the next that copies
  expect(pickRunnable([exclusive("b"), copy("c", "b")], [copy("a", "b")], 9)).toEqual([]);
});

test("one at a time copies to a place, and to several places at once", () => {
  const queued = [copy("a", "b"), copy("a", "b"), copy("c", "b"), copy("a", "c")];
  expect(pickRunnable(queued, [], 9)).toEqual([queued[0], queued[3]]);
});

test("jobs without a repository exclude nothing", () => {
  expect(pickRunnable([alone, alone], [alone], 9)).toHaveLength(2);
});

const machine = (address: string, port = 22) => ({
  address,
  port,
  user: "backup",
  signIn: "key",
  hostKey: null,
});
const reads = (repository: string, address: string, port?: number): Claim => ({
  ...shared(repository),
  input: {
    repository: { location: repository },
    remote: { machine: machine(address, port), paths: ["/home"] },
  },
});
const dumps = (repository: string, address: string | undefined): Claim => ({
  ...shared(repository),
  input: { dump: { kind: "mariadb", through: address === undefined ? null : machine(address) } },
});

test("of one machine that is read over SSH one job runs at a time, those of different machines side by side", () => {
  const queued = [
    reads("a", "nas"),
    reads("b", "nas"),
    reads("a", "NAS"),
    reads("a", "box"),
    reads("a", "nas", 23),
  ];
  expect(pickRunnable(queued, [], 9)).toEqual([queued[0], queued[3], queued[4]]);
  expect(pickRunnable(queued, [reads("c", "nas")], 9)).toEqual([queued[3], queued[4]]);
});

test("a database that is dumped through a machine takes its turn there, one that is not waits for nobody", () => {
  const queued = [dumps("a", "nas"), dumps("b", undefined), dumps("a", "box"), dumps("a", undefined)];
  expect(pickRunnable(queued, [reads("b", "nas")], 9)).toEqual(queued.slice(1));
});

test("who waits for a machine keeps nobody else waiting, and does not lose its turn to others of its machine", () => {
  const queued = [reads("a", "nas"), exclusive("a"), reads("b", "nas")];
  expect(pickRunnable(queued, [reads("b", "nas")], 9)).toEqual([exclusive("a")]);
  expect(pickRunnable(queued, [], 9)).toEqual([queued[0]]);
});

test("never breaks the exclusion, the limit or the order, and lets the first begin", () => {
  const claim = fc.record({
    repository: fc.constantFrom("a", "b", "c", undefined),
    access: fc.constantFrom("shared" as const, "exclusive" as const),
  });
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (queued, maxRunning) => {
      const picked = pickRunnable(queued, [], maxRunning);
      expect(picked.length).toBeLessThanOrEqual(maxRunning);
      if (queued.length > 0) expect(picked[0]).toBe(queued[0]);
      const places = picked.map((job) => queued.indexOf(job));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      for (const repository of ["a", "b", "c"]) {
        const here = picked.filter((job) => job.repository === repository);
        if (here.some((job) => job.access === "exclusive")) expect(here).toHaveLength(1);
      }
    }),
  );
});
