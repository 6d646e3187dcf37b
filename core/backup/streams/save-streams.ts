import type { BlobId } from "../../../shared/ids.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import type { Compression } from "../../repository/pack/blob-codec.ts";
import type { CoordinatorResult } from "../coordinator.ts";
import { feedThreads } from "../feed-threads.ts";
import type { SavingTools } from "../make-snapshot.ts";
import { READ_AREA_BYTES } from "../read-area.ts";
import { createSavedReport } from "../saved-report.ts";
import { newTally } from "../tally.ts";
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
  const { repository, previousTree } = tools;
  const tally = newTally();
  const saved = tools.onSaved === undefined ? undefined : createSavedReport<unknown>(tools.onSaved);
  const feed = feedThreads({ ...tools, compression, tally, saved });
  const { signal, intake } = feed;
  let filesDone = 0;
  let bytesDone = 0;

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
    const n = stream.pieces.push(undefined) - 1;
    const cut = await feed.piece(bytes, filled, atEnd, ({ batch, ids, lengths }) => {
      stream.pieces[n] = ids;
      const sizeBytes = lengths.reduce((sum, length) => sum + length, 0);
      stream.sizeBytes += sizeBytes;
      bytesDone += sizeBytes;
      saved?.partOf(batch, stream);
      report(stream);
    });
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
    await feed.until(() => stream.pieces.every((ids) => ids !== undefined));
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
    await feed.finish();
    tally.totalFilesProcessed = done.length;
    tally.totalBytesProcessed = bytesDone;
    return { tree, tally, lostFolders: 0 };
  } finally {
    await feed.stop();
  }
}
