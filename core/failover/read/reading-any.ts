import { BackstayError, type FileKind, isBackstayError } from "../../../shared/errors.ts";
import type { ReadStrategy } from "../../../shared/model/read-strategy.ts";
import { isLostForGood } from "../../repository/inventory/unreadable.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import { checkObjectName } from "../../storage/object-name.ts";
import type { ByteRange, Doubt, Store, StoredFile } from "../../storage/store.ts";
import { type BadObject, isBadKind } from "./bad-object.ts";
import { type KnownReplica, knowReplica } from "./known-replica.ts";
import { orderReplicas } from "./order-replicas.ts";
import { type RaceEnd, raceReads } from "./race-reads.ts";

/** From where it was read. */
export type ReadReport = {
  /** In the order in which they were given, the active one first. */
  readonly replicas: readonly {
    readonly location: string;
    /** Pieces of packs, and other files. */
    readonly reads: number;
    readonly bytes: number;
  }[];
  /** Each file once. There may be fewer than were met. */
  readonly bad: readonly BadObject[];
  readonly badCount: number;
};

export type ReplicatedStore = Store & {
  report(): ReadReport;
  /** What is known of a place from elsewhere: it does not answer, and is asked last for a while. */
  noteOutage(location: string): void;
};

export type ReadingLimits = {
  /** Within this time no other replica is asked besides. */
  readonly patienceMs: number;
  /** The same where nobody knows how long an answer takes, and when one that was asked seems to be away. */
  readonly stallMs: number;
  /** For how long one that seems to be away, or gave an error about itself, is asked last; longer each time in a row. */
  readonly leaveMs: number;
};

export type ReadingOptions = {
  readonly strategy?: ReadStrategy | undefined;
  /** Told of each file once, as soon as it is met. */
  readonly onBad?: ((bad: BadObject) => void) | undefined;
  readonly limits?: Partial<ReadingLimits> | undefined;
  /** From 0 to below 1. */
  readonly random?: (() => number) | undefined;
  /** Milliseconds that only grow. */
  readonly nowMs?: (() => number) | undefined;
};

const USUAL_LIMITS: ReadingLimits = { patienceMs: 250, stallMs: 5_000, leaveMs: 30_000 };
/** Slower than usual by so much, and another one is asked besides. */
const TIMES_USUAL = 3;
/** Away rather than slow. */
const TIMES_STALLED = 10;
/** Of all reads so many may be asked of a second one besides, and so many more in all. */
const HEDGED_SHARE = 0.05;
const HEDGES_FREE = 16;
/** One that lost is not asked first for so long. */
const LOST_MS = 2_000;
/** So often one is asked first of which nobody knows how fast it is, or is now. */
const TRY_EVERY_MS = 60_000;
const MAX_BAD = 1_000;
/** An index file is read as a whole, and nobody knows how long it is: so long at most, as a rule. Other files of that kind are short. */
const INDEX_BYTES = 8 * 1024 * 1024;
/** A list takes longer than one object until it begins, and between its parts. */
const LIST_STALLS = 4;

/** These belong to one replica alone: its locks, what is written about it, and its config, which others have in another form. */
const OWN_KINDS: ReadonlySet<FileKind> = new Set<FileKind>(["lock", "manifest", "config"]);

/**
 * A store to read a repository from that has several replicas: for each object the best one is asked, and when it lacks the object, has
 * it damaged or takes too long, the next. What is read as a whole is compared with its name on the way; damage that only
 * shows when bytes are opened is told by `doubtOf`, and the next attempt goes elsewhere.
 *
 * Lists, locks, and all that is written or removed are of the first replica alone. When it is away, lists come from the next one, and
 * its locks are let be: what others remove meanwhile is read from elsewhere, and a lock that stays counts as dead in half an hour.
 *
 * @param stores that touch nothing yet; this one closes them
 */
export function readingAny(
  stores: readonly [Store, Store, ...Store[]],
  options: ReadingOptions = {},
): ReplicatedStore {
  const { strategy = "fastest", random = Math.random, nowMs = () => performance.now() } = options;
  const limits = { ...USUAL_LIMITS, ...options.limits };
  const replicas = stores.map((store) => knowReplica(store, nowMs));
  const [first, ...others] = replicas as [KnownReplica, ...KnownReplica[]];
  const origins = new WeakMap<Uint8Array, { readonly replica: KnownReplica; readonly doubt: Doubt }>();
  const bad = new Map<string, BadObject>();
  let badCount = 0;
  let turn = 0;
  let hedges = 0;

  function noteBad(replica: KnownReplica, kind: FileKind, name: string, fault: BadObject["fault"]): void {
    // what others lack they may not have got yet, or have in packs of their own
    if ((fault === "missing" && replica !== first) || !isBadKind(kind)) return;
    const key = `${replica.location}\n${kind}/${name}`;
    if (bad.has(key)) return;
    badCount += 1;
    const found: BadObject = { location: replica.location, kind, name, fault };
    if (bad.size < MAX_BAD) bad.set(key, found);
    options.onBad?.(found);
  }

  function mayHedge(): boolean {
    if (hedges >= HEDGES_FREE + turn * HEDGED_SHARE) return false;
    hedges += 1;
    return true;
  }

  /** Whoever is known to have damage in the file is asked behind the others, and never for what is damaged. */
  function orderFor(
    kind: FileKind,
    name: string,
    range: ByteRange | undefined,
    bytes: number,
  ): readonly KnownReplica[] {
    const able = replicas.filter(({ damaged }) => !damaged.touches(kind, name, range));
    const choosable = able.map(({ store, waiting }) => ({
      expectedMs: store.expectedReadMs(bytes),
      waiting,
    }));
    const order = orderReplicas(choosable, strategy, { turn, chance: random() }).flatMap(
      (n) => able[n] ?? [],
    );
    const rank = (replica: KnownReplica) =>
      (replica.isAway() ? 2 : 0) + (replica.damaged.has(kind, name) ? 1 : 0);
    const ranked = order.toSorted((a, b) => rank(a) - rank(b));
    const [best] = ranked;
    const untried =
      strategy === "fastest" && best !== undefined && best.askedMs !== undefined
        ? ranked.find((replica) => replica !== best && rank(replica) === 0 && isToBeTried(replica))
        : undefined;
    return untried === undefined ? ranked : [untried, ...ranked.filter((replica) => replica !== untried)];
  }

  /** One that is never asked is never known to be fast; the others are there if it is not. */
  function isToBeTried({ askedMs, waiting }: KnownReplica): boolean {
    return waiting === 0 && (askedMs === undefined || nowMs() - askedMs >= TRY_EVERY_MS);
  }

  async function ask<T>(replica: KnownReplica, work: (store: Store) => Promise<T>): Promise<T> {
    replica.waiting += 1;
    replica.askedMs = nowMs();
    try {
      const value = await work(replica.store);
      replica.noteWell();
      return value;
    } finally {
      replica.waiting -= 1;
    }
  }

  /** What became of those that did not answer. */
  function learn<T>(
    { failures, late }: RaceEnd<KnownReplica, T>,
    kind: FileKind,
    name: string,
    range: ByteRange | undefined,
  ): void {
    for (const { replica, error } of failures) {
      if (isLostForGood(error)) {
        const isMissing = isBackstayError(error, "OBJECT_MISSING");
        // of a file that ends too early nobody knows where it is whole
        replica.damaged.add(kind, name, isMissing ? undefined : range);
        noteBad(replica, kind, name, isMissing ? "missing" : "damaged");
      } else if (error instanceof BackstayError) replica.leave(limits.leaveMs);
    }
    for (const { replica, isStalled } of late)
      if (isStalled) replica.leave(limits.leaveMs);
      else replica.avoid(LOST_MS);
  }

  /** @throws what the first replica said; when it was not asked, that the object is damaged */
  async function fromAny<T>(
    { kind, name, range, bytes }: Wanted,
    work: (store: Store, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly value: T; readonly replica: KnownReplica }> {
    checkObjectName(kind, name);
    const order = orderFor(kind, name, range, bytes);
    turn += 1;
    const damage = (cause?: unknown) =>
      new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "hash" }, { cause });
    if (order.length === 0) throw damage();
    const times = patienceFor(order, bytes);
    // what the first has damaged is waited for, but not as long as one waits for a place to come back
    const isElsewhere = !order.includes(first);
    const until = isElsewhere
      ? either(signal, AbortSignal.timeout(2 * times.stallAfterMs + limits.leaveMs))
      : signal;
    try {
      const end = await raceReads(order, {
        ask: (replica, stop) => ask(replica, (store) => work(store, stop)),
        ...{ ...times, mayHedge, signal: until },
        onWaiting: (replica, askNext) => replica.onLeft(askNext),
      });
      learn(end, kind, name, range);
      if (end.won !== undefined) return end.won;
      throw blamed(end.failures, first);
    } catch (error) {
      signal?.throwIfAborted();
      const isMistake = !(error instanceof BackstayError) && until?.aborted !== true;
      throw isElsewhere && !isMistake ? damage(error) : error;
    }
  }

  /** How long one waits for the first of them alone. */
  function patienceFor(order: readonly KnownReplica[], bytes: number) {
    const expected = order.map((replica) => replica.store.expectedReadMs(bytes));
    const usual = expected.filter((ms, n) => ms !== undefined && order[n]?.isAway() === false) as number[];
    if (usual.length === 0) return { hedgeAfterMs: limits.stallMs, stallAfterMs: limits.stallMs };
    const usualMs = Math.min(...usual);
    return {
      // one that takes longer to answer by itself is of no help before
      hedgeAfterMs: Math.max(limits.patienceMs, TIMES_USUAL * usualMs, expected[1] ?? 0),
      stallAfterMs: Math.max(limits.stallMs, TIMES_STALLED * usualMs),
    };
  }

  async function readWhole(store: Store, { kind, name }: Wanted, signal: AbortSignal) {
    const bytes = await store.read(kind, name, undefined, signal);
    if (sha256(bytes).toString("hex") !== name)
      throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "hash" });
    return bytes;
  }

  function doubtFor(replica: KnownReplica, kind: FileKind, name: string): Doubt {
    return (range) => {
      replica.damaged.add(kind, name, range);
      noteBad(replica, kind, name, "damaged");
      return replicas.some(({ damaged }) => !damaged.touches(kind, name, range));
    };
  }

  /** What only keeps others from removing what is read is no reason to stop reading. */
  async function asFarAsItAnswers(work: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    const working = work();
    const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
    const timer = setTimeout(giveUp, first.isAway() ? limits.patienceMs : limits.stallMs);
    const off = first.onLeft(giveUp);
    try {
      await Promise.race([working, late]);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof BackstayError) || !isAwayBy(error)) throw error;
    } finally {
      clearTimeout(timer);
      off();
      working.catch(() => undefined);
    }
  }

  return {
    ...first.store,
    cheapSeeks: stores.every(({ cheapSeeks }) => cheapSeeks),

    async *list(kind, signal) {
      const listed = new Set<string>(); // a list that broke off begins anew, elsewhere
      const order = OWN_KINDS.has(kind) ? [first] : [first, ...others];
      const failures: unknown[] = [];
      for (const [n, replica] of order.entries()) {
        const files = replica.store.list(kind, signal);
        const limitMs = n + 1 < order.length ? LIST_STALLS * limits.stallMs : undefined;
        try {
          for await (const file of limitMs === undefined ? files : inStride(files, limitMs, replica)) {
            if (listed.has(file.name)) continue;
            listed.add(file.name);
            yield file;
          }
          return;
        } catch (error) {
          signal?.throwIfAborted();
          if (!(error instanceof BackstayError) || !isAwayBy(error)) throw error;
          replica.leave(limits.leaveMs);
          failures.push(error);
        }
      }
      throw failures[0];
    },

    async size(kind, name, signal) {
      if (OWN_KINDS.has(kind)) return await first.store.size(kind, name, signal);
      const wanted = { kind, name, range: undefined, bytes: 0 };
      return (await fromAny(wanted, (store, until) => store.size(kind, name, until), signal)).value;
    },

    async read(kind, name, range, signal) {
      if (OWN_KINDS.has(kind)) return await first.store.read(kind, name, range, signal);
      const wanted: Wanted = {
        kind,
        name,
        range,
        bytes: range?.length ?? (kind === "index" ? INDEX_BYTES : 0),
      };
      const { value, replica } = await fromAny(
        wanted,
        (store, until) =>
          range === undefined ? readWhole(store, wanted, until) : store.read(kind, name, range, until),
        signal,
      );
      replica.reads += 1;
      replica.bytes += value.length;
      origins.set(value, { replica, doubt: doubtFor(replica, kind, name) });
      return value;
    },

    async write(kind, name, bytes, signal) {
      const write = () => first.store.write(kind, name, bytes, signal);
      await (kind === "lock" ? asFarAsItAnswers(write, signal) : write());
    },

    async remove(kind, name, signal) {
      const remove = () => first.store.remove(kind, name, signal);
      await (kind === "lock" ? asFarAsItAnswers(remove, signal) : remove());
    },

    doubtOf: (bytes) => origins.get(bytes)?.doubt,

    async close() {
      await Promise.all(replicas.map(({ store }) => store.close()));
    },

    report: () => ({
      replicas: replicas.map(({ location, reads, bytes }) => ({ location, reads, bytes })),
      bad: [...bad.values()],
      badCount,
    }),

    noteOutage(location) {
      for (const replica of replicas) if (replica.location === location) replica.leave(limits.leaveMs);
    },
  };
}

type Wanted = {
  readonly kind: FileKind;
  readonly name: string;
  /** Without one the whole file. */
  readonly range: ByteRange | undefined;
  readonly bytes: number;
};

/** @returns the error to tell of: our own mistake, else what the replica said whose object it is, else that it is damaged */
function blamed(failures: RaceEnd<KnownReplica, unknown>["failures"], first: KnownReplica): unknown {
  const mistake = failures.find(({ error }) => !(error instanceof BackstayError));
  const own = failures.find(({ replica }) => replica === first);
  const lost = failures.find(({ error }) => isLostForGood(error));
  return (mistake ?? own ?? lost ?? failures[0])?.error;
}

/** The same files, as long as none is waited for longer than this. @throws STORE_UNREACHABLE */
async function* inStride(
  files: AsyncIterable<StoredFile>,
  limitMs: number,
  { location }: KnownReplica,
): AsyncGenerator<StoredFile> {
  const iterator = files[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => reject(new BackstayError("STORE_UNREACHABLE", { location, reason: "timed-out" })),
        limitMs,
      );
      const coming = iterator.next();
      coming.catch(() => undefined); // nobody waits for one that is late
      const { done, value } = await Promise.race([coming, late]).finally(() => clearTimeout(timer));
      if (done === true) return;
      yield value;
    }
  } finally {
    iterator.return?.().catch(() => undefined); // which waits for the one that is late
  }
}

function either(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one === undefined ? other : AbortSignal.any([one, other]);
}

function isAwayBy({ code }: BackstayError): boolean {
  return code === "STORE_UNREACHABLE" || code === "STORE_VANISHED" || code === "STORE_FAILED";
}
