/** Two installations of Backstay that control the same replicas and know of each other only by manifests. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReplicaId } from "../../../shared/ids.ts";
import { outranks } from "../manifest/outranks.ts";
import { type Command, type CommandResult, OUTRANKED } from "./command.ts";
import type { FailoverEvent } from "./event.ts";
import { reduce } from "./reduce.ts";
import { type FailoverState, newFailoverState } from "./state.ts";
import { type Random, randomFrom } from "./testing/random.ts";
import { WALK_SETTINGS } from "./testing/world.ts";

type Manifest = Omit<Extract<FailoverEvent, { kind: "manifest" }>, "kind" | "nowMs">;
type WithoutTime<E> = E extends unknown ? Omit<E, "nowMs"> : never;

const IDS = ["a", "b", "c"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId);
const BEAT_MS = 10_000;

class Office {
  nowMs = 1_700_000_000_000;
  readonly states: FailoverState[];
  readonly pending: Command[][] = [[], []];
  readonly manifests = new Map<ReplicaId, Manifest>();
  readonly broken = new Set<ReplicaId>();
  readonly activeOf = new Map<string, ReplicaId>();
  readonly #random: Random;
  #losesAnswers = 0.2;

  constructor(random: Random) {
    this.#random = random;
    const [activeId] = IDS as [ReplicaId];
    this.states = ["one", "two"].map((installationId) =>
      newFailoverState({
        ...{
          installationId,
          settings: WALK_SETTINGS,
          activeId,
          epoch: 1,
          epochWriter: "one",
          nowMs: this.nowMs,
        },
        members: IDS.map((id, priority) => ({ id, priority })),
      }),
    );
  }

  tell(n: number, event: WithoutTime<FailoverEvent>): void {
    const before = this.states[n];
    if (before === undefined) throw new Error("no such installation");
    const { state, commands } = reduce(before, { ...event, nowMs: this.nowMs } as FailoverEvent);
    this.states[n] = state;
    const awaited = new Set(state.outstanding.map(({ command }) => command.id));
    const known = this.pending[n] ?? [];
    const fresh = commands.filter(({ id }) => known.every((command) => command.id !== id));
    this.pending[n] = [...known, ...fresh].filter(({ id }) => awaited.has(id));
  }

  calmDown(): void {
    this.broken.clear();
    this.#losesAnswers = 0;
  }

  /** @param sees the chance that a heartbeat reaches its replica from there */
  round(sees: number): void {
    this.nowMs += BEAT_MS;
    for (const n of [0, 1]) {
      for (const replicaId of IDS) {
        const isGood = !this.broken.has(replicaId) && this.#random.chance(sees);
        const finding = isGood
          ? ({ isGood, tookMs: 1, freeBytes: null } as const)
          : ({ isGood: false, fault: "unreachable", detail: "STORE_UNREACHABLE", freeBytes: null } as const);
        this.tell(n, { kind: "beat", replicaId, finding });
        const manifest = this.manifests.get(replicaId);
        if (isGood && manifest !== undefined) this.tell(n, { kind: "manifest", ...manifest });
      }
      this.tell(n, { kind: "tick" });
    }
  }

  answer(n: number): void {
    const command = this.pending[n]?.[0];
    if (command !== undefined)
      this.tell(n, { kind: "result", commandId: command.id, result: this.#carryOut(n, command) });
  }

  #carryOut(n: number, command: Command): CommandResult {
    if (command.kind !== "write-manifest") return { outcome: "done" };
    const { epoch, activeId, homeId } = command;
    const writer = this.states[n]?.installationId ?? "";
    if (this.broken.has(activeId)) return { outcome: "failed", detail: "STORE_UNREACHABLE" };
    const wanted = { epoch, writer, activeId, homeId };
    const known = this.manifests.get(activeId);
    if (known !== undefined && outranks(known, wanted)) return { outcome: "failed", detail: OUTRANKED };
    const key = `${epoch}/${writer}`;
    expect([key, this.activeOf.get(key) ?? activeId]).toEqual([key, activeId]);
    this.activeOf.set(key, activeId);
    for (const id of IDS) {
      const other = this.manifests.get(id);
      const isReached = id === activeId || (!this.broken.has(id) && this.#random.chance(0.7));
      if (isReached && (other === undefined || outranks(wanted, other))) this.manifests.set(id, wanted);
    }
    // it is there, but the answer is lost
    if (this.#random.chance(this.#losesAnswers)) return { outcome: "failed", detail: "STORE_UNREACHABLE" };
    return { outcome: "done" };
  }
}

function live(seed: number): Office {
  const random = randomFrom(seed);
  const office = new Office(random);
  for (let step = 0; step < 400; step += 1) {
    const dice = random.below(100);
    const n = random.below(2);
    const toId = random.pick(IDS);
    if (dice < 50) office.round(0.95);
    else if (dice < 85) office.answer(n);
    else if (dice < 88) office.broken.add(toId);
    else if (dice < 94) office.broken.delete(toId);
    else if (dice < 96) office.tell(n, { kind: "restart" });
    else {
      const forGood = random.chance(0.3);
      const order = { kind: "switch-over", by: "person", toId, forGood, evenIfBehind: true } as const;
      office.tell(n, { kind: "order", order });
    }
  }
  office.calmDown();
  for (let n = 0; n < 120; n += 1) {
    office.round(1);
    for (let answers = 0; answers < 10; answers += 1) for (const each of [0, 1]) office.answer(each);
  }
  return office;
}

test("they agree in the end on who is active, in which epoch, and by whose word", () => {
  let moves = 0;
  const property = fc.property(fc.integer(), (seed) => {
    const { states, activeOf } = live(seed);
    moves += activeOf.size;
    const [one, two] = states.map(({ activeId, homeId, epoch, epochWriter, move, outstanding }) => {
      return { activeId, homeId, epoch, epochWriter, move, awaited: outstanding.length };
    });
    expect(one).toEqual(two);
    expect(one).toMatchObject({ move: null, awaited: 0 });
  });
  fc.assert(property, { numRuns: Number(process.env.FUZZ_RUNS ?? 100), endOnFailure: true });
  expect(moves).toBeGreaterThan(200);
});
