import type { BlobId, PackId } from "../../shared/ids.ts";
import type { PackSaver } from "../repository/index/pack-saver.ts";
import { sha256 } from "../repository/pack/blob-codec.ts";
import type { SettledTree } from "./build-tree.ts";
import type { FromBackupThread } from "./messages.ts";
import type { SavedReport } from "./saved-report.ts";
import type { Tally } from "./tally.ts";
import type { Member, ThreadTeam } from "./thread-team.ts";

/** Trees are sent to be sealed when this many bytes wait. */
const TREES_BYTES = 512 * 1024;
const ID_LENGTH = 32;

type Message<Kind extends FromBackupThread["kind"]> = Extract<FromBackupThread, { kind: Kind }>;
type Tree = { readonly id: Uint8Array; readonly name: BlobId; readonly json: Uint8Array };

export type IntakeOptions<LargeFile> = {
  readonly saver: PackSaver;
  readonly tally: Tally;
  /** Told of what is packed, when somebody wants to know. */
  readonly saved: SavedReport<LargeFile> | undefined;
  /** Asked late: the team's threads speak to the intake, and so it is there first. */
  readonly team: () => ThreadTeam;
};

/** What all sources have in common: decides which blobs are new, has them packed, and passes finished packs to the saver. */
export type Intake = {
  /** Blobs of a batch are hashed: has those stored that are new. */
  takeBatch(member: Member, message: Message<"hashed">): void;
  batchStored(member: Member, message: Message<"stored">): void;
  /** @param again store it even if the index names it */
  takeTree(json: Uint8Array, again: boolean): SettledTree;
  treesStored(message: Message<"trees-stored">): void;
  /** Resolves when there is room for the next pack. */
  takePack(member: Member, message: Message<"pack">): Promise<void>;
  /** True while the saver has no room. */
  isFull(): boolean;
  /** Has the threads close the packs they have begun. Nothing may be taken from then on. */
  flush(): void;
  flushed(): void;
  /** Whether all is with the saver. False before {@link Intake.flush}. */
  isFlushed(): boolean;
};

export function createIntake<LargeFile>(options: IntakeOptions<LargeFile>): Intake {
  const { saver, tally, saved } = options;
  let trees: Tree[] = [];
  let treeBytes = 0;
  /** Names of trees being sealed, as they were sent. */
  const sealing: (readonly BlobId[])[] = [];
  const storedAgain = new Set<BlobId>();
  let blockedSaves = 0;
  let flushing: number | undefined;

  /** Always the same thread, so that the trees of a small backup end in one pack. */
  function sendTrees(): void {
    if (trees.length > 0) {
      sealing.push(trees.map(({ name }) => name));
      const plain = trees.map(({ id, json }) => ({ id, json }));
      options.team().members[0]?.thread.post({ kind: "trees", trees: plain });
    }
    trees = [];
    treeBytes = 0;
  }

  return {
    takeBatch(member, { batch, ids, lengths }) {
      const wanted = new Uint8Array(lengths.length);
      for (const [n, length] of lengths.entries()) {
        const id = ids.subarray(n * ID_LENGTH, (n + 1) * ID_LENGTH);
        if (saver.isKnown("data", id)) continue;
        saver.claim("data", id);
        wanted[n] = 1;
        tally.dataBlobs += 1;
        tally.dataAdded += length;
      }
      saved?.hashed(batch, ids, lengths, wanted);
      member.thread.post({ kind: "store", batch, wanted });
    },

    batchStored(member, { batch, lengths }) {
      member.freeAreas += 1;
      saved?.stored(batch, lengths);
    },

    takeTree(json, again) {
      const id = sha256(json);
      const name = id.toString("hex") as BlobId;
      const isWanted = again ? !storedAgain.has(name) : !saver.isKnown("tree", id);
      if (isWanted) {
        if (again) storedAgain.add(name);
        saver.claim("tree", id);
        tally.treeBlobs += 1;
        tally.dataAdded += json.length;
        trees.push({ id, name, json });
        treeBytes += json.length;
        if (treeBytes >= TREES_BYTES) sendTrees();
      }
      return { id: name, addedBytes: isWanted ? json.length : 0 };
    },

    treesStored({ lengths }) {
      for (const [n, tree] of (sealing.shift() ?? []).entries()) saved?.storedTree(tree, lengths[n] ?? 0);
    },

    async takePack({ thread }, { id, bytes, header }) {
      blockedSaves += 1;
      await saver.save({ id: id as PackId, bytes, header }, (memory) =>
        thread.post({ kind: "memory", bytes: memory }, [memory.buffer]),
      );
      blockedSaves -= 1;
    },

    isFull: () => blockedSaves > 0,

    flush() {
      sendTrees();
      const { members } = options.team();
      flushing = members.length;
      for (const member of members) member.thread.post({ kind: "flush" });
    },
    flushed() {
      if (flushing !== undefined) flushing -= 1;
    },
    isFlushed: () => flushing === 0 && blockedSaves === 0,
  };
}

/** @param ids 32 bytes each */
export function splitIds(ids: Uint8Array): BlobId[] {
  const hex = Buffer.from(ids.buffer, ids.byteOffset, ids.length).toString("hex");
  return Array.from({ length: ids.length / ID_LENGTH }, (_, n) => hex.slice(n * 64, (n + 1) * 64) as BlobId);
}
