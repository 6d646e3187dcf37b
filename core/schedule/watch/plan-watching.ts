import type { PlanId } from "../../../shared/ids.ts";
import type { LogEntry } from "../../api/backstay.ts";
import type { Clock } from "../../clock.ts";
import type { FolderWatcher } from "./folder-watcher.ts";
import { createPathWatch, type PathState, type PathWatch, type ScanReason } from "./path-watch.ts";
import { createSettling } from "./settling.ts";
import { createWakeFilter, type WakeFilter } from "./wake-filter.ts";

/** A source of a plan that is to be backed up soon after its files change. */
export type WatchedSource = {
  readonly planId: PlanId;
  readonly paths: readonly string[];
  /** restic's patterns, those of the repository's own place among them. */
  readonly excludes: readonly string[];
  readonly excludeCaches: boolean;
  readonly oneFileSystem: boolean;
};

/** How a plan learns of changes. `scanning` is worth a warning: changes are then backed up within a quarter of an hour. */
export type WatchState =
  | { readonly kind: "starting" | "watching" }
  | { readonly kind: "scanning"; readonly reason: ScanReason; readonly paths: readonly string[] };

export type PlanWatchingParts = {
  /** The sources of continuous plans that are not paused; asked at every tick. */
  readonly sources: () => readonly WatchedSource[];
  /** Undefined where {@link loadFolderWatcher} found none: then everything is scanned. */
  readonly watcher: FolderWatcher | undefined;
  readonly clock: Clock;
  /** Files of the plan have changed, or may have. */
  readonly onChange: (planId: PlanId) => void;
  /** How a plan learns of changes has changed. */
  readonly onState?: (planId: PlanId) => void;
  /** Absolute; Backstay's own data and logs, which change with every run. */
  readonly ignoredFolders: readonly string[];
  readonly log: (entry: LogEntry) => void;
  /** How often to look: {@link WATCH_TICK_MS}, or undefined to be ticked from outside only. */
  readonly tickMs: number | undefined;
  readonly quietMs?: number;
};

export type PlanWatching = {
  /** At wake-up, and when plans or sources were saved. Resolves when everything was looked at; never rejects. */
  tick(): Promise<void>;
  /** @returns undefined for a plan that is not watched */
  state(planId: PlanId): WatchState | undefined;
  /** Resolves when nothing is watched any more. May be called twice. */
  stop(): Promise<void>;
};

export const WATCH_TICK_MS = 15_000;
/** A file is often written in several goes. */
const QUIET_MS = 5_000;
/** With the tick of a second that settling is looked at with, and the start of the job, this stays below a minute. */
const PATIENCE_MS = 45_000;
const SETTLE_TICK_MS = 1_000;
/** A watch that is being set up walks through everything, and cannot be stopped. */
const MAX_STOP_MS = 3_000;
const SCAN_EVERY_MS = 15 * 60_000;

type WatchedPlan = {
  /** Tells whether what is watched has been changed by a person. */
  readonly key: string;
  readonly watches: readonly (PathWatch & { readonly path: string })[];
  scannedMs: number;
};

/** Watches the files of continuous plans. */
export function createPlanWatching(parts: PlanWatchingParts): PlanWatching {
  const { clock, quietMs = QUIET_MS } = parts;
  const plans = new Map<PlanId, WatchedPlan>();
  const settlings = new Map<PlanId, ReturnType<typeof createSettling>>();
  let isStopped = false;
  let settleTimer: NodeJS.Timeout | undefined;
  const timer = parts.tickMs === undefined ? undefined : setInterval(() => void tick(), parts.tickMs);
  timer?.unref();

  async function tick(): Promise<void> {
    if (isStopped) return;
    try {
      await lookAtAll();
    } catch (error) {
      parts.log({ level: "error", text: "watching for changes failed", facts: { error: String(error) } });
    }
  }

  async function lookAtAll(): Promise<void> {
    const wanted = Map.groupBy(parts.sources(), ({ planId }) => planId);
    const ended: Promise<void>[] = [];
    for (const [planId, plan] of plans) {
      if (keyOf(wanted.get(planId)) !== plan.key) ended.push(endPlan(planId, plan));
    }
    for (const [planId, sources] of wanted) if (!plans.has(planId)) beginPlan(planId, sources);
    await Promise.all(ended);
    await Promise.all([...plans.values()].flatMap(({ watches }) => watches.map((watch) => watch.look())));
    for (const [planId, plan] of plans) scan(planId, plan);
    await settle();
  }

  function beginPlan(planId: PlanId, sources: readonly WatchedSource[]): void {
    const watches = sources.flatMap((source) => {
      const filter = filterOf(source);
      return source.paths.map((path) => {
        const watch = createPathWatch({
          path,
          watcher: parts.watcher,
          ignored: filter.unwatched,
          oneFileSystem: source.oneFileSystem,
          isOfInterest: filter.isOfInterest,
          onChange: () => note(planId),
          onState: (state, error) => tell(planId, path, state, error),
          nowMs: () => clock.nowMs(),
        });
        return Object.assign(watch, { path });
      });
    });
    plans.set(planId, { key: keyOf(sources), watches, scannedMs: clock.nowMs() });
  }

  function filterOf(source: WatchedSource): WakeFilter {
    const { ignoredFolders } = parts;
    try {
      return createWakeFilter({ ...source, ignoredFolders });
    } catch {
      // the backup refuses such a pattern and says so; until then, rather wake too often
      return createWakeFilter({ ...source, excludes: [], ignoredFolders });
    }
  }

  async function endPlan(planId: PlanId, plan: WatchedPlan): Promise<void> {
    plans.delete(planId);
    settlings.delete(planId);
    await Promise.all(plan.watches.map((watch) => watch.close()));
  }

  function note(planId: PlanId): void {
    if (isStopped) return;
    let settling = settlings.get(planId);
    if (settling === undefined) {
      settling = createSettling(quietMs, PATIENCE_MS);
      settlings.set(planId, settling);
    }
    settling.note(clock.nowMs());
    settleTimer ??= setInterval(() => void settle(), Math.min(SETTLE_TICK_MS, quietMs)).unref();
  }

  async function settle(): Promise<void> {
    const settled = [...settlings].filter(([, settling]) => settling.takeSettled(clock.nowMs()));
    if (![...settlings.values()].some(({ isPending }) => isPending)) {
      clearInterval(settleTimer);
      settleTimer = undefined;
    }
    await Promise.all(settled.map(([planId]) => wake(planId)));
  }

  async function wake(planId: PlanId): Promise<void> {
    const plan = plans.get(planId);
    // what changes from now on is noticed; what changed before is backed up
    if (plan === undefined) return;
    await Promise.all(plan.watches.map((watch) => watch.takeInNewFolders()));
    if (!isStopped && plans.get(planId) === plan) parts.onChange(planId);
  }

  /** What cannot be watched counts as changed from time to time: the backup finds out by itself what has. */
  function scan(planId: PlanId, plan: WatchedPlan): void {
    const sinceMs = clock.nowMs() - plan.scannedMs;
    if (sinceMs >= 0 && sinceMs < SCAN_EVERY_MS) return;
    plan.scannedMs = clock.nowMs();
    if (plan.watches.some(({ state }) => state.kind === "scanned")) note(planId);
  }

  function tell(planId: PlanId, path: string, state: PathState, error: unknown): void {
    const facts = { planId, path, ...(error instanceof Error ? { error: error.message } : {}) };
    if (state.kind === "scanned") {
      const text = `changes cannot be watched (${state.reason}): looking for them every 15 minutes`;
      parts.log({ level: "warning", text, facts });
    } else if (state.kind === "missing") {
      parts.log({ level: "warning", text: "a watched path is not there: waiting for it", facts });
    } else if (error !== undefined) {
      parts.log({ level: "warning", text: "a watch failed and is begun again", facts });
    } else
      parts.log({
        level: "info",
        text: state.kind === "watched" ? "changes are watched" : "a watch begins",
        facts,
      });
    parts.onState?.(planId);
  }

  return {
    tick,
    state(planId) {
      const plan = plans.get(planId);
      if (plan === undefined) return undefined;
      const scanned = plan.watches.filter(({ state }) => state.kind === "scanned");
      const [first] = scanned;
      if (first?.state.kind === "scanned") {
        return { kind: "scanning", reason: first.state.reason, paths: scanned.map(({ path }) => path) };
      }
      const isStarting = plan.watches.some(({ state }) => state.kind === "starting");
      return { kind: isStarting ? "starting" : "watching" };
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      clearInterval(settleTimer);
      const ended = Promise.all([...plans].map(([planId, plan]) => endPlan(planId, plan)));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, MAX_STOP_MS).unref())]);
    },
  };
}

function keyOf(sources: readonly WatchedSource[] | undefined): string {
  return JSON.stringify(sources ?? null);
}
