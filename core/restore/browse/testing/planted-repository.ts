import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import type { BlobId, IndexId, KeyId, PackId, RepositoryId, SnapshotId } from "../../../../shared/ids.ts";
import { openRepositoryCache } from "../../../catalog/repository-cache.ts";
import { type RawPath, rawPathToBytes } from "../../../platform/raw-path.ts";
import { encodePackHeader } from "../../../repository/format/pack-header.ts";
import { compareNames, encodeNode, encodeTree } from "../../../repository/format/tree-encode.ts";
import { newMasterKey } from "../../../repository/keys/key-store.ts";
import type { TreeNode } from "../../../repository/node.ts";
import { sha256 } from "../../../repository/pack/blob-codec.ts";
import type { IndexedRepository } from "../../../repository/repository.ts";
import { createSealedBytes } from "../../../repository/sealed-bytes.ts";
import { sampleNode } from "../../../repository/testing/sample-node.ts";
import type { BlobType } from "../../../repository/types.ts";
import { openMemoryStore } from "../../../storage/memory.ts";
import type { SnapshotRoot } from "../find-path.ts";

/** Entries by name, one character per byte: a text is a file, an object a folder, `node(...)` anything. */
export type Plan = { readonly [name: string]: string | Uint8Array | Plan | PlannedNode };
type PlannedNode = { readonly [PLANNED]: Partial<TreeNode> };
const PLANNED = Symbol("planned");

/** An entry whose fields the test chooses; they need not make sense. */
export function node(fields: Partial<TreeNode>): PlannedNode {
  return { [PLANNED]: fields };
}

export const DEFAULT_MTIME_NS = 1_700_000_000_000_000_000n;

/** A repository in memory whose trees a test writes itself. */
export type PlantedRepository = {
  readonly repository: IndexedRepository;
  /** Paths of the store's files that were read, in order. */
  readonly readPacks: string[];
  blob(type: BlobType, plain: Uint8Array): Promise<BlobId>;
  tree(plan: Plan): Promise<BlobId>;
  snapshot(plan: Plan): Promise<SnapshotRoot>;
  /** Changes a bit of the blob where it is stored. */
  damage(type: BlobType, id: BlobId): Promise<void>;
};

export function plantRepository(): PlantedRepository {
  const memory = openMemoryStore();
  const readPacks: string[] = [];
  const masterKey = newMasterKey();
  const id = randomBytes(32).toString("hex") as RepositoryId;
  const cache = openRepositoryCache(undefined, id);
  onTestFinished(() => cache.close());
  const repository: IndexedRepository = {
    store: {
      ...memory,
      read(kind, name, range, signal) {
        if (kind === "pack") readPacks.push(name);
        return memory.read(kind, name, range, signal);
      },
    },
    id,
    version: 2,
    polynomial: 0n,
    masterKey,
    keyId: "" as KeyId,
    sealedBytes: createSealedBytes(masterKey),
    cache,
    isIndexed: true,
  };

  async function blob(type: BlobType, plain: Uint8Array): Promise<BlobId> {
    const blobId = sha256(plain).toString("hex") as BlobId;
    if (cache.index.has(type, blobId)) return blobId;
    const sealed = repository.sealedBytes.seal(plain);
    const entry = { id: blobId, type, offset: 0, length: sealed.length, uncompressedLength: 0 };
    const bytes = Buffer.concat([sealed, repository.sealedBytes.seal(encodePackHeader([entry]))]);
    const packId = sha256(bytes).toString("hex") as PackId;
    await memory.write("pack", packId, bytes);
    cache.index.addIndexFile(randomBytes(32).toString("hex") as IndexId, [{ id: packId, entries: [entry] }]);
    return blobId;
  }

  async function nodeOf(rawName: string, planned: Plan[string]): Promise<TreeNode> {
    const base = { ...PLAIN_FILE, name: rawPathToBytes(rawName as RawPath) };
    if (typeof planned === "string" || planned instanceof Uint8Array) {
      const bytes = Buffer.from(planned);
      const content = bytes.length === 0 ? [] : [await blob("data", bytes)];
      return { ...base, sizeBytes: bytes.length, content };
    }
    if (PLANNED in planned) return { ...base, content: null, ...(planned as PlannedNode)[PLANNED] };
    return {
      ...base,
      type: "dir",
      mode: 2 ** 31 + 0o755,
      content: null,
      subtree: await tree(planned as Plan),
    };
  }

  async function tree(plan: Plan): Promise<BlobId> {
    const nodes: TreeNode[] = [];
    for (const [name, planned] of Object.entries(plan)) nodes.push(await nodeOf(name, planned));
    nodes.sort((a, b) => compareNames(a.name, b.name));
    return blob("tree", encodeTree(nodes.map((entry) => encodeNode(entry))));
  }

  return {
    repository,
    readPacks,
    blob,
    tree,
    async snapshot(plan) {
      return { id: randomBytes(32).toString("hex") as SnapshotId, tree: await tree(plan) };
    },
    async damage(type, blobId) {
      for (const place of cache.index.locate(type, blobId)) {
        const bytes = await memory.read("pack", place.packId);
        bytes[place.offset + 20] = (bytes[place.offset + 20] ?? 0) ^ 1;
        await memory.write("pack", place.packId, bytes);
      }
    },
  };
}

const PLAIN_FILE = sampleNode({ name: Buffer.of(), mtimeNs: DEFAULT_MTIME_NS });
