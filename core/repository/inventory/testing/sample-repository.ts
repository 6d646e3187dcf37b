/** Small repositories for tests, made blob by blob and without the cost of a password. */
import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import type { BlobId, IndexId, KeyId, RepositoryId, SnapshotId } from "../../../../shared/ids.ts";
import { openRepositoryCache, type RepositoryCache } from "../../../catalog/repository-cache.ts";
import { openMemoryStore } from "../../../storage/memory.ts";
import type { Store } from "../../../storage/store.ts";
import { encodeIndexFile, type IndexedPack } from "../../format/index-file.ts";
import { encodeSnapshot } from "../../format/snapshot.ts";
import { encodeNode, encodeTree } from "../../format/tree-encode.ts";
import { newMasterKey } from "../../keys/key-store.ts";
import type { TreeNode } from "../../node.ts";
import { sha256 } from "../../pack/blob-codec.ts";
import { createSealedPackBuilder, type SealedPack } from "../../prune/sealed-pack-builder.ts";
import type { Repository } from "../../repository.ts";
import { createSealedBytes } from "../../sealed-bytes.ts";
import { sampleNode } from "../../testing/sample-node.ts";
import type { BlobType, PackEntry } from "../../types.ts";
import { writeDocument } from "../../unpacked-files.ts";

/** A folder by the names in it; a text is a file of one blob, a list of texts one of several. */
export type SampleFolder = { readonly [name: string]: string | readonly string[] | SampleFolder };

export type SampleBackup = {
  readonly snapshotId: SnapshotId;
  readonly tree: BlobId;
  readonly indexId: IndexId | undefined;
  /** Those that were not in the repository before. */
  readonly dataPack: SealedPack | undefined;
  readonly treePack: SealedPack | undefined;
};

export type SampleRepository = Repository & {
  readonly cache: RepositoryCache;
  /** Stores a folder: its new blobs in one pack of data and one of trees, in one index file, and a snapshot. */
  backUp(folder: SampleFolder): Promise<SampleBackup>;
  /**
   * Stores blobs as they come, whether the repository has them or not.
   * @param types one for all, or one for each
   */
  storePack(types: BlobType | readonly BlobType[], blobs: readonly Uint8Array[]): Promise<SealedPack>;
  storeIndex(packs: readonly IndexedPack[]): Promise<IndexId>;
  storeSnapshot(tree: BlobId): Promise<SnapshotId>;
};

/** @param base a repository to write to; without it, a new one in memory */
export function sampleRepository(base: Repository = newRepository(openMemoryStore())): SampleRepository {
  const cache = openRepositoryCache(undefined, base.id);
  onTestFinished(() => cache.close());
  const stored = new Set<string>();

  async function storePack(
    types: BlobType | readonly BlobType[],
    blobs: readonly Uint8Array[],
  ): Promise<SealedPack> {
    const builder = createSealedPackBuilder(base.sealedBytes);
    for (const [n, plain] of blobs.entries()) {
      const type = typeof types === "string" ? types : (types[n] ?? "data");
      const sealed = base.sealedBytes.seal(plain);
      const entry: PackEntry = {
        id: idOf(plain),
        type,
        offset: 0,
        length: sealed.length,
        uncompressedLength: 0,
      };
      builder.add(entry, sealed);
    }
    const pack = builder.finish();
    if (pack === undefined) throw new Error("a pack needs a blob");
    await base.store.write("pack", pack.id, pack.bytes);
    return pack;
  }

  async function storeNew(type: BlobType, blobs: readonly Uint8Array[]): Promise<SealedPack | undefined> {
    const fresh = new Map(blobs.map((plain) => [`${type} ${idOf(plain)}`, plain]));
    for (const key of fresh.keys()) if (stored.has(key)) fresh.delete(key);
    for (const key of fresh.keys()) stored.add(key);
    return fresh.size === 0 ? undefined : await storePack(type, [...fresh.values()]);
  }

  const storeIndex = async (packs: readonly IndexedPack[]) =>
    (await writeDocument(base, "index", encodeIndexFile(packs))) as IndexId;

  const storeSnapshot = async (tree: BlobId) =>
    (await writeDocument(base, "snapshot", encodeSnapshot(sampleSnapshot(tree)))) as SnapshotId;

  return {
    ...base,
    cache,
    storePack,
    storeIndex,
    storeSnapshot,
    async backUp(folder) {
      const blobs: SampleBlobs = { data: [], trees: [] };
      const tree = addFolder(folder, blobs);
      const dataPack = await storeNew("data", blobs.data);
      const treePack = await storeNew("tree", blobs.trees);
      const packs = [dataPack, treePack].filter((pack) => pack !== undefined);
      const indexId = packs.length === 0 ? undefined : await storeIndex(packs);
      return { snapshotId: await storeSnapshot(tree), tree, indexId, dataPack, treePack };
    },
  };
}

/** A repository that no password opens. */
export function newRepository(store: Store): Repository {
  const masterKey = newMasterKey();
  return {
    store,
    id: randomBytes(32).toString("hex") as RepositoryId,
    version: 2,
    polynomial: 0x3da3358b4dc173n,
    masterKey,
    keyId: "0".repeat(64) as KeyId,
    sealedBytes: createSealedBytes(masterKey),
  };
}

type SampleBlobs = { readonly data: Uint8Array[]; readonly trees: Uint8Array[] };

function addFolder(folder: SampleFolder, blobs: SampleBlobs): BlobId {
  const names = Object.keys(folder).sort();
  const json = encodeTree(names.map((name) => encodeNode(addEntry(name, folder[name] ?? "", blobs))));
  blobs.trees.push(json);
  return idOf(json);
}

function addEntry(name: string, entry: SampleFolder[string], blobs: SampleBlobs): TreeNode {
  if (typeof entry === "object" && !Array.isArray(entry)) {
    const subtree = addFolder(entry as SampleFolder, blobs);
    return sampleNode({ name: Buffer.from(name), type: "dir", mode: 0o755 + 2 ** 31, subtree });
  }
  const parts = [entry as string | readonly string[]].flat().map((text) => Buffer.from(text));
  blobs.data.push(...parts);
  const sizeBytes = parts.reduce((total, part) => total + part.length, 0);
  return sampleNode({ name: Buffer.from(name), sizeBytes, content: parts.map(idOf) });
}

let snapshots = 0;

/** Each a minute after the one before. */
function sampleSnapshot(tree: BlobId): Parameters<typeof encodeSnapshot>[0] {
  snapshots += 1;
  const time = new Date(Date.UTC(2024, 0, 1, 0, snapshots)).toISOString();
  return {
    time,
    parent: undefined,
    tree,
    paths: ["/srv"],
    hostname: "office",
    username: "root",
    uid: 0,
    gid: 0,
    excludes: [],
    tags: [],
    original: undefined,
    programVersion: "",
    summary: undefined,
    otherFields: {},
  };
}

export function idOf(plain: Uint8Array): BlobId {
  return sha256(plain).toString("hex") as BlobId;
}

/** Opens a blob of a pack as it was stored. */
export function plainOf(
  { sealedBytes }: Repository,
  pack: SealedPack | undefined,
  entry: PackEntry | undefined,
): Uint8Array {
  if (pack === undefined || entry === undefined) throw new Error("the sample has no such blob");
  const plain = sealedBytes.open(pack.bytes.subarray(entry.offset, entry.offset + entry.length));
  if (plain === undefined) throw new Error("the sample is broken");
  return plain;
}
