/** The second copy of the demo's first box: on the old one, up to date, and once active for an afternoon while the first was away. */
import { cpSync } from "node:fs";
import type { Stores } from "../../core/catalog/open-stores.ts";
import type { RepositoryRecord } from "../../core/catalog/repository-store.ts";
import { systemClock } from "../../core/clock.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../../core/failover/state/settings.ts";
import { newFailoverState } from "../../core/failover/state/state.ts";
import { createPlaces } from "../../core/places/places.ts";
import { createReplicaDoors } from "../../core/replicas/replica-doors.ts";
import { createReplicaService } from "../../core/replicas/replica-service.ts";
import type { SecretStore } from "../../core/secrets/secret-store.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { Cause, Transition } from "../../shared/model/failover.ts";
import { DAY_MS, HOUR_MS } from "./month.ts";
import type { Random } from "./random.ts";

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;
const INSTALLATION = "demo";
/** How long ago the first box was away for an afternoon, and the second one for a night. */
const FIRST_AWAY_DAYS = 12;
const SECOND_AWAY_DAYS = 5;
const SECOND_AWAY_HOURS = 9;

/** Nobody should see backups move because the computer that shows the demo is busy. */
const PATIENT = { ...DEFAULT_FAILOVER_SETTINGS, beatLimitMs: 60 * SECOND_MS, windowMs: 3 * MINUTE_MS };

export type SecondPlace = {
  readonly repositoryId: RepositoryId;
  /** Of the box that has everything, closed. */
  readonly from: string;
  /** Is made. */
  readonly to: string;
  readonly name: string;
  readonly password: string;
  readonly secrets: SecretStore;
  readonly cacheFolder: string;
};

/** Takes a copy of a box as its second replica, and writes down how the two got on in the month. */
export async function addSecondPlace(stores: Stores, place: SecondPlace, random: Random): Promise<void> {
  const { repositoryId, from, to, name } = place;
  cpSync(from, to, { recursive: true });
  stores.settings.setAll({ installationId: INSTALLATION });
  const places = createPlaces(place.secrets);
  const replicas = createReplicaService({
    ...{ sets: stores.replicaSets, places, cacheFolder: place.cacheFolder, installationId: INSTALLATION },
    requireRepository: (id) => requireRepository(stores, id),
    repositories: stores.repositories.list,
    doors: createReplicaDoors({ places, password: async () => place.password }),
    onMembers: () => {},
    standing: () => undefined,
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
  });
  const { id: standbyId } = await replicas.adopt(repositoryId, name, to);
  const activeId = requireRepository(stores, repositoryId).replicas.find(({ role }) => role === "active")?.id;
  if (activeId === undefined) throw new Error("the demo's first box is not active");
  const nowMs = Date.now();
  stores.replicaSets.saveLag(standbyId, { snapshots: 0, bytes: 0, sinceMs: null, measuredMs: nowMs }, []);
  stores.replicaSets.noteCopied(standbyId, nowMs, null);
  writeHours(stores, { activeId, standbyId }, nowMs, random);
  writeState(stores, repositoryId, { activeId, standbyId }, nowMs);
}

type Pair = { readonly activeId: ReplicaId; readonly standbyId: ReplicaId };

function requireRepository(stores: Stores, id: RepositoryId): RepositoryRecord {
  const found = stores.repositories.get(id);
  if (found === undefined) throw new Error("the demo's first box is not there");
  return found;
}

/** Where it stands now, and the afternoon on which it moved and came back. */
function writeState(stores: Stores, id: RepositoryId, { activeId, standbyId }: Pair, nowMs: number): void {
  const leftMs = atHour(nowMs, FIRST_AWAY_DAYS, 14) + 11 * MINUTE_MS;
  const movedMs = leftMs + 38 * SECOND_MS;
  const backMs = movedMs + 41 * MINUTE_MS;
  const returnedMs = backMs + 32 * MINUTE_MS;
  const fault: Cause = {
    kind: "fault",
    fault: "unreachable",
    ...{ replicaId: activeId, sinceMs: leftMs - 31 * SECOND_MS, times: 3, detail: "STORE_VANISHED" },
  };
  const wellAgain: Cause = { kind: "well-again", replicaId: activeId, sinceMs: backMs };
  const done: Cause = { kind: "done", command: "switch" };
  const epoch = stores.replicaSets.epochOf(id) ?? 1;
  const step = (
    atMs: number,
    way: Pick<Transition, "from" | "to" | "cause" | "lastedMs">,
    nowActiveId: ReplicaId,
    moveTookMs: number | null = null,
  ): Transition => ({ atMs, ...way, activeId: nowActiveId, epoch, moveTookMs });
  const took = 38 * SECOND_MS;
  const tookBack = 6 * SECOND_MS;
  const transitions = [
    step(
      leftMs - 31 * SECOND_MS,
      { from: "healthy", to: "suspect", cause: fault, lastedMs: 18 * DAY_MS },
      activeId,
    ),
    step(leftMs, { from: "suspect", to: "failing-over", cause: fault, lastedMs: 31 * SECOND_MS }, activeId),
    step(movedMs, { from: "failing-over", to: "failed-over", cause: done, lastedMs: took }, standbyId, took),
    step(
      backMs,
      { from: "failed-over", to: "recovering", cause: wellAgain, lastedMs: backMs - movedMs },
      standbyId,
    ),
    step(
      returnedMs - tookBack,
      { from: "recovering", to: "failing-back", cause: wellAgain, lastedMs: returnedMs - backMs - tookBack },
      standbyId,
    ),
    step(
      returnedMs,
      { from: "failing-back", to: "healthy", cause: done, lastedMs: tookBack },
      activeId,
      tookBack,
    ),
  ];
  const members = stores.replicaSets
    .members(id)
    .map(({ replicaId, priority }) => ({ id: replicaId, priority }));
  const state = newFailoverState({
    ...{ installationId: INSTALLATION, epochWriter: INSTALLATION, epoch, members, activeId },
    settings: PATIENT,
    nowMs: returnedMs,
  });
  stores.failover.save(
    id,
    {
      ...{ ...state, nowMs, phaseCause: done, isReconciled: true },
      // as the last heartbeats before the host ended left them
      replicas: state.replicas.map((replica) => ({
        ...{ ...replica, lastBeatMs: nowMs, goodBeats: 1000, missingSnapshots: 0 },
        ...{ wellSinceMs: replica.id === activeId ? backMs : atHour(nowMs, SECOND_AWAY_DAYS - 1, 1) },
        tookMs: replica.id === activeId ? 4 : 11,
      })),
    },
    transitions,
  );
}

/** A month of heartbeats, and how far the second box was behind: some minutes after each backup, and all of a night. */
function writeHours(stores: Stores, pair: Pair, nowMs: number, random: Random): void {
  const awaySinceMs = atHour(nowMs, SECOND_AWAY_DAYS, 16);
  const awayUntilMs = awaySinceMs + SECOND_AWAY_HOURS * HOUR_MS;
  const leftMs = atHour(nowMs, FIRST_AWAY_DAYS, 14);
  const perHour = HOUR_MS / DEFAULT_FAILOVER_SETTINGS.beatEveryMs;
  const firstMs = atHour(nowMs, 29, 0);
  for (let hourMs = firstMs; hourMs < nowMs - HOUR_MS; hourMs += HOUR_MS) {
    const isAway = hourMs >= awaySinceMs && hourMs < awayUntilMs;
    const hour = new Date(hourMs).getHours();
    const isBusy = hour === 1 || (hour >= 7 && hour <= 19);
    const behindMs = isAway
      ? hourMs + HOUR_MS - awaySinceMs
      : isBusy
        ? random.between(1, hour === 1 ? 24 : 7) * MINUTE_MS
        : 0;
    stores.replicaMetrics.addToHour(pair.standbyId, hourMs, {
      ...{ beats: perHour, goodBeats: isAway ? 0 : perHour, behindMs, missingSnapshots: isAway ? 4 : 0 },
    });
    const missed = hourMs === leftMs ? perHour * 0.7 : 0;
    stores.replicaMetrics.addToHour(pair.activeId, hourMs, {
      ...{ beats: perHour, goodBeats: Math.round(perHour - missed), behindMs: null, missingSnapshots: null },
    });
  }
}

/** By this machine's calendar. */
function atHour(nowMs: number, daysAgo: number, hour: number): number {
  const date = new Date(nowMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo, hour).getTime();
}
