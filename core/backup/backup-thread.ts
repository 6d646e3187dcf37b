/**
 * A worker thread of a backup: lists folders, reads, cuts and hashes files, and compresses, seals and packs what the
 * coordinator wants stored. All bytes stay in this thread's arena until a pack is finished.
 */
import { createKernel } from "../kernel/create-kernel.ts";
import { giveBackMemory, keepSpareMemory } from "../platform/spare-memory.ts";
import { compressionLevel } from "../repository/pack/blob-codec.ts";
import {
  createPackWriter,
  PACK_WRITER_BYTES,
  type Pack,
  type PackWriter,
  VERIFY_AREA_BYTES,
} from "../repository/pack/pack-writer.ts";
import { createSealer, SEALER_SCRATCH } from "../repository/sealer.ts";
import { type BlobType, MAX_CHUNK } from "../repository/types.ts";
import { thisThread } from "../threads/this-thread.ts";
import { createSourceFilter } from "./exclude/source-filter.ts";
import type {
  BackupThreadData,
  FromBackupThread,
  ItemAnswer,
  ReadItem,
  SegmentRequest,
  ToBackupThread,
} from "./messages.ts";
import { createReadPlaces } from "./moment/read-places.ts";
import { READ_AREA_BYTES } from "./read-area.ts";
import { createBatchReader } from "./read-batch.ts";
import type { Chunk } from "./read-parts.ts";
import { createFolderScanner } from "./scan-folder.ts";
import { READ_AREAS } from "./thread-team.ts";

const { data, send, onMessage } = thisThread<BackupThreadData, ToBackupThread, FromBackupThread>();

keepSpareMemory(); // as long as the thread lives
const layout = arenaLayout();
const kernel = createKernel(layout.length);
kernel.setPolynomial(data.polynomial);
const at = (offset: number) => kernel.arenaStart + offset;
const sealer = createSealer(kernel, data.masterKey, at(layout.sealer));
const places = createReadPlaces(data.reading);
const scanFolder = createFolderScanner(createSourceFilter(data.filter), data.ignored, places);
const reader = createBatchReader(kernel, places, data.ignored.sidecars === true);
const level = data.version === 1 ? undefined : compressionLevel(data.compression);
const dataPacks = packWriter("data", layout.dataPack, data.compression === "off" ? undefined : level);
const treePacks = packWriter("tree", layout.treePack, level);
const freeAreas = layout.readAreas.map(at);
const waiting = new Map<number, { readonly area: number; readonly chunks: readonly Chunk[] }>();

function arenaLayout() {
  let length = 0;
  const take = (bytes: number) => {
    const offset = length;
    length += Math.ceil(bytes / 4096) * 4096;
    return offset;
  };
  const sealerScratch = take(SEALER_SCRATCH);
  const verify = take(VERIFY_AREA_BYTES);
  const dataPack = take(PACK_WRITER_BYTES);
  const treePack = take(PACK_WRITER_BYTES);
  const readAreas = Array.from({ length: READ_AREAS }, () => take(READ_AREA_BYTES));
  const tree = take(MAX_CHUNK);
  return { sealer: sealerScratch, verify, dataPack, treePack, readAreas, tree, length };
}

function packWriter(type: BlobType, offset: number, packLevel: number | undefined): PackWriter {
  return createPackWriter({
    kernel,
    sealer,
    type,
    offset: at(offset),
    verifyArea: at(layout.verify),
    level: packLevel,
  });
}

function sendPack(type: BlobType, pack: Pack | undefined): void {
  if (pack === undefined) return;
  const { id, bytes, header } = pack;
  send({ kind: "pack", type, id, bytes, header }, [bytes.buffer, header.buffer]);
}

function takeArea(): number {
  const area = freeAreas.pop();
  if (area === undefined) throw new Error("the coordinator sent more batches than a thread has areas");
  return area;
}

function sendHashed(
  batch: number,
  area: number,
  chunks: readonly Chunk[],
  items: readonly ItemAnswer[],
): void {
  waiting.set(batch, { area, chunks });
  const ids = new Uint8Array(chunks.length * 32);
  const lengths = new Uint32Array(chunks.length);
  chunks.forEach((chunk, n) => {
    ids.set(chunk.id, n * 32);
    lengths[n] = chunk.length;
  });
  send({ kind: "hashed", batch, ids, lengths, items }, [ids.buffer, lengths.buffer]);
}

function read(batch: number, items: readonly ReadItem[]): void {
  const area = takeArea();
  const { answers, chunks } = reader.readItems(area, items);
  sendHashed(batch, area, chunks, answers);
}

function readSegment(request: SegmentRequest): void {
  const area = takeArea();
  const { batch } = request;
  const chunks = reader.readSegment(area, request, (cut) => send({ kind: "cut", batch, ...cut }));
  sendHashed(batch, area, chunks, []);
}

function readPiece({ batch, bytes, length, atEnd }: Extract<ToBackupThread, { kind: "piece" }>): void {
  const area = takeArea();
  const chunks = reader.takePiece(area, bytes.subarray(0, length), atEnd, (rest) =>
    send({ kind: "piece-cut", batch, bytes, rest }, [bytes.buffer]),
  );
  sendHashed(batch, area, chunks, []);
}

function readFiles({ batch, bytes, lengths }: Extract<ToBackupThread, { kind: "files" }>): void {
  const area = takeArea();
  const chunks = reader.takeFiles(area, bytes, lengths, () =>
    send({ kind: "piece-cut", batch, bytes, rest: 0 }, [bytes.buffer]),
  );
  sendHashed(batch, area, chunks, []);
}

function store(batch: number, wanted: Uint8Array): void {
  const held = waiting.get(batch);
  if (held === undefined) throw new Error(`batch ${batch} is not waiting`);
  const lengths = new Uint32Array(held.chunks.length);
  held.chunks.forEach((chunk, n) => {
    if (wanted[n] !== 1) return;
    const { storedBytes, pack } = dataPacks.add(chunk.id, chunk.offset, chunk.length);
    lengths[n] = storedBytes;
    sendPack("data", pack);
  });
  waiting.delete(batch);
  freeAreas.push(held.area);
  send({ kind: "stored", batch, lengths }, [lengths.buffer]);
}

/** @returns its length in the repository */
function storeTree(id: Uint8Array, json: Uint8Array): number {
  if (json.length > MAX_CHUNK) return storeLongTree(id, json);
  kernel.bytes.set(json, at(layout.tree));
  const { storedBytes, pack } = treePacks.add(id, at(layout.tree), json.length);
  sendPack("tree", pack);
  return storedBytes;
}

/** The tree of a folder with very many entries does not fit the arena: it gets one of its own, and a pack of its own. */
function storeLongTree(id: Uint8Array, json: Uint8Array): number {
  const room = json.length + 64 * 1024;
  const large = createKernel(SEALER_SCRATCH + room * 2 + PACK_WRITER_BYTES + room);
  const scratch = large.arenaStart;
  const verifyArea = scratch + SEALER_SCRATCH;
  const input = verifyArea + room;
  const offset = input + room;
  const own = createSealer(large, data.masterKey, scratch);
  const writer = createPackWriter({ kernel: large, sealer: own, type: "tree", offset, verifyArea, level });
  large.bytes.set(json, input);
  const { storedBytes, pack } = writer.add(id, input, json.length);
  sendPack("tree", pack ?? writer.finish());
  return storedBytes;
}

onMessage((message) => {
  switch (message.kind) {
    case "scan":
      return send({ kind: "scanned", answers: message.requests.map(scanFolder) });
    case "read":
      return read(message.batch, message.items);
    case "segment":
      return readSegment(message.request);
    case "piece":
      return readPiece(message);
    case "files":
      return readFiles(message);
    case "store":
      return store(message.batch, message.wanted);
    case "trees": {
      const lengths = Uint32Array.from(message.trees, ({ id, json }) => storeTree(id, json));
      return send({ kind: "trees-stored", lengths }, [lengths.buffer]);
    }
    case "memory":
      return giveBackMemory(message.bytes);
    case "flush":
      sendPack("data", dataPacks.finish());
      sendPack("tree", treePacks.finish());
      return send({ kind: "flushed" });
  }
});
