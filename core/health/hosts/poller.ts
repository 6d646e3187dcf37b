import { BackstayError, isBackstayError, toWire, type WireError } from "../../../shared/errors.ts";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { Clock } from "../../clock.ts";
import { parseHostKey } from "../../remote/host-key.ts";
import type { Refusals } from "../probes/ask.ts";
import type { DiskRecord } from "../record/disk-identity.ts";
import { recordRound } from "../record/record-round.ts";
import type { DamagedFiles } from "../rules/disk/damaged-files.ts";
import { givenOn } from "./given-types.ts";
import type { HostService } from "./host-service.ts";
import type { HostReader } from "./open-host.ts";
import { silentHost } from "./silent-host.ts";
import { CONTINUES_MS, isStale, ROUND_EVERY_MS } from "./staleness.ts";

/** Reads hosts again and again, and whenever somebody asks. */
export type Poller = {
  /** To be called often: reads the hosts whose time has come by the clock, which goes on while a computer sleeps. */
  tick(): void;
  /** Reads a host now, or waits for the round that is under way. Never throws for a host that does not answer. */
  checkNow(id: WatchedHostId): Promise<void>;
  isReading(id: WatchedHostId): boolean;
  /** Ends what is under way. */
  stop(): Promise<void>;
};

export type PollerParts = {
  readonly hosts: Pick<HostService, "list" | "require" | "secretsOf">;
  readonly stores: Pick<Stores, "watchedHosts" | "healthSubjects" | "healthRuns" | "hostLayouts">;
  readonly read: HostReader;
  readonly clock: Clock;
  /** What was found damaged of replicas until then, by the disks that they lie on. */
  readonly damageOn: (nowMs: number) => (diskId: HealthSubjectId) => readonly DamagedFiles[];
  /** A round over the host is over, whatever came of it; whoever waits for the round waits for this, too. */
  readonly onRead: (host: WatchedHostRecord) => Promise<void>;
  readonly onBegin: () => void;
  readonly onError: (error: unknown) => void;
};

/** A machine that starts has better things to do than to be watched at once. */
const FIRST_AFTER_MS = 20_000;
const ROUND_LIMIT_MS = 120_000;
/** Hosts read at once: each may take a while, none may keep the others waiting. */
const HOSTS_AT_ONCE = 8;

export function createPoller(parts: PollerParts): Poller {
  const { hosts, stores, clock } = parts;
  const over = new AbortController();
  const openedMs = clock.nowMs();
  const rounds = new Map<WatchedHostId, Promise<void>>();
  const refusals = new Map<WatchedHostId, Refusals>();

  const start = (id: WatchedHostId): Promise<void> => {
    const running = rounds.get(id);
    if (running !== undefined) return running;
    const round = readOne(id)
      .catch((error: unknown) => {
        if (!over.signal.aborted) parts.onError(error);
      })
      .finally(() => rounds.delete(id));
    rounds.set(id, round);
    parts.onBegin();
    return round;
  };

  async function readOne(id: WatchedHostId): Promise<void> {
    const host = hosts.require(id);
    const askedMs = clock.nowMs();
    const subjects = stores.healthSubjects.list(id);
    const known = new Set(subjects.flatMap(({ sources }) => sources));
    const memory: Refusals = refusals.get(id) ?? new Map();
    refusals.set(id, memory);
    let error: WireError | null = null;
    try {
      const { reading, hostKey } = await withLimit(over.signal, async (signal) =>
        parts.read(host.setup, {
          secrets: await hosts.secretsOf(host),
          pinned: host.hostKey === null ? undefined : parseHostKey(host.hostKey),
          ...{ refusals: memory, known, given: givenOn(subjects), nowMs: askedMs, signal },
        }),
      );
      if (stores.watchedHosts.get(id) === undefined) return; // it was removed meanwhile
      const nowMs = clock.nowMs();
      recordRound(stores, reading, {
        ...{ hostId: id, nowMs, continuesMs: CONTINUES_MS },
        isSeenElsewhere: (record) => isSeen(record, nowMs),
        damageOn: parts.damageOn(nowMs),
      });
      if (reading.layout !== undefined) stores.hostLayouts.save(id, reading.layout);
      save(id, (now) => ({
        ...now,
        ...{ askedMs, answeredMs: nowMs, silentSinceMs: null, error: null, gaps: [...reading.gaps] },
        facts: reading.facts ?? now.facts,
        hostKey: now.hostKey ?? hostKey,
      }));
    } catch (failure) {
      over.signal.throwIfAborted();
      // our own mistakes are told, and the host counts as silent all the same: nothing is known of it
      const isLate = failure instanceof DOMException && failure.name === "TimeoutError";
      if (!isBackstayError(failure) && !isLate) parts.onError(failure);
      error = isBackstayError(failure) ? toWire(failure, "") : toWire(silentHost(host), "");
      save(id, (now) => ({ ...now, askedMs, silentSinceMs: now.silentSinceMs ?? askedMs, error }));
    }
    const now = stores.watchedHosts.get(id);
    if (now !== undefined) await parts.onRead(now);
  }

  function save(id: WatchedHostId, change: (now: WatchedHostRecord) => WatchedHostRecord): void {
    const now = stores.watchedHosts.get(id);
    if (now !== undefined) stores.watchedHosts.save(change(now));
  }

  /** Whether the other host that a disk belongs to still has it, as far as anybody knows. */
  function isSeen(record: DiskRecord, nowMs: number): boolean {
    const host = stores.watchedHosts.get(record.hostId);
    return host !== undefined && record.vanishedMs === null && !isStale(host.answeredMs, nowMs);
  }

  return {
    tick() {
      const nowMs = clock.nowMs();
      if (over.signal.aborted || Math.abs(nowMs - openedMs) < FIRST_AFTER_MS) return;
      for (const { id, askedMs } of hosts.list()) {
        if (rounds.size >= HOSTS_AT_ONCE) return;
        const sinceMs = askedMs === null ? Number.POSITIVE_INFINITY : nowMs - askedMs;
        // negative: the clock was put back, and nobody knows how long ago it was
        if (sinceMs < 0 || sinceMs >= ROUND_EVERY_MS * jitterOf(id)) void start(id);
      }
    },
    async checkNow(id) {
      const host = hosts.require(id);
      refusals.delete(host.id); // a person may just have allowed what was refused
      const running = rounds.get(id);
      await running;
      await start(id);
    },
    isReading: (id) => rounds.has(id),
    async stop() {
      over.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      await Promise.all(rounds.values());
    },
  };
}

/** Hosts are asked a little earlier or later, each in its own way, so that not all are asked at the same moment for ever. */
function jitterOf(id: WatchedHostId): number {
  return 0.9 + (Number.parseInt(id.slice(0, 4), 16) / 0xffff) * 0.1;
}

async function withLimit<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(ROUND_LIMIT_MS);
  return await work(AbortSignal.any([signal, late]));
}
