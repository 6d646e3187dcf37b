import { randomUUID } from "node:crypto";
import { isAbsolute, resolve } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import type { SourceId } from "../../shared/ids.ts";
import type { Source, SourceDraft } from "../../shared/model/source.ts";
import { createSourceFilter } from "../backup/exclude/source-filter.ts";
import type { SourceStore } from "../catalog/source-store.ts";
import type { Clock } from "../clock.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import { isSameName } from "../repositories/repository-service.ts";

export type SourceService = {
  list(): readonly Source[];
  /** @throws {BackstayError} SOURCE_NOT_FOUND */
  require(id: SourceId): Source;
  /** Makes one when `id` is null. @throws {BackstayError} SOURCE_NOT_FOUND, SOURCE_PATH_INVALID, PATTERN_INVALID, NAME_TAKEN */
  save(id: SourceId | null, draft: SourceDraft): Source;
  /** @throws {BackstayError} SOURCE_NOT_FOUND, SOURCE_IN_USE */
  remove(id: SourceId): void;
};

export type SourceServiceParts = {
  readonly store: SourceStore;
  readonly clock: Clock;
  /** Names of the plans a source is part of. */
  readonly plansWith: (id: SourceId) => readonly string[];
  readonly onChange: () => void;
};

export function createSourceService({
  store,
  clock,
  plansWith,
  onChange,
}: SourceServiceParts): SourceService {
  const require = (id: SourceId): Source => {
    const source = store.get(id);
    if (source === undefined) throw new BackstayError("SOURCE_NOT_FOUND", {});
    return source;
  };
  return {
    list: () => store.list(),
    require,
    save(id, draft): Source {
      if (id !== null) require(id);
      const isTaken = store.list().some((other) => other.id !== id && isSameName(other.name, draft.name));
      if (isTaken) throw new BackstayError("NAME_TAKEN", { name: draft.name });
      const excludes = draft.excludes.map((pattern) => ({
        glob: rawPathFromText(pattern),
        ignoreCase: false,
      }));
      createSourceFilter({ excludes, markers: [], largerThanBytes: undefined }); // refuses what it cannot read
      const paths = [...new Set(draft.paths.map(checkPath))];
      const source = { ...draft, paths, id: id ?? (randomUUID() as string as SourceId) };
      store.save(source, clock.nowMs());
      // a folder that is taken out and put back is taken as it is then
      if (id !== null)
        store.setMounts(
          id,
          store.mountsOf(id).filter(({ path }) => paths.includes(path)),
        );
      onChange();
      return source;
    },
    remove(id) {
      const { name } = require(id);
      const plans = plansWith(id);
      if (plans.length > 0) throw new BackstayError("SOURCE_IN_USE", { name, plans });
      store.remove(id);
      onChange();
    },
  };
}

/**
 * @returns the path without what means nothing, such as a slash at its end
 * @throws {BackstayError} SOURCE_PATH_INVALID
 */
export function checkPath(path: string): string {
  if (!isAbsolute(path)) throw new BackstayError("SOURCE_PATH_INVALID", { path });
  return resolve(path);
}
