import { userInfo } from "node:os";
import type {
  AuditActor,
  AuditEntry,
  AuditFacts,
  AuditHead,
  AuditOutcome,
  AuditSubject,
  StoredAuditRecord,
} from "../../shared/model/audit.ts";
import type { AuditAct, AuditFilter, AuditStore } from "../catalog/audit-store.ts";
import type { Clock } from "../clock.ts";
import { judgeAnchor } from "./anchors.ts";
import { readHeadFile, writeHeadFile } from "./head-file.ts";
import type { NewAuditRecord } from "./record.ts";
import { type ChainCheck, createChainProver } from "./verify-chain.ts";

export type NewAct = {
  readonly actor: Pick<AuditActor, "kind"> & Partial<Pick<AuditActor, "address" | "session">>;
  readonly action: string;
  readonly subjects?: readonly AuditSubject[];
  readonly facts?: AuditFacts;
};

/**
 * Records what is done and by whom. Nothing waits for the trail: where it cannot be written, work goes on, and how much was not
 * recorded is the next thing that is.
 */
export type AuditTrail = {
  /**
   * To be called before something is done: what ends the process in the middle leaves a record without an outcome.
   * @returns to be told how it ended
   */
  begin(act: NewAct): (outcome: AuditOutcome) => void;
  /** What is over already. */
  note(act: NewAct, outcome?: AuditOutcome): void;
  list(filter: AuditFilter, limit: number): AuditEntry[];
  /** As they are stored, by number. */
  stored(after: number, limit: number): StoredAuditRecord[];
  head(): AuditHead | undefined;
  hashAt(number: number): string | undefined;
  /** Reads the whole chain, a page at a time. */
  prove(signal?: AbortSignal): Promise<ChainCheck>;
};

export type AuditTrailParts = {
  readonly store: AuditStore;
  readonly clock: Clock;
  /** The data folder. */
  readonly folder: string;
  readonly onProblem: (error: unknown) => void;
};

export const DONE: AuditOutcome = { is: "done", code: null, facts: {} };
const PAGE = 500;
const MAX_NAME = 300;

/** Takes the trail up where it was left. A catalog that is behind the head that was kept is told of in the trail itself. */
export function createAuditTrail(parts: AuditTrailParts): AuditTrail {
  const { store, clock, folder, onProblem } = parts;
  const user = userName();
  let lost = 0;

  function append(record: NewAuditRecord): number | undefined {
    try {
      if (lost > 0) {
        write(
          actOf({ actor: { kind: "engine" }, action: "audit.notRecorded", facts: { records: lost } }, DONE),
        );
        lost = 0;
      }
      return write(record);
    } catch (error) {
      lost += 1;
      onProblem(error);
      return undefined;
    }
  }

  function write(record: NewAuditRecord): number {
    const { number, hash } = store.append(record);
    try {
      writeHeadFile(folder, { number, hash, atMs: record.atMs });
    } catch (error) {
      onProblem(error); // the record itself is there
    }
    return number;
  }

  function actOf(act: NewAct, outcome: AuditOutcome | null): NewAuditRecord {
    const { actor, action, subjects = [], facts = {} } = act;
    return {
      kind: "act",
      atMs: clock.nowMs(),
      actor: { kind: actor.kind, user, address: actor.address ?? null, session: actor.session ?? null },
      action,
      subjects: subjects.slice(0, 50).map((one) => ({ ...one, name: one.name.slice(0, MAX_NAME) })),
      facts,
      outcome,
    };
  }

  const hashAt = (number: number) => store.get(number)?.hash;
  const trail: AuditTrail = {
    begin(act) {
      const number = append(actOf(act, null));
      return (outcome) => {
        // of what could not be recorded the outcome says nothing either
        if (number !== undefined) append({ kind: "outcome", atMs: clock.nowMs(), of: number, outcome });
      };
    },
    note: (act, outcome = DONE) => void append(actOf(act, outcome)),
    list: (filter, limit) => store.acts(filter, limit).map(entryOf),
    stored: (after, limit) => store.after(after, limit).map(({ record, hash }) => ({ record, hash })),
    head: () => headOf(store),
    hashAt,
    async prove(signal) {
      const prover = createChainProver();
      for (let at = 0; ; ) {
        signal?.throwIfAborted();
        const page = store.after(at, PAGE);
        for (const stored of page) prover.take(stored);
        const last = page.at(-1);
        if (last === undefined) return prover.result();
        at = last.number;
        await new Promise(setImmediate); // the host has others to answer
      }
    },
  };

  noteIfBehind();
  return trail;

  function noteIfBehind(): void {
    try {
      const kept = readHeadFile(folder);
      const state = kept === undefined ? "agrees" : judgeAnchor(kept, hashAt);
      if (kept === undefined || state === "agrees") return;
      const facts = { state, keptNumber: kept.number, keptHash: kept.hash, found: store.head()?.number ?? 0 };
      trail.note(
        { actor: { kind: "engine" }, action: "audit.headDiffers", facts },
        {
          ...{ is: "failed", code: null, facts: {} },
        },
      );
    } catch (error) {
      onProblem(error);
    }
  }
}

function headOf(store: AuditStore): AuditHead | undefined {
  const head = store.head();
  if (head === undefined) return undefined;
  const atMs: unknown = Object(JSON.parse(head.record)).atMs;
  return { number: head.number, hash: head.hash, atMs: typeof atMs === "number" ? atMs : 0 };
}

function entryOf({ number, atMs, actor, action, subjects, facts, outcome }: AuditAct): AuditEntry {
  return { number, atMs, actor, action, subjects, facts, outcome };
}

/** Some systems have no name for the user of a container. */
function userName(): string {
  try {
    return userInfo().username.slice(0, 200);
  } catch {
    return "";
  }
}
