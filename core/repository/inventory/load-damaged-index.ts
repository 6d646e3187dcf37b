import type { BackstayError } from "../../../shared/errors.ts";
import type { IndexId, PackId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { encodePackHeader } from "../format/pack-header.ts";
import { readIndexFiles } from "../index/read-index-files.ts";
import { sha256 } from "../pack/blob-codec.ts";
import type { Repository } from "../repository.ts";

export type DamagedIndex = {
  /** Every index file there is, readable or not. */
  readonly files: readonly IndexId[];
  readonly broken: readonly { readonly id: IndexId; readonly error: BackstayError<"OBJECT_CORRUPT"> }[];
  /** Packs that several index files name alike. */
  readonly repeated: readonly PackId[];
  /** Packs of which two index files say different things: neither can be believed. */
  readonly contradicted: readonly PackId[];
};

/**
 * Loads all index files that can be read into an empty cache, and says what is odd about them. Of a pack that is named
 * several times the first account is loaded.
 */
export async function loadDamagedIndex(
  repository: Repository,
  scratch: RepositoryCache,
  signal?: AbortSignal,
): Promise<DamagedIndex> {
  const files: IndexId[] = [];
  for await (const { name } of repository.store.list("index", signal)) files.push(name as IndexId);
  const broken: { id: IndexId; error: BackstayError<"OBJECT_CORRUPT"> }[] = [];
  const repeated = new Set<PackId>();
  const contradicted = new Set<PackId>();
  const firstSeen = new Map<PackId, string>();
  for await (const file of readIndexFiles(repository, files, signal)) {
    if ("error" in file) {
      broken.push(file);
      continue;
    }
    for (const pack of file.packs) {
      const account = accountOf(pack);
      const first = firstSeen.get(pack.id);
      if (first === undefined) firstSeen.set(pack.id, account);
      else (first === account ? repeated : contradicted).add(pack.id);
    }
    scratch.index.addIndexFile(file.id, file.packs);
  }
  return { files, broken, repeated: [...repeated], contradicted: [...contradicted] };
}

/** Equal for equal accounts of a pack, in whatever order the entries stand. */
function accountOf({ entries }: IndexedPack): string {
  const inFileOrder = entries.toSorted((a, b) => a.offset - b.offset);
  const lastOffset = inFileOrder.at(-1)?.offset ?? 0;
  return `${lastOffset} ${sha256(encodePackHeader(inFileOrder)).toString("base64")}`;
}
