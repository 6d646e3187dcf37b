import type { RepositoryId } from "../../shared/ids.ts";
import type { IndexerParts, RunningIndexer } from "./run-indexer.ts";
import { runIndexer } from "./run-indexer.ts";

/** Keeps the search indexes of repositories filled, each by one process at a time. */
export type Indexers = {
  /** Snapshots came or went, or the index lacks some. @param isNews false when it may have been told before in vain */
  want(id: RepositoryId, isNews: boolean): void;
  stop(id: RepositoryId): Promise<void>;
  stopAll(): Promise<void>;
};

export type IndexersParts = {
  /** @throws {BackstayError} what fetching place and password throws */
  readonly partsFor: (id: RepositoryId) => Promise<IndexerParts | undefined>;
  /** The index is filled as far as it could be. */
  readonly onFilled: (id: RepositoryId) => void;
  readonly onFailure: (error: unknown) => void;
  readonly nowMs: () => number;
};

/** What failed is not tried again sooner, unless there is something new. */
const RETRY_MS = 60_000;

type Work = {
  running: RunningIndexer | undefined;
  isWantedAgain: boolean;
  isStopped: boolean;
  done: Promise<void>;
};

export function createIndexers({ partsFor, onFilled, onFailure, nowMs }: IndexersParts): Indexers {
  const works = new Map<RepositoryId, Work>();
  const startedMs = new Map<RepositoryId, number>();

  async function run(id: RepositoryId, work: Work): Promise<void> {
    try {
      do {
        work.isWantedAgain = false;
        startedMs.set(id, nowMs());
        const parts = await partsFor(id);
        if (parts === undefined || work.isStopped) return;
        work.running = runIndexer(parts);
        await work.running.ended;
        if (!work.isStopped) onFilled(id);
      } while (work.isWantedAgain && !work.isStopped);
    } catch (error) {
      onFailure(error);
    } finally {
      works.delete(id);
    }
  }

  function stop(id: RepositoryId): Promise<void> {
    const work = works.get(id);
    if (work === undefined) return Promise.resolve();
    work.isStopped = true;
    work.running?.stop();
    return work.done;
  }

  return {
    want(id, isNews) {
      const known = works.get(id);
      if (known !== undefined) {
        known.isWantedAgain ||= isNews;
        return;
      }
      const lastMs = startedMs.get(id);
      if (!isNews && lastMs !== undefined && Math.abs(nowMs() - lastMs) < RETRY_MS) return;
      const work: Work = {
        running: undefined,
        isWantedAgain: false,
        isStopped: false,
        done: Promise.resolve(),
      };
      works.set(id, work);
      work.done = run(id, work);
    },
    stop,
    async stopAll() {
      await Promise.all([...works.keys()].map(stop));
    },
  };
}
