import type { BlobId } from "../../../shared/ids.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { type EntryFacts, readFacts, readRecord } from "../folder-record.ts";
import type { FolderState } from "../folder-state.ts";
import type { WantedEntry } from "../folder-walk.ts";
import { UNSETTLED } from "./remote-node.ts";

/** What the snapshot before has of files that look changed. */
export type PreviousContents = {
  /**
   * A file of which only its owner or its rights have changed need not be read again.
   * @returns its blobs; undefined where its size or time is another, or not all of them can be had
   */
  contentOf(entry: WantedEntry, facts: EntryFacts): Promise<readonly BlobId[] | undefined>;
};

type Known = { readonly facts: EntryFacts; readonly node: string };

export function createPreviousContents({ cache }: IndexedRepository): PreviousContents {
  const folders = new WeakMap<FolderState, Promise<ReadonlyMap<RawPath, Known>>>();

  async function load({ previous }: FolderState): Promise<ReadonlyMap<RawPath, Known>> {
    const known = new Map<RawPath, Known>();
    if (previous === undefined) return known;
    const nodes = await previous.nodes();
    for (const entry of readRecord(previous.record)) {
      const node = nodes.get(entry.name);
      if (node !== undefined) known.set(entry.name, { facts: readFacts(previous.record, entry), node });
    }
    return known;
  }

  function knownIn(folder: FolderState): Promise<ReadonlyMap<RawPath, Known>> {
    const known = folders.get(folder) ?? load(folder);
    folders.set(folder, known);
    return known;
  }

  return {
    async contentOf({ folder, wasKnown, recorded }, { sizeBytes, mtimeNs, device }) {
      if (!wasKnown || device === UNSETTLED) return undefined;
      const before = (await knownIn(folder)).get(recorded.name);
      if (before === undefined || before.facts.sizeBytes !== sizeBytes || before.facts.mtimeNs !== mtimeNs)
        return undefined;
      const { content }: { readonly content?: readonly BlobId[] | null } = JSON.parse(before.node);
      return content?.every((id) => cache.index.has("data", id)) === true ? content : undefined;
    },
  };
}
