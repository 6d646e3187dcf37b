import type { BlobId } from "../../shared/ids.ts";
import type { Compression } from "../repository/pack/blob-codec.ts";
import { createIntake, type Intake, splitIds } from "./intake.ts";
import type { SavingTools } from "./make-snapshot.ts";
import type { FromBackupThread, ToBackupThread } from "./messages.ts";
import type { SavedReport } from "./saved-report.ts";
import type { Tally } from "./tally.ts";
import { type Member, startTeam } from "./thread-team.ts";

/** What a batch of bytes was cut into, in order. */
export type Fed = { readonly batch: number; readonly ids: readonly BlobId[]; readonly lengths: Uint32Array };

/** The cut of a piece: its bytes are back, and what begins at `rest` belongs before what comes next. */
export type PieceCut = { readonly bytes: Uint8Array<ArrayBuffer>; readonly rest: number };

/** Gives bytes that this thread has got from elsewhere to a team of threads, to be cut, hashed, compressed and packed. */
export type ThreadFeed = {
  /** Aborted when the backup is, or when something went wrong in here. */
  readonly signal: AbortSignal;
  readonly intake: Intake;
  /**
   * A part of something long, of which `filled` bytes count. Waits until a thread is free. The memory is lent and comes back.
   *
   * @param onHashed told as soon as its chunks are hashed
   * @throws the signal's reason
   */
  piece(
    bytes: Uint8Array<ArrayBuffer>,
    filled: number,
    atEnd: boolean,
    onHashed: (fed: Fed) => void,
  ): Promise<PieceCut>;
  /** Whole files, one behind the other. Resolves with the memory, and waits as {@link ThreadFeed.piece} does. */
  files(
    bytes: Uint8Array<ArrayBuffer>,
    lengths: readonly number[],
    onHashed: (fed: Fed) => void,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** Waits until something is so that changes as batches are done. @throws the signal's reason */
  until(isTrue: () => boolean): Promise<void>;
  /** All has been given: has it packed, and waits until it is stored and indexed. */
  finish(): Promise<void>;
  /** Ends the threads, whatever they do. */
  stop(): Promise<void>;
};

export type ThreadFeedOptions = Pick<SavingTools, "repository" | "saver" | "threads" | "signal"> & {
  readonly compression: Compression;
  readonly tally: Tally;
  readonly saved: SavedReport<unknown> | undefined;
};

export function feedThreads(options: ThreadFeedOptions): ThreadFeed {
  const { repository, saver, compression, tally, saved } = options;
  const { masterKey, version, polynomial } = repository;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const hashed = new Map<number, (fed: Fed) => void>();
  const cuts = new Map<number, PieceCut>();
  let changed = Promise.withResolvers<void>();
  let nextBatch = 0;

  const team = startTeam(
    options.threads,
    {
      ...{ masterKey, version, polynomial, compression },
      filter: { excludes: [], markers: [], largerThanBytes: undefined },
      ignored: { inode: false, ctime: false },
    },
    (member, message) => void take(member, message),
    (error) => stop.abort(error),
  );
  const intake = createIntake({ saver, tally, saved, team: () => team });
  signal.addEventListener("abort", wake);

  async function take(member: Member, message: FromBackupThread): Promise<void> {
    try {
      await onMessage(member, message);
      wake();
    } catch (error) {
      stop.abort(error);
    }
  }

  function wake(): void {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  }

  async function until(isTrue: () => boolean): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (isTrue()) return;
      await changed.promise;
    }
  }

  function onMessage(member: Member, message: FromBackupThread): Promise<void> | undefined {
    switch (message.kind) {
      case "piece-cut":
        cuts.set(message.batch, message);
        return undefined;
      case "hashed":
        onHashed(member, message);
        return undefined;
      case "stored":
        intake.batchStored(member, message);
        return undefined;
      case "trees-stored":
        intake.treesStored(message);
        return undefined;
      case "pack":
        return intake.takePack(member, message);
      case "flushed":
        intake.flushed();
        return undefined;
      case "scanned":
      case "cut":
        throw new Error(`a thread answered "${message.kind}" where no file was asked for`);
    }
  }

  function onHashed(member: Member, message: Extract<FromBackupThread, { kind: "hashed" }>): void {
    intake.takeBatch(member, message);
    const { batch, ids, lengths } = message;
    const tell = hashed.get(batch);
    if (tell === undefined) throw new Error(`nobody sent batch ${batch}`);
    hashed.delete(batch);
    tell({ batch, ids: splitIds(ids), lengths });
  }

  /** @returns what came back once it was cut */
  async function send(
    messageOf: (batch: number) => Extract<ToBackupThread, { kind: "piece" | "files" }>,
    onHashed: (fed: Fed) => void,
  ): Promise<PieceCut> {
    let member: Member | undefined;
    // asked for and taken in one go: others wait for a free thread as well
    await until(() => {
      member = intake.isFull() ? undefined : team.memberForBatch();
      if (member !== undefined) member.freeAreas -= 1;
      return member !== undefined;
    });
    const batch = nextBatch;
    nextBatch += 1;
    hashed.set(batch, onHashed);
    const message = messageOf(batch);
    member?.thread.post(message, [message.bytes.buffer]);
    await until(() => cuts.has(batch));
    const cut = cuts.get(batch);
    cuts.delete(batch);
    if (cut === undefined) throw new Error(`batch ${batch} was not cut`);
    return cut;
  }

  return {
    signal,
    intake,
    until,
    piece: (bytes, length, atEnd, onHashed) =>
      send((batch) => ({ kind: "piece", batch, bytes, length, atEnd }), onHashed),
    async files(bytes, lengths, onHashed) {
      return (await send((batch) => ({ kind: "files", batch, bytes, lengths }), onHashed)).bytes;
    },
    async finish() {
      await until(() => !team.isReading());
      intake.flush();
      await until(intake.isFlushed);
      await saver.finish();
    },
    async stop() {
      signal.removeEventListener("abort", wake);
      await team.stop();
      await saver.settle();
    },
  };
}
