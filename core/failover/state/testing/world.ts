import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverSettings } from "../../../../shared/model/failover.ts";
import { outranks } from "../../manifest/outranks.ts";
import { type Command, type CommandResult, LOST, OUTRANKED } from "../command.ts";
import type { FailoverEvent, UseFault } from "../event.ts";
import type { reduce } from "../reduce.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../settings.ts";
import { type FailoverState, newFailoverState, replicaOf } from "../state.ts";
import type { Random } from "./random.ts";

/** A place as it truly is, whatever the state machine believes of it. */
export type Place = {
  readonly id: ReplicaId;
  fault: UseFault | null;
  disks: "array-failed" | "disk-failing" | null;
  /** Something in it is; `beyond-help`: nobody has it whole. */
  damaged: "not" | "mendable" | "beyond-help";
  readonly snapshots: Set<number>;
};
type Job = {
  readonly id: string;
  readonly replicaId: ReplicaId;
  readonly epoch: string;
  state: "running" | "fenced" | "over";
  fencedBy?: number;
  restartedAs?: string;
};

/** As the defaults, with a window short enough to be passed often in a walk. */
export const WALK_SETTINGS: FailoverSettings = { ...DEFAULT_FAILOVER_SETTINGS, stableMs: 5 * 60_000 };

export const OWN = "own-installation";
const [OTHER_LOW, OTHER_HIGH] = ["an-installation", "second-installation"];

/** What really happens: places that break, jobs that write, people, time. It does what the state machine commands, and watches it. */
export class World {
  readonly places: readonly Place[];
  state: FailoverState;
  /** Commands that are being done, in the order they came. */
  pending: Command[] = [];
  readonly jobs: Job[] = [];
  /** What was removed on purpose. */
  readonly removed = new Set<number>();
  role: { replicaId: ReplicaId; epoch: string };
  readonly fenced = new Set<ReplicaId>();
  /** By epoch and writer, the only replica that may be active. */
  readonly activeOf = new Map<string, ReplicaId>();
  /** By replica, when it was last left because of a fault, in time that nobody sets back, and the shortest window that was set since. */
  readonly left = new Map<ReplicaId, { readonly atMs: number; readonly stableMs: number }>();
  readonly badMs = new Map<ReplicaId, number>();
  /** How often what happened. */
  readonly seen = new Map<string, number>();
  clockMs = 1_700_000_000_000;
  trueMs = 0;
  #lastSnapshot = 0;
  /** Written by another installation, and not found yet. */
  #unread: Manifest | undefined;
  #lastCommandId = 0;

  readonly random: Random;
  readonly #machine: typeof reduce;

  constructor(random: Random, count: number, machine: typeof reduce) {
    this.random = random;
    this.#machine = machine;
    const ids = Array.from(
      { length: count },
      (_, n) => `0000000${n}-0000-4000-8000-000000000000` as ReplicaId,
    );
    this.places = ids.map((id) => ({ id, fault: null, disks: null, damaged: "not", snapshots: new Set() }));
    this.state = newFailoverState({
      ...{ installationId: OWN, settings: WALK_SETTINGS, epoch: 1, epochWriter: OWN, nowMs: this.clockMs },
      members: ids.map((id, priority) => ({ id, priority })),
      activeId: this.at(0).id,
    });
    this.role = { replicaId: this.at(0).id, epoch: `1/${OWN}` };
    this.activeOf.set(this.role.epoch, this.role.replicaId);
  }

  at(n: number): Place {
    const place = this.places[n];
    if (place === undefined) throw new Error("no such place");
    return place;
  }

  place(id: ReplicaId): Place {
    return this.at(this.places.findIndex((place) => place.id === id));
  }

  pass(ms: number): void {
    this.clockMs += ms;
    this.trueMs += ms;
  }

  /** Lets the state machine know, and checks what it makes of it. */
  tell(event: WithoutTime<FailoverEvent>): void {
    const before = this.state;
    const { state, commands, transitions, refusal } = this.#machine(before, {
      ...event,
      nowMs: this.clockMs,
    } as FailoverEvent);
    this.state = state;
    if (refusal !== undefined) this.#note(`refused ${refusal}`);
    for (const command of commands) {
      if (command.kind === "notify" && command.notice.about !== "moved") this.#note(command.notice.about);
      const isAgain = before.outstanding.some((entry) => entry.command.id === command.id);
      if (!isAgain) assert(command.id > this.#lastCommandId, "a command has the number of an older one");
      this.#lastCommandId = Math.max(this.#lastCommandId, command.id);
      if (this.pending.every(({ id }) => id !== command.id)) this.pending.push(command);
    }
    const awaited = new Set(state.outstanding.map(({ command }) => command.id));
    this.pending = this.pending.filter(({ id }) => awaited.has(id));
    for (const { from, to } of transitions)
      assert(EDGES.has(`${from} ${to}`), `from ${from} to ${to} there is no way`);
    this.#watchMoves(before, state);
  }

  #watchMoves(before: FailoverState, after: FailoverState): void {
    // one that was well for a window that was set once is not put to another test because a longer one is set
    for (const [id, { atMs, stableMs }] of this.left)
      this.left.set(id, { atMs, stableMs: Math.min(stableMs, after.settings.stableMs) });
    const { move } = after;
    const isDecided = move !== null && before.move === null && move.kind === "failback";
    if (isDecided && move.cause.kind === "well-again") {
      this.#requireStable(after.homeId);
      this.#note("returned by itself");
    }
    if (after.activeId === before.activeId) return;
    assert(move?.step === "switch", "the active replica changed before its turn");
    this.#note(`moved ${move.kind}`);
    if (before.putOff !== null) this.#note("moved after it was put off");
    if (move.kind !== "follow")
      assert(this.place(after.activeId).damaged === "not", "a damaged replica became active");
    this.#noteActive(after.epoch, after.epochWriter, after.activeId);
    if (move.kind === "failover") {
      const left = this.left.get(after.activeId);
      assert(
        left === undefined || this.trueMs - left.atMs >= left.stableMs,
        "a replica that was left became active again within the window",
      );
      this.left.set(before.activeId, { atMs: this.trueMs, stableMs: after.settings.stableMs });
    }
    if (!move.reconciles) return;
    const lacking = [...this.place(before.activeId).snapshots].filter(
      (n) => !this.removed.has(n) && !this.place(after.activeId).snapshots.has(n),
    );
    assert(lacking.length === 0, `the new active replica lacks ${lacking.length} snapshots`);
  }

  #note(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  #requireStable(id: ReplicaId): void {
    const left = this.left.get(id);
    const isLongAgo = left === undefined || this.trueMs - left.atMs >= left.stableMs;
    const wellMs = this.trueMs - (this.badMs.get(id) ?? 0);
    const isStable = isLongAgo && wellMs >= this.state.settings.stableMs;
    assert(isStable, "returned before it had been well for the window");
  }

  #noteActive(epoch: number, writer: string, activeId: ReplicaId): void {
    const key = `${epoch}/${writer}`;
    const known = this.activeOf.get(key);
    assert(known === undefined || known === activeId, `two active replicas in epoch ${key}`);
    this.activeOf.set(key, activeId);
  }

  beat(place: Place, isFlaky = false): void {
    const fault = place.fault ?? (isFlaky ? "unreachable" : null);
    if (fault !== null) this.badMs.set(place.id, this.trueMs);
    const freeBytes = null;
    const finding =
      fault === null
        ? ({ isGood: true, tookMs: 3, freeBytes } as const)
        : ({ isGood: false, fault, detail: "STORE_UNREACHABLE", freeBytes } as const);
    this.tell({ kind: "beat", replicaId: place.id, finding });
  }

  setDisks(place: Place, disks: Place["disks"]): void {
    place.disks = disks;
    this.badMs.set(place.id, this.trueMs);
    this.tell({ kind: "disks", replicaId: place.id, fault: disks, detail: "DISK_FAILING" });
  }

  /** A backup begins where the catalog says. */
  startJob(): void {
    const { replicaId, epoch } = this.role;
    if (this.fenced.has(replicaId)) return;
    this.jobs.push({ id: `job ${this.jobs.length}`, replicaId, epoch, state: "running" });
  }

  /** One that is running stores a snapshot, if it can. */
  endJob(): void {
    const job = this.jobs.find(({ state }) => state === "running");
    if (job === undefined) return;
    job.state = "over";
    assert(job.replicaId === this.role.replicaId, "a job writes to a replica that is not active");
    const active = this.activeOf.get(job.epoch);
    assert(active === job.replicaId, "a job writes to a replica that is not active in its epoch");
    if (this.place(job.replicaId).fault !== null) return;
    this.#lastSnapshot += 1;
    this.place(job.replicaId).snapshots.add(this.#lastSnapshot);
  }

  /** Retention lets go of the oldest snapshot on the active replica. */
  removeOldest(): void {
    const { snapshots, fault } = this.place(this.role.replicaId);
    const [oldest] = [...snapshots].sort((a, b) => a - b);
    if (oldest === undefined || fault !== null) return;
    snapshots.delete(oldest);
    this.removed.add(oldest);
  }

  otherMoves(toId: ReplicaId): void {
    const writer = this.random.chance(0.5) ? OTHER_LOW : OTHER_HIGH;
    const { epoch: inForce, attemptedEpoch } = this.state;
    let epoch = Math.max(inForce, attemptedEpoch ?? 0) + this.random.below(2);
    while (this.activeOf.has(`${epoch}/${writer}`)) epoch += 1;
    this.activeOf.set(`${epoch}/${writer}`, toId);
    this.#unread = { epoch, writer: writer ?? "", activeId: toId, homeId: this.state.homeId };
    if (this.random.chance(0.5)) this.readManifests();
  }

  /** A heartbeat comes upon what another installation wrote. */
  readManifests(): void {
    if (this.#unread !== undefined) this.tell({ kind: "manifest", ...this.#unread });
    this.#unread = undefined;
  }

  /** Jobs end with the host; what it was doing is done or not, and nobody hears of it. */
  crash(): void {
    for (const command of this.pending) if (this.random.chance(0.5)) this.carryOut(command);
    this.pending = [];
    for (const job of this.jobs) if (job.state === "running") job.state = "over";
    this.tell({ kind: "restart" });
  }

  /** @param isSmooth nothing but a true fault makes it fail */
  answer(command: Command, isSmooth: boolean): void {
    const fails = !isSmooth && this.random.chance(0.1);
    const isDone = !fails || this.random.chance(0.5);
    const result = isDone ? this.carryOut(command) : undefined;
    this.pending = this.pending.filter(({ id }) => id !== command.id);
    const told: CommandResult =
      fails || result === undefined ? { outcome: "failed", detail: "BUSY" } : result;
    this.tell({ kind: "result", commandId: command.id, result: told });
  }

  carryOut(command: Command): CommandResult {
    const broken: CommandResult = { outcome: "failed", detail: "STORE_UNREACHABLE" };
    const areWell = (...ids: readonly ReplicaId[]) => ids.every((id) => this.place(id).fault === null);
    switch (command.kind) {
      case "fence":
        return this.#fence(command.replicaId, command.id);
      case "unfence":
        this.fenced.delete(command.replicaId);
        return { outcome: "done" };
      case "verify":
        if (!areWell(command.replicaId)) return broken;
        if (this.place(command.replicaId).damaged === "not") return { outcome: "done" };
        this.#note("met damage");
        return { outcome: "failed", detail: "OBJECT_CORRUPT", isDamage: true };
      case "mend": {
        const place = this.place(command.replicaId);
        if (place.damaged === "beyond-help") return { outcome: "failed", detail: LOST };
        place.damaged = "not";
        this.#note("mended");
        return { outcome: "done" };
      }
      case "reconcile": {
        if (!areWell(...command.replicaIds)) return broken;
        const [a, b] = command.replicaIds;
        this.#copy(a, b);
        this.#copy(b, a);
        return { outcome: "done" };
      }
      case "replicate":
        if (!areWell(command.fromId, command.toId)) return broken;
        this.#copy(command.fromId, command.toId);
        return { outcome: "done" };
      case "write-manifest":
        if (this.#unread !== undefined && outranks(this.#unread, { epoch: command.epoch, writer: OWN })) {
          this.#note("outranked");
          return { outcome: "failed", detail: OUTRANKED };
        }
        this.#noteActive(command.epoch, OWN, command.activeId); // some place may get it even when this one does not
        return areWell(command.activeId) ? { outcome: "done" } : broken;
      case "switch-active":
        return this.#switchTo(command.replicaId);
      case "restart-jobs":
        for (const job of this.jobs) if (job.state === "fenced") this.#restart(job, command.replicaId);
        return { outcome: "done" };
      case "notify":
        return { outcome: "done" };
    }
  }

  #fence(id: ReplicaId, commandId: number): CommandResult {
    this.fenced.add(id);
    for (const job of this.jobs) {
      if (job.replicaId !== id || job.state !== "running") continue;
      job.state = "fenced";
      job.fencedBy = commandId;
    }
    const jobIds = this.jobs.filter((job) => job.fencedBy === commandId).map((job) => job.id);
    return { outcome: "done", jobIds };
  }

  #switchTo(replicaId: ReplicaId): CommandResult {
    const writing = this.jobs.filter((job) => job.state === "running" && job.replicaId !== replicaId);
    assert(writing.length === 0, "jobs still write to the replica that was left");
    this.role = { replicaId, epoch: `${this.state.epoch}/${this.state.epochWriter}` };
    this.fenced.delete(replicaId);
    return { outcome: "done" };
  }

  #restart(job: Job, replicaId: ReplicaId): void {
    if (job.restartedAs !== undefined) return;
    const again: Job = { id: `job ${this.jobs.length}`, replicaId, epoch: this.role.epoch, state: "running" };
    assert(
      replicaId === this.role.replicaId && !this.fenced.has(replicaId),
      "restarted where nothing may run",
    );
    job.restartedAs = again.id;
    this.jobs.push(again);
  }

  #copy(fromId: ReplicaId, toId: ReplicaId): void {
    const to = this.place(toId).snapshots;
    for (const n of this.place(fromId).snapshots) if (!this.removed.has(n)) to.add(n);
    for (const n of this.removed) to.delete(n);
  }

  /** What must be true at every moment. */
  check(): void {
    const steps = this.state.outstanding.filter(({ command }) => STEP_KINDS.has(command.kind));
    const { move } = this.state;
    const expected = move === null ? steps.length : move.step === "choose" ? 0 : 1;
    assert(steps.length === expected, "a move waits for nothing, or for two things");
    for (let n = 1; n <= this.#lastSnapshot; n += 1) {
      const isThere = this.removed.has(n) || this.places.some(({ snapshots }) => snapshots.has(n));
      assert(isThere, `snapshot ${n} is lost`);
    }
    replicaOf(this.state, this.state.activeId);
  }
}

type Manifest = Omit<Extract<FailoverEvent, { kind: "manifest" }>, "kind" | "nowMs">;
type WithoutTime<E> = E extends unknown ? Omit<E, "nowMs"> : never;

const STEP_KINDS: ReadonlySet<string> = new Set([
  "fence",
  "reconcile",
  "verify",
  "write-manifest",
  "switch-active",
]);

/** The ways between phases, those cut short included. */
const EDGES: ReadonlySet<string> = new Set([
  ...["healthy suspect", "suspect failing-over", "failing-over failed-over", "failed-over recovering"],
  ...["recovering failing-back", "failing-back healthy", "failed-over suspect", "recovering suspect"],
  ...["suspect healthy", "suspect failed-over", "failing-over suspect", "failing-back suspect"],
  ...["recovering failed-over", "failing-back failed-over", "suspect failing-back", "failing-over healthy"],
  ...[
    "healthy failing-over",
    "failed-over failing-over",
    "recovering failing-over",
    "failed-over failing-back",
  ],
  ...["healthy failing-back", "recovering healthy", "failed-over healthy", "failing-over failing-back"],
  ...["failing-back failing-over", "healthy failed-over"],
]);

export function assert(isTrue: boolean, otherwise: string): asserts isTrue {
  if (!isTrue) throw new Error(otherwise);
}
