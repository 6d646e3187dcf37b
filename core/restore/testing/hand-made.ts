import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import type { BlobId, KeyId, PackId, RepositoryId, SnapshotId } from "../../../shared/ids.ts";
import { openRepositoryCache, type RepositoryCache } from "../../catalog/repository-cache.ts";
import { encodeIndexFile } from "../../repository/format/index-file.ts";
import { encodePackHeader } from "../../repository/format/pack-header.ts";
import { encodeNode, encodeTree } from "../../repository/format/tree-encode.ts";
import { newMasterKey } from "../../repository/keys/key-store.ts";
import type { TreeNode } from "../../repository/node.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Repository } from "../../repository/repository.ts";
import { createSealedBytes } from "../../repository/sealed-bytes.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { sampleNode } from "../../repository/testing/sample-node.ts";
import { type BlobType, SEAL_OVERHEAD } from "../../repository/types.ts";
import { writeDocument } from "../../repository/unpacked-files.ts";
import { type MemoryStore, openMemoryStore } from "../../storage/memory.ts";

/** A repository in memory, every blob of which a test writes itself and alone into a pack. */
export type HandMade = {
  readonly repository: Repository;
  readonly store: MemoryStore;
  readonly cache: RepositoryCache;
  /** Stores a blob, once more when it is there already. */
  add(type: BlobType, plain: Uint8Array): Promise<BlobId>;
  /** Stores data blobs together in one pack. */
  addPack(plains: readonly Uint8Array[]): Promise<readonly BlobId[]>;
  file(name: string, content: string, fields?: Partial<TreeNode>): Promise<TreeNode>;
  folder(name: string, entries: readonly TreeNode[], fields?: Partial<TreeNode>): Promise<TreeNode>;
  tree(entries: readonly TreeNode[]): Promise<BlobId>;
  snapshot(entries: readonly TreeNode[]): Promise<StoredSnapshot>;
  /** Packs the blob is in, in the order they were added. */
  packsOf(id: BlobId): readonly PackId[];
  /** Changes a bit in a pack, in its first blob unless told otherwise. */
  damage(pack: PackId, offset?: number): Promise<void>;
};

/** 2023-11-14 22:13:20 UTC and a few nanoseconds. */
export const MTIME_NS = 1_700_000_000_000_000_123n;
export const SNAPSHOT_TIME = "2024-05-01T10:20:30.5+02:00";

export function handMade(): HandMade {
  const store = openMemoryStore();
  const masterKey = newMasterKey();
  const id = randomBytes(32).toString("hex") as RepositoryId;
  const cache = openRepositoryCache(undefined, id);
  onTestFinished(() => cache.close());
  const sealedBytes = createSealedBytes(masterKey);
  const repository: Repository = {
    store,
    id,
    version: 2,
    polynomial: 0n,
    masterKey,
    keyId: "" as KeyId,
    sealedBytes,
  };
  const packs = new Map<BlobId, PackId[]>();

  async function addPack(type: BlobType, plains: readonly Uint8Array[]): Promise<readonly BlobId[]> {
    let offset = 0;
    const entries = plains.map((plain) => {
      const blobId = sha256(plain).toString("hex") as BlobId;
      const length = plain.length + SEAL_OVERHEAD;
      offset += length;
      return { id: blobId, type, offset: offset - length, length, uncompressedLength: 0 };
    });
    const sealed = plains.map((plain) => sealedBytes.seal(plain));
    const bytes = Buffer.concat([...sealed, sealedBytes.seal(encodePackHeader(entries))]);
    const packId = sha256(bytes).toString("hex") as PackId;
    await store.write("pack", packId, bytes);
    await writeDocument(repository, "index", encodeIndexFile([{ id: packId, entries }]));
    for (const entry of entries) packs.set(entry.id, [...(packs.get(entry.id) ?? []), packId]);
    return entries.map((entry) => entry.id);
  }

  const made: HandMade = {
    repository,
    store,
    cache,
    async add(type, plain) {
      const [id] = await addPack(type, [plain]);
      if (id === undefined) throw new Error("the pack has no blob");
      return id;
    },
    addPack: (plains) => addPack("data", plains),
    async file(name, content, fields) {
      const bytes = Buffer.from(content);
      const blobs = bytes.length === 0 ? [] : [await made.add("data", bytes)];
      return node(name, { content: blobs, sizeBytes: bytes.length, ...fields });
    },
    async folder(name, entries, fields) {
      const subtree = await made.tree(entries);
      return node(name, { type: "dir", mode: 2 ** 31 + 0o755, content: null, subtree, ...fields });
    },
    tree: (entries) => made.add("tree", encodeTree(entries.map((entry) => encodeNode(entry)))),
    async snapshot(entries) {
      return snapshotOf(await made.tree(entries));
    },
    packsOf: (blobId) => packs.get(blobId) ?? [],
    async damage(pack, offset = 20) {
      const bytes = await store.read("pack", pack);
      bytes[offset] = (bytes[offset] ?? 0) ^ 1;
      await store.write("pack", pack, bytes);
    },
  };
  return made;
}

/** @param name one character per byte */
export function node(name: string, fields: Partial<TreeNode> = {}): TreeNode {
  return sampleNode({
    name: Buffer.from(name, "latin1"),
    mtimeNs: MTIME_NS,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    content: [],
    ...fields,
  });
}

export function symlinkNode(name: string, target: string): TreeNode {
  return node(name, {
    type: "symlink",
    mode: 2 ** 27 + 0o777,
    content: null,
    linkTarget: Buffer.from(target),
  });
}

export function snapshotOf(tree: BlobId): StoredSnapshot {
  return {
    id: "5".repeat(64) as SnapshotId,
    time: SNAPSHOT_TIME,
    timeNs: 1_714_551_630_500_000_000n,
    parent: undefined,
    tree,
    paths: [],
    hostname: "office",
    username: "",
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
