import type { BlobId } from "../../../shared/ids.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import type { Compression } from "../../repository/pack/blob-codec.ts";
import type { CoordinatorResult } from "../coordinator.ts";
import { createIntake, splitIds } from "../intake.ts";
import type { SavingTools } from "../make-snapshot.ts";
import type { FromBackupThread } from "../messages.ts";
import { READ_AREA_BYTES } from "../read-area.ts";
import { createSavedReport } from "../saved-report.ts";
import { newTally } from "../tally.ts";
import { type Member, startTeam } from "../thread-team.ts";
import { buildStreamTree, type SavedStream } from "./build-stream-tree.ts";
import { findPrevious } from "./previous-streams.ts";
import type { StreamSource } from "./stream-source.ts";

/** What is being cut: `bytes` is lent to a thread and comes back, `filled` of it are not yet in a chunk. */
type Piece = { readonly bytes: Uint8Array<ArrayBuffer>; readonly filled: number };
/** Of a stream, what its pieces became. */
type Stream = {
  path: string;
  readonly pieces: (readonly BlobId[] | undefined)[];
  sizeBytes: number;
};

/** A stream that ended badly. */
export type BrokenStream = { readonly path: string; readonly error: unknown };

/** What is left of a stream that ended badly must not be taken for a whole one. */
const BROKEN_ENDING = ".incomplete";

/**
 * Saves streams one after another, over a team of threads. Memory stays the same however long they are. All data is stored and
 * indexed when it resolves.
 *
 * @param onBroken told of each stream that ended badly, of which is kept what came; without it nothing is made of the others then either
 * @throws what a stream throws, unless it is told to `onBroken` and another one gave something
 */
export async function saveStreams(
  streams: readonly StreamSource[],
  compression: Compression,
  tools: SavingTools,
  onBroken?: (broken: BrokenStream) => void,
): Promise<CoordinatorResult> {
  const { repository, saver, previousTree } = tools;
  const { masterKey, version, polynomial } = repository;
  const tally = newTally();
  const saved = tools.onSaved === undefined ? undefined : createSavedReport<Stream>(tools.onSaved);
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  const pieces = new Map<number, { readonly stream: Stream; readonly n: number }>();
  const cuts = new Map<number, { readonly bytes: Uint8Array<ArrayBuffer>; readonly rest: number }>();
  let changed = Promise.withResolvers<void>();
  let nextBatch = 0;
  let filesDone = 0;
  let bytesDone = 0;

  const team = startTeam(
    tools.threads,
    {
      ...{ masterKey, version, polynomial, compression },
      filter: { excludes: [], markers: [], largerThanBytes: undefined },
      ignored: { inode: false, ctime: false },
    },
    (member, message) => void take(member, message),
    (error) => stop.abort(error),
  );
  const intake = createIntake({ saver, tally, saved, team: () => team });

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
    const piece = pieces.get(message.batch);
    if (piece === undefined) throw new Error(`nobody sent batch ${message.batch}`);
    pieces.delete(message.batch);
    const { stream, n } = piece;
    stream.pieces[n] = splitIds(message.ids);
    const sizeBytes = message.lengths.reduce((sum, length) => sum + length, 0);
    stream.sizeBytes += sizeBytes;
    bytesDone += sizeBytes;
    saved?.partOf(message.batch, stream);
    report(stream);
  }

  function report({ path }: Pick<Stream, "path">): void {
    tools.onProgress({
      filesDone,
      bytesDone,
      filesFound: streams.length,
      bytesFound: 0, // nobody knows
      isScanned: false,
      path: rawPathFromText(path),
    });
  }

  /** Has the whole chunks of a piece stored. @returns what is left of it, to go before what comes next */
  async function sendPiece(stream: Stream, { bytes, filled }: Piece, atEnd: boolean): Promise<Piece> {
    await until(() => !intake.isFull() && team.memberForBatch() !== undefined);
    const member = team.memberForBatch();
    if (member === undefined) throw new Error("the thread that was free is not");
    const batch = nextBatch;
    nextBatch += 1;
    pieces.set(batch, { stream, n: stream.pieces.length });
    stream.pieces.push(undefined);
    member.freeAreas -= 1;
    member.thread.post({ kind: "piece", batch, bytes, length: filled, atEnd }, [bytes.buffer]);
    await until(() => cuts.has(batch));
    const cut = cuts.get(batch);
    cuts.delete(batch);
    if (cut === undefined) throw new Error(`batch ${batch} was not cut`);
    cut.bytes.copyWithin(0, cut.rest, filled);
    return { bytes: cut.bytes, filled: filled - cut.rest };
  }

  async function saveStream(source: StreamSource, memory: Uint8Array<ArrayBuffer>) {
    const foundMs = performance.now();
    const stream: Stream = { path: source.path, pieces: [], sizeBytes: 0 };
    let piece: Piece = { bytes: memory, filled: 0 };
    report(stream);
    let broken: BrokenStream | undefined;
    try {
      for await (const chunk of source.open(signal)) {
        for (let at = 0; at < chunk.length; ) {
          const count = Math.min(chunk.length - at, piece.bytes.length - piece.filled);
          piece.bytes.set(chunk.subarray(at, at + count), piece.filled);
          piece = { bytes: piece.bytes, filled: piece.filled + count };
          at += count;
          if (piece.filled === piece.bytes.length) piece = await sendPiece(stream, piece, false);
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      if (onBroken === undefined) throw error;
      broken = { path: source.path, error };
      if (stream.pieces.length === 0 && piece.filled === 0)
        return { broken, done: undefined, memory: piece.bytes };
      stream.path = `${source.path}${BROKEN_ENDING}`;
    }
    if (piece.filled > 0) piece = await sendPiece(stream, piece, true);
    await until(() => stream.pieces.every((ids) => ids !== undefined));
    const { path, sizeBytes } = stream;
    const content = stream.pieces.flatMap((ids) => ids ?? []);
    const previous = await findPrevious(repository, previousTree, path, tools.signal);
    const isSame = previous !== undefined && previous.join() === content.join();
    const action = previous === undefined ? "new" : isSame ? "same" : "changed";
    tally[previous === undefined ? "filesNew" : isSame ? "filesUnmodified" : "filesChanged"] += 1;
    saved?.large(stream, { path: rawPathFromText(path), type: "file", action, sizeBytes, foundMs });
    filesDone += 1;
    return { broken, done: { path, sizeBytes, content }, memory: piece.bytes };
  }

  try {
    signal.addEventListener("abort", wake);
    const done: SavedStream[] = [];
    let firstBroken: BrokenStream | undefined;
    let isWorthIt = false;
    let memory = new Uint8Array(READ_AREA_BYTES);
    for (const source of streams) {
      const { done: saved, broken, memory: back } = await saveStream(source, memory);
      if (saved !== undefined && source.isBeside !== true) isWorthIt = true;
      if (broken !== undefined) {
        firstBroken ??= broken;
        onBroken?.(broken);
      }
      if (saved !== undefined) done.push(saved);
      memory = back;
    }
    // an empty snapshot would count as the newest one
    if (!isWorthIt && firstBroken !== undefined) throw firstBroken.error;
    const tree = await buildStreamTree(done, { repository, intake, saved, tally, previousTree, signal });
    await until(() => !team.isReading());
    intake.flush();
    await until(intake.isFlushed);
    await saver.finish();
    tally.totalFilesProcessed = done.length;
    tally.totalBytesProcessed = bytesDone;
    return { tree, tally, lostFolders: 0 };
  } finally {
    signal.removeEventListener("abort", wake);
    await team.stop();
    await saver.settle();
  }
}
