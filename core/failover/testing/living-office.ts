/** An office with two replicas that go on living while the process that controls them is killed and started again. */

import { BackstayError } from "../../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../../shared/ids.ts";
import { createFailoverStore } from "../../catalog/failover-store.ts";
import { type Catalog, openCatalog } from "../../catalog/open-catalog.ts";
import { createRepositoryStore } from "../../catalog/repository-store.ts";
import { newRepository } from "../../repository/inventory/testing/sample-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import { type FailoverController, openFailoverController } from "../controller.ts";
import { publishMove } from "../manifest/publish-move.ts";
import { readManifest } from "../manifest/set-manifest.ts";
import type { FailoverPorts } from "../ports.ts";
import type { Notice } from "../state/command.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../state/settings.ts";
import { newFailoverState } from "../state/state.ts";

export const [A, B] = ["a", "b"].map(
  (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId,
) as [ReplicaId, ReplicaId];
const MINUTE = 60_000;
const SETTINGS = { ...DEFAULT_FAILOVER_SETTINGS, stableMs: 3 * MINUTE };
const OWN = "own";

type Job = { readonly replicaId: ReplicaId; state: "running" | "fenced" | "over"; restarts: number };

export class LivingOffice {
  readonly broken = new Set<ReplicaId>();
  readonly jobs: Job[] = [];
  readonly fenced = new Set<ReplicaId>();
  readonly snapshots = new Map<ReplicaId, Set<number>>([
    [A, new Set()],
    [B, new Set()],
  ]);
  /** Epochs in which the active replica changed, as often as it did. */
  readonly switches: string[] = [];
  readonly notices = new Map<number, Notice>();
  activeId = A;
  nowMs = 1_700_000_000_000;
  /** How often a process could have been killed. */
  moments = 0;
  /** The moment at which it is; 0 for never. */
  killAt = 0;
  controller: FailoverController;
  readonly mistakes: unknown[] = [];
  readonly #folder: string;
  readonly #places: ReadonlyMap<ReplicaId, Repository>;
  readonly repositoryId: RepositoryId;
  #catalog: Catalog;
  #isKilled = false;
  #lastSnapshot = 0;

  readonly #downMs: number;

  /**
   * @param folder of a catalog, which several offices may share one after the other
   * @param downMs how long it takes until a process that was killed is started again
   */
  constructor(folder: string, killAt: number, downMs = 0) {
    this.#downMs = downMs;
    this.#folder = folder;
    this.killAt = killAt;
    const first = newRepository(openMemoryStore("first"));
    const second = { ...first, store: openMemoryStore("second") };
    this.repositoryId = first.id;
    this.#places = new Map([
      [A, first],
      [B, second],
    ]);
    this.#catalog = openFast(folder);
    createRepositoryStore(this.#catalog.database).insert(
      { id: first.id, name: first.id, replicas: [], needsPrune: false, prunedMs: null },
      this.nowMs,
    );
    this.controller = this.#start();
  }

  /** Fifteen seconds go by. */
  async round(): Promise<void> {
    this.nowMs += 15_000;
    this.#work();
    for (const id of [A, B]) {
      const finding = this.broken.has(id)
        ? ({ isGood: false, fault: "unreachable", detail: "STORE_UNREACHABLE", freeBytes: null } as const)
        : ({ isGood: true, tookMs: 3, freeBytes: null } as const);
      await this.#tell({ kind: "beat", replicaId: id, finding });
    }
    await this.#tell({ kind: "tick" });
  }

  /** What the manifests of both replicas say is active. */
  async namedActive(): Promise<readonly string[]> {
    const named = [];
    for (const place of this.#places.values()) {
      const { set } = await readManifest(place);
      named.push(`${set?.epoch} ${set?.activeId}`);
    }
    return named;
  }

  history(): readonly string[] {
    const recorded = createFailoverStore(this.#catalog.database).history(this.repositoryId, null, 1000);
    return recorded.map(({ from, to }) => `${from} → ${to}`).reverse();
  }

  async close(): Promise<void> {
    await this.controller.close();
    this.#catalog.close();
  }

  async #tell(event: Parameters<FailoverController["tell"]>[0]): Promise<void> {
    try {
      this.controller.tell(event);
    } catch (error) {
      if (!this.#isKilled) throw error;
    }
    await this.controller.idle();
    if (this.#isKilled) await this.#reopen();
  }

  async #reopen(): Promise<void> {
    await this.controller.close();
    this.#catalog.close();
    this.#isKilled = false;
    this.nowMs += this.#downMs;
    for (const job of this.jobs) if (job.state === "running") job.state = "over"; // they end with the host
    this.#catalog = openFast(this.#folder);
    this.controller = this.#start();
    await this.controller.idle();
  }

  #start(): FailoverController {
    const store = createFailoverStore(this.#catalog.database);
    return openFailoverController({
      repositoryId: this.repositoryId,
      store: {
        get: store.get,
        save: (...args) => {
          this.#moment();
          store.save(...args);
          this.#moment();
        },
      },
      ports: this.#ports(),
      clock: { nowMs: () => this.nowMs },
      firstState: () =>
        newFailoverState({
          ...{
            installationId: OWN,
            settings: SETTINGS,
            activeId: A,
            epoch: 1,
            epochWriter: OWN,
            nowMs: this.nowMs,
          },
          members: [A, B].map((id, priority) => ({ id, priority })),
        }),
      onMistake: (error) => {
        if (!this.#isKilled) this.mistakes.push(error);
      },
    });
  }

  /** Who is dead does nothing any more. */
  #moment(): void {
    if (this.#isKilled) throw new Error("killed");
    this.moments += 1;
    if (this.moments !== this.killAt) return;
    this.#isKilled = true;
    throw new Error("killed");
  }

  /** A backup at a time, each a round long. */
  #work(): void {
    const running = this.jobs.filter(({ state }) => state === "running");
    for (const job of running) {
      job.state = "over";
      if (job.replicaId !== this.activeId) throw new Error("a job writes to a replica that is not active");
      this.#lastSnapshot += 1;
      if (!this.broken.has(job.replicaId)) this.#snapshotsOf(job.replicaId).add(this.#lastSnapshot);
    }
    if (!this.fenced.has(this.activeId))
      this.jobs.push({ replicaId: this.activeId, state: "running", restarts: 0 });
  }

  #snapshotsOf(id: ReplicaId): Set<number> {
    return this.snapshots.get(id) ?? new Set();
  }

  #copy(from: ReplicaId, to: ReplicaId): void {
    this.#requireWell(from, to);
    for (const n of this.#snapshotsOf(from)) this.#snapshotsOf(to).add(n);
  }

  #requireWell(...ids: readonly ReplicaId[]): void {
    for (const id of ids)
      if (this.broken.has(id))
        throw new BackstayError("STORE_UNREACHABLE", { location: id, reason: "closed" });
  }

  #ports(): FailoverPorts {
    const acts: FailoverPorts = {
      fence: async (replicaId) => {
        this.fenced.add(replicaId);
        for (const job of this.jobs)
          if (job.replicaId === replicaId && job.state === "running") job.state = "fenced";
        return this.jobs.flatMap((job, n) =>
          job.state === "fenced" && job.restarts === 0 ? [`job ${n}`] : [],
        );
      },
      unfence: async (replicaId) => void this.fenced.delete(replicaId),
      verify: async (replicaId) => this.#requireWell(replicaId),
      mend: async () => "tried",
      reconcile: async ([one, other]) => {
        this.#copy(one, other);
        this.#copy(other, one);
      },
      writeManifest: ({ epoch, activeId, homeId }) => this.#publish(epoch, activeId, homeId),
      switchActive: async (replicaId, epoch) => {
        if (this.jobs.some((job) => job.state === "running" && job.replicaId !== replicaId))
          throw new Error("jobs still write to the other replica");
        if (this.switches.at(-1) !== `${epoch} ${replicaId}`) this.switches.push(`${epoch} ${replicaId}`);
        this.activeId = replicaId;
        this.fenced.delete(replicaId);
      },
      restartJobs: async (replicaId) => {
        for (const job of this.jobs.filter(({ state, restarts }) => state === "fenced" && restarts === 0)) {
          job.restarts += 1;
          this.jobs.push({ replicaId, state: "running", restarts: 0 });
        }
      },
      replicate: async (fromId, toId) => this.#copy(fromId, toId),
      notify: async (notice, commandId) => void this.notices.set(commandId, notice),
    };
    const killable =
      <P extends readonly unknown[], R>(act: (...args: P) => Promise<R>) =>
      async (...args: P): Promise<R> => {
        this.#moment();
        const result = await act(...args);
        this.#moment();
        return result;
      };
    return {
      ...{ fence: killable(acts.fence), unfence: killable(acts.unfence), verify: killable(acts.verify) },
      ...{ reconcile: killable(acts.reconcile), writeManifest: killable(acts.writeManifest) },
      ...{ switchActive: killable(acts.switchActive), restartJobs: killable(acts.restartJobs) },
      ...{ replicate: killable(acts.replicate), mend: killable(acts.mend), notify: killable(acts.notify) },
    };
  }

  /** On real stores; the one that becomes active has to have it. */
  async #publish(epoch: number, activeId: ReplicaId, homeId: ReplicaId): Promise<"written" | "outranked"> {
    const members = [A, B].map((replicaId, priority) => ({ replicaId, name: "NAS", priority }));
    const places = [...this.#places].map(([replicaId, place]) => ({
      replicaId,
      open: async () => {
        this.#requireWell(replicaId);
        return place;
      },
    }));
    const wanted = { epoch, writer: OWN, activeId, homeId, members };
    return await publishMove(places, wanted, new AbortController().signal);
  }
}

/** Nothing here is about power cuts, and each of hundreds of saves would wait for the disk. */
function openFast(folder: string): Catalog {
  const catalog = openCatalog(folder);
  catalog.database.pragma("synchronous = OFF");
  return catalog;
}
