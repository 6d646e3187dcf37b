/** How long a source may lack where it has to be before people are told, over a real catalog. */
import { expect, onTestFinished, test } from "vitest";
import type { ReplicaId, RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createAlertService } from "../alerts/alert-service.ts";
import { openStores } from "../catalog/open-stores.ts";
import { placementMatrix } from "../failover/metrics/placement-matrix.ts";
import { createPlacementRules } from "./placement-rules.ts";
import { createPlacementWatch } from "./placement-watch.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const repositoryId = "a".repeat(64) as string as RepositoryId;
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as string;
const [active, standby] = [uuid(1), uuid(2)] as [ReplicaId, ReplicaId];
const [letters, photos] = [uuid(8), uuid(9)] as [SourceId, SourceId];
const snapshot = (n: number) => n.toString(16).padStart(64, "0") as string as SnapshotId;

/** Two sources in two places; what the second one lacks is said by the test. */
async function setUp() {
  const stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  const clock = { ms: 1_000 * DAY, nowMs: () => clock.ms };
  const world = {
    hours: 24 as number | null,
    missing: new Set<SnapshotId>() as Set<SnapshotId> | undefined,
    replicas: [active, standby],
    saved: new Map([
      [letters, [{ snapshotId: snapshot(1), savedMs: clock.ms - 300 * DAY }]],
      [photos, [{ snapshotId: snapshot(2), savedMs: clock.ms - 200 * DAY }]],
    ]),
  };
  const rules = createPlacementRules(stores.settings);
  const alerts = createAlertService(stores.alerts, clock, () => {});
  const names = new Map<string, string>([
    [letters, "Letters"],
    [photos, "Photos"],
    [active, "NAS"],
    [standby, "NAS 2"],
  ]);
  const start = () =>
    createPlacementWatch({
      ...{ alerts, settings: stores.settings, hours: () => world.hours },
      repositories: () => [
        { id: repositoryId, name: "Office", replicas: world.replicas.map((id) => ({ id }) as never) },
      ],
      matrix: () => ({
        ...{ repositoryId, nowMs: clock.ms },
        ...placementMatrix(
          world.replicas.map((id) => ({
            ...{ id, name: names.get(id) ?? "", role: id === active ? "active" : "standby", isWell: true },
            ...{ missing: id === active ? undefined : world.missing, missingCount: 0, verifiedShare: null },
          })),
          [...world.saved].map(([id, saved]) => ({ id, name: names.get(id) ?? "", saved })),
          (sourceId, replicaId) => rules.isNeeded(repositoryId, sourceId, replicaId),
        ),
      }),
    });
  let watch = start();
  const open = () => alerts.list("open", 9).map(({ subject }) => subject);
  return {
    ...{ clock, world, alerts, rules, open, later },
    /** The host begins anew over the same catalog. */
    restart() {
      watch = start();
    },
    noteRules: () => watch.noteRules(repositoryId),
  };

  function later(ms: number) {
    clock.ms += ms;
    watch.tick();
    return open();
  }
}

test("what lacks for longer than agreed is told of once, also over a restart, and ends when it is there", async () => {
  const { world, later, restart, alerts } = await setUp();
  expect(later(0)).toEqual([]);
  world.missing = new Set([snapshot(2)]);
  expect(later(60_000)).toEqual([]); // old as it is, it lacks since now only
  restart();
  expect(later(DAY - 1)).toEqual([]);
  expect(later(1)).toMatchObject([
    {
      ...{ code: "PLACEMENT_UNMET", repositoryId, replicaId: standby, about: "Office", replicaName: "NAS 2" },
      ...{ sourceNames: ["Photos"], furtherSources: 0, isCertain: true },
    },
  ]);
  restart();
  expect(later(60_000)).toHaveLength(1);
  expect(alerts.list("open", 9)).toMatchObject([{ severity: "warning", occurrences: 1 }]);
  world.missing = new Set();
  expect(later(60_000)).toEqual([]);
  world.missing = new Set([snapshot(2)]);
  expect(later(60_000)).toEqual([]); // what was made good begins anew
  expect(later(DAY)).toHaveLength(1);
});

test("where each backup is copied before long nothing is late, though something always lacks", async () => {
  const { clock, world, later } = await setUp();
  const saved = world.saved.get(letters) ?? [];
  for (let n = 3; n < 40; n += 1) {
    saved.push({ snapshotId: snapshot(n), savedMs: clock.ms });
    world.missing = new Set([snapshot(n)]);
    expect(later(2 * HOUR)).toEqual([]);
  }
  expect(later(23 * HOUR)).toHaveLength(1);
});

test("that nobody knows is told of as that, and becomes news when something lacks for certain", async () => {
  const { world, later, alerts } = await setUp();
  world.missing = undefined;
  expect(later(0)).toEqual([]);
  expect(later(DAY)).toMatchObject([{ sourceNames: ["Letters", "Photos"], isCertain: false }]);
  const [alert] = alerts.list("open", 9);
  if (alert !== undefined) alerts.acknowledge(alert.id);
  world.missing = new Set([snapshot(1), snapshot(2)]);
  expect(later(60_000)).toMatchObject([{ sourceNames: ["Letters", "Photos"], isCertain: true }]);
  expect(alerts.list("open", 9)).toMatchObject([{ acknowledgedMs: null }]);
});

test("a rule that is changed ends it at once, and the other source is still told of", async () => {
  const { world, later, rules, noteRules, open } = await setUp();
  world.missing = new Set([snapshot(1), snapshot(2)]);
  later(0);
  expect(later(DAY)).toMatchObject([{ sourceNames: ["Letters", "Photos"] }]);
  rules.set(repositoryId, photos, standby, false);
  noteRules();
  expect(open()).toMatchObject([{ sourceNames: ["Letters"] }]);
  rules.set(repositoryId, letters, standby, false);
  noteRules();
  expect(open()).toEqual([]);
  rules.set(repositoryId, letters, standby, true);
  expect(later(60_000)).toEqual([]); // it has to be there since now
  expect(later(DAY)).toMatchObject([{ sourceNames: ["Letters"] }]);
});

test("who does not want to be told is not, and an end comes also when the replica is gone", async () => {
  const { world, later } = await setUp();
  world.missing = new Set([snapshot(1)]);
  world.hours = null;
  later(0);
  expect(later(9 * DAY)).toEqual([]);
  world.hours = 48;
  expect(later(60_000)).toHaveLength(1);
  world.hours = null;
  expect(later(60_000)).toEqual([]);
  world.hours = 48;
  expect(later(60_000)).toHaveLength(1);
  world.replicas = [active];
  expect(later(60_000)).toEqual([]);
});

test("a clock that is put back makes nothing late, and what was never saved is told of elsewhere", async () => {
  const { clock, world, later } = await setUp();
  world.saved.set(photos, []);
  world.missing = new Set([snapshot(1)]);
  later(0);
  clock.ms -= 30 * DAY;
  world.saved.set(letters, [{ snapshotId: snapshot(1), savedMs: clock.ms - DAY }]);
  expect(later(0)).toEqual([]);
  expect(later(DAY - 1)).toEqual([]);
  expect(later(1)).toMatchObject([{ sourceNames: ["Letters"], furtherSources: 0 }]);
});
