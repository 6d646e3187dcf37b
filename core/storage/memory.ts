import { BackstayError, type FileKind } from "../../shared/errors.ts";
import { checkObjectName } from "./object-name.ts";
import { rangeWithin } from "./object-range.ts";
import { isRemovalDurable, type Store, type StoredFile } from "./store.ts";

/** A store that lives as long as the program, for tests and rehearsals. */
export type MemoryStore = Store & {
  /** Another store with the same files, independent from then on. */
  copy(): MemoryStore;
  /**
   * Another store as a power cut at this moment may leave it at worst: everything written is there, as `write` promises,
   * and every removal that nothing promised to last is undone.
   */
  asAfterPowerCut(): MemoryStore;
};

type Files = ReadonlyMap<string, Uint8Array>;

/** @param location what the store says of itself to people */
export function openMemoryStore(location = "memory"): MemoryStore {
  return storeOf(location, new Map());
}

function storeOf(location: string, initial: Files): MemoryStore {
  const files = new Map(initial);
  const undoneByPowerCut = new Map<string, Uint8Array>();
  const keyOf = (kind: FileKind, name: string): string => {
    checkObjectName(kind, name);
    return `${kind}/${name}`;
  };
  const fileOf = (kind: FileKind, name: string): Uint8Array => {
    const bytes = files.get(keyOf(kind, name));
    if (bytes === undefined) throw new BackstayError("OBJECT_MISSING", { kind, name });
    return bytes;
  };

  return {
    location,
    cheapSeeks: true,
    keepsManifests: true,

    create: async (signal) => signal?.throwIfAborted(),

    async *list(kind, signal): AsyncGenerator<StoredFile> {
      signal?.throwIfAborted();
      for (const [key, { length }] of [...files]) {
        signal?.throwIfAborted();
        const [itsKind, name] = key.split("/");
        if (itsKind === kind && name !== undefined) yield { name, sizeBytes: length };
      }
    },

    size: async (kind, name, signal) => {
      signal?.throwIfAborted();
      return fileOf(kind, name).length;
    },

    read: async (kind, name, range, signal) => {
      signal?.throwIfAborted();
      const bytes = fileOf(kind, name);
      const { offset, length } = rangeWithin(bytes.length, range, kind, name);
      return new Uint8Array(bytes.subarray(offset, offset + length));
    },

    write: async (kind, name, bytes, signal) => {
      signal?.throwIfAborted();
      const key = keyOf(kind, name);
      files.set(key, new Uint8Array(bytes));
      undoneByPowerCut.delete(key);
    },

    remove: async (kind, name, signal) => {
      signal?.throwIfAborted();
      const key = keyOf(kind, name);
      const bytes = files.get(key);
      if (bytes !== undefined && !isRemovalDurable(kind)) undoneByPowerCut.set(key, bytes);
      files.delete(key);
    },

    close: async () => {},

    copy: () => storeOf(location, files),
    asAfterPowerCut: () => storeOf(location, new Map([...files, ...undoneByPowerCut])),
  };
}
