import { BackstayError } from "../../shared/errors.ts";
import { checkObjectName } from "./object-name.ts";
import type { FileKind, Store } from "./store.ts";

/** A store whose place takes only the kinds of files that restic knows: it has no manifests, and is never asked for one. */
export function withoutManifests(store: Omit<Store, "keepsManifests">): Store {
  /** @returns whether it is a manifest that is asked for, which no place below has */
  function isManifest(kind: FileKind, name: string, signal: AbortSignal | undefined): boolean {
    if (kind !== "manifest") return false;
    signal?.throwIfAborted();
    checkObjectName(kind, name);
    return true;
  }
  const missing = (kind: FileKind, name: string) => new BackstayError("OBJECT_MISSING", { kind, name });

  return {
    ...store,
    keepsManifests: false,
    async *list(kind, signal) {
      signal?.throwIfAborted();
      if (kind !== "manifest") yield* store.list(kind, signal);
    },
    async size(kind, name, signal) {
      if (isManifest(kind, name, signal)) throw missing(kind, name);
      return await store.size(kind, name, signal);
    },
    async read(kind, name, range, signal) {
      if (isManifest(kind, name, signal)) throw missing(kind, name);
      return await store.read(kind, name, range, signal);
    },
    async write(kind, name, bytes, signal) {
      if (isManifest(kind, name, signal))
        throw new BackstayError("STORE_WITHOUT_MANIFESTS", { location: store.location });
      await store.write(kind, name, bytes, signal);
    },
    async remove(kind, name, signal) {
      if (!isManifest(kind, name, signal)) await store.remove(kind, name, signal);
    },
  };
}
