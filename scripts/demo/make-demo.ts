import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openStores, type Stores } from "../../core/catalog/open-stores.ts";
import { createRepositoryService } from "../../core/repositories/repository-service.ts";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import { createSettingsService } from "../../core/settings/settings-service.ts";
import type { PlanId, SourceId } from "../../shared/ids.ts";
import type { Plan, Retention } from "../../shared/model/plan.ts";
import type { Schedule } from "../../shared/model/schedule.ts";
import type { FilesSource } from "../../shared/model/source.ts";
import { watchDemoDisks } from "./demo-disks.ts";
import { acknowledgeOldest, type DemoIds, writeBoxAway, writeHistory } from "./history.ts";
import {
  type BoxKey,
  DAY_MS,
  liveThroughMonth,
  MISHAPS,
  openBox,
  PLAN_BOX,
  PLAN_KEYS,
  PLAN_SOURCES,
  type PlanKey,
} from "./month.ts";
import { makeOffice, type Office, SOURCE_KEYS, type SourceKey } from "./office.ts";
import { createRandom } from "./random.ts";
import { addSecondPlace } from "./second-place.ts";

export type Demo = {
  /** `BACKSTAY_HOME` of the demo. */
  readonly home: string;
  /** Its programs tell of disks that do not exist. */
  readonly toolFolder: string;
  readonly office: string;
  /** Of both repositories. */
  readonly password: string;
  readonly runs: number;
};

export const DEMO_PASSWORD = "correct horse battery staple";
export const OFFICE_NAME = "Hansen & Partner";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const RETENTION: Retention = { last: null, hourly: 48, daily: 30, weekly: 12, monthly: 24, yearly: null };
const BOX_NAMES: Readonly<Record<BoxKey, string>> = { synology: "Synology DS423", truenas: "old TrueNAS" };
const BOX_FOLDERS: Readonly<Record<BoxKey, string>> = {
  synology: "synology-ds423",
  truenas: join("old-truenas", "photos"),
};
/** Of the second copy of what is on the first box, on the disk of the second. */
const COPY_FOLDER = join("old-truenas", "synology");

const SOURCES: Readonly<Record<SourceKey, Pick<FilesSource, "name" | "icon" | "excludes">>> = {
  documents: { name: "Documents", icon: "documents", excludes: ["~$*", "*.tmp"] },
  photos: { name: "Photos", icon: "photos", excludes: [] },
  accounting: { name: "Accounting", icon: "database", excludes: [] },
  shared: { name: "Shared drive", icon: "server", excludes: ["*.tmp", ".DS_Store"] },
};

const PLANS: Readonly<Record<PlanKey, { readonly name: string; readonly schedule: Schedule }>> = {
  documents: {
    name: "Office hours",
    schedule: { kind: "hourly", everyHours: 2, minute: 0, fromHour: 7, toHour: 19, weekdays: EVERY_DAY },
  },
  accounting: {
    name: "Accounting",
    schedule: { kind: "daily", at: "19:30", weekdays: EVERY_DAY },
  },
  shared: { name: "Shared drive", schedule: { kind: "daily", at: "01:30", weekdays: EVERY_DAY } },
  photos: { name: "Photos", schedule: { kind: "daily", at: "01:30", weekdays: EVERY_DAY } },
  copy: { name: "Second copy", schedule: { kind: "daily", at: "19:30", weekdays: [7] } },
};

/**
 * Makes an office, two repositories, a month of snapshots by the real engine, and the catalog of a host that made them.
 *
 * @param folder empty
 * @param seed the same one makes the same office
 */
export async function makeDemo(folder: string, seed: number, nowMs = Date.now()): Promise<Demo> {
  const home = join(folder, "home");
  const beginMs = nowMs - 31 * DAY_MS;
  const random = createRandom(seed);
  mkdirSync(home, { mode: 0o700 });
  const office = makeOffice(join(folder, "office"), random, beginMs);
  const stores = openStores(home);
  try {
    const ids = await fillCatalog(stores, home, folder, office, beginMs);
    const cacheFolder = join(home, "cache");
    const boxes = {
      synology: await openBox(ids.locations.synology, DEMO_PASSWORD, cacheFolder),
      truenas: await openBox(ids.locations.truenas, DEMO_PASSWORD, cacheFolder),
    };
    const toolFolder = join(folder, "tools");
    let runs = 0;
    try {
      const month = await liveThroughMonth(office, boxes, ids.sources, random, nowMs);
      runs = month.length;
      writeBoxAway(stores, ids, startOfDay(nowMs, MISHAPS.boxAway));
      writeHistory(stores, month, ids);
      acknowledgeOldest(stores, nowMs);
      const mounts = { synology: ids.locations.synology, truenas: join(folder, "nas", "old-truenas") };
      await watchDemoDisks(stores, toolFolder, mounts, nowMs);
    } finally {
      await Promise.all(Object.values(boxes).map((box) => box.close()));
    }
    const copied = {
      ...{ from: ids.locations.synology, to: join(folder, "nas", COPY_FOLDER), name: BOX_NAMES.truenas },
      ...{ repositoryId: ids.repositories.synology, password: DEMO_PASSWORD, cacheFolder },
    };
    await addSecondPlace(stores, { ...copied, secrets: demoSecrets(home) }, random);
    return { home, toolFolder, office: join(folder, "office"), password: DEMO_PASSWORD, runs };
  } finally {
    office.close();
    stores.close();
  }
}

/** Settings, repositories, sources and plans, as if somebody had set them up when the month began. */
async function fillCatalog(
  stores: Stores,
  home: string,
  folder: string,
  office: Office,
  beginMs: number,
): Promise<DemoIds> {
  const settings = createSettingsService(stores.settings, () => {});
  settings.set({ officeName: OFFICE_NAME });
  settings.finishSetUp();
  const repositories = createRepositoryService({
    store: stores.repositories,
    secrets: demoSecrets(home),
    clock: { nowMs: () => beginMs },
    cacheFolder: join(home, "cache"),
    plansUsing: () => [],
    onChange: () => {},
    onLook: () => {},
  });
  const locations = {
    synology: join(folder, "nas", BOX_FOLDERS.synology),
    truenas: join(folder, "nas", BOX_FOLDERS.truenas),
  };
  const makeRepository = async (key: BoxKey) => {
    mkdirSync(locations[key], { recursive: true });
    return (await repositories.create(BOX_NAMES[key], locations[key], DEMO_PASSWORD)).id;
  };
  const ids: DemoIds = {
    locations,
    repositories: { synology: await makeRepository("synology"), truenas: await makeRepository("truenas") },
    sources: newIds<SourceKey, SourceId>(SOURCE_KEYS),
    plans: newIds<PlanKey, PlanId>(PLAN_KEYS),
  };
  for (const key of SOURCE_KEYS) {
    const details = {
      paths: [office.folders[key]],
      excludeCaches: true,
      oneFileSystem: false,
      kind: "files" as const,
    };
    stores.sources.save({ id: ids.sources[key], ...SOURCES[key], ...details }, beginMs);
  }
  for (const key of PLAN_KEYS) stores.plans.save(planFor(key, ids), beginMs);
  return ids;
}

function demoSecrets(home: string) {
  return createFileSecretStore(join(home, "secrets.json"), () => {});
}

function planFor(key: PlanKey, ids: DemoIds): Plan {
  return {
    ...{ id: ids.plans[key], ...PLANS[key], isPaused: false, mode: "incremental", window: null },
    repositoryId: ids.repositories[PLAN_BOX[key]],
    sourceIds: PLAN_SOURCES[key].map((source) => ids.sources[source]),
    ...{ retention: RETENTION, deadlineMinutes: null },
  };
}

function newIds<Key extends string, Id extends string>(keys: readonly Key[]): Record<Key, Id> {
  // every key is there because the list has them all
  return Object.fromEntries(keys.map((key) => [key, randomUUID()])) as Record<Key, string> as Record<Key, Id>;
}

function startOfDay(nowMs: number, daysAgo: number): number {
  const date = new Date(nowMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo, 1, 31).getTime();
}
