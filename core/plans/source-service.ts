import { randomUUID } from "node:crypto";
import { isAbsolute, posix, resolve } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import type { SourceId } from "../../shared/ids.ts";
import { isDatabase, type Source, type SourceDraft, type SourceSecrets } from "../../shared/model/source.ts";
import { createSourceFilter } from "../backup/exclude/source-filter.ts";
import type { SourceStore } from "../catalog/source-store.ts";
import type { Clock } from "../clock.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import { isSameName } from "../repositories/repository-service.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { createSourceKeys, type KeptOfSource } from "./source-keys.ts";

export type SourceService = {
  list(): readonly Source[];
  /** @throws {BackstayError} SOURCE_NOT_FOUND */
  require(id: SourceId): Source;
  /**
   * Makes one when `id` is null.
   * @param mayChooseProgram whether the caller may say which program is run
   * @throws {BackstayError} SOURCE_NOT_FOUND, SOURCE_PATH_INVALID, PATTERN_INVALID, NAME_TAKEN, SOURCE_PROGRAM_REFUSED,
   * STORE_SIGN_IN_MISSING where there is nothing to sign in to its machine with
   */
  save(
    id: SourceId | null,
    draft: SourceDraft,
    secrets: SourceSecrets,
    mayChooseProgram: boolean,
  ): Promise<Source>;
  /** @throws {BackstayError} SOURCE_NOT_FOUND, SOURCE_IN_USE */
  remove(id: SourceId): Promise<void>;
  /** What signs in to it, as it is now. Never logged, never sent to anybody else. @throws {BackstayError} SECRETS_UNREADABLE */
  secrets(id: SourceId): Promise<SourceSecrets>;
  /**
   * What a draft would be signed in to with: what is given, or what is kept for the same accounts.
   * @throws {BackstayError} SOURCE_NOT_FOUND, SOURCE_PATH_INVALID, PATTERN_INVALID, SOURCE_PROGRAM_REFUSED, SECRETS_UNREADABLE
   */
  secretsFor(
    id: SourceId | null,
    draft: SourceDraft,
    secrets: SourceSecrets,
    mayChooseProgram: boolean,
  ): Promise<SourceSecrets>;
};

export type SourceServiceParts = {
  readonly store: SourceStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** Names of the plans a source is part of. */
  readonly plansWith: (id: SourceId) => readonly string[];
  readonly onChange: () => void;
};

export function createSourceService({
  store,
  secrets: secretStore,
  clock,
  plansWith,
  onChange,
}: SourceServiceParts): SourceService {
  const keys = createSourceKeys(secretStore);
  const require = (id: SourceId): Source => {
    const source = store.get(id);
    if (source === undefined) throw new BackstayError("SOURCE_NOT_FOUND", {});
    return source;
  };

  const checked = (id: SourceId | null, draft: SourceDraft, mayChooseProgram: boolean) => {
    const before = id === null ? undefined : require(id);
    checkProgram(draft, before, mayChooseProgram);
    if (draft.kind !== "files" && draft.kind !== "sftp") return { before, clean: draft };
    const excludes = draft.excludes.map((pattern) => ({ glob: rawPathFromText(pattern), ignoreCase: false }));
    createSourceFilter({ excludes, markers: [], largerThanBytes: undefined }); // refuses what it cannot read
    const check = draft.kind === "files" ? checkPath : checkMachinePath;
    return { before, clean: { ...draft, paths: [...new Set(draft.paths.map(check))] } };
  };

  return {
    list: () => store.list(),
    require,
    async save(id, draft, secrets, mayChooseProgram) {
      const { before, clean } = checked(id, draft, mayChooseProgram);
      const isTaken = store.list().some((other) => other.id !== id && isSameName(other.name, draft.name));
      if (isTaken) throw new BackstayError("NAME_TAKEN", { name: draft.name });
      const sourceId = id ?? (randomUUID() as string as SourceId);
      const source = savedSource(sourceId, clean, await keys.keep(sourceId, clean, secrets, before));
      store.save(source, clock.nowMs());
      // a folder that is taken out and put back is taken as it is then
      if (id !== null && source.kind === "files")
        store.setMounts(
          id,
          store.mountsOf(id).filter(({ path }) => source.paths.includes(path)),
        );
      onChange();
      return source;
    },
    async remove(id) {
      const { name } = require(id);
      const plans = plansWith(id);
      if (plans.length > 0) throw new BackstayError("SOURCE_IN_USE", { name, plans });
      store.remove(id);
      onChange();
      await keys.remove(id);
    },
    secrets: keys.of,
    async secretsFor(id, draft, secrets, mayChooseProgram) {
      const { before } = checked(id, draft, mayChooseProgram);
      return await keys.complete(draft, secrets, before);
    },
  };
}

function savedSource(id: SourceId, draft: SourceDraft, { hasPassword, keptOfMachine }: KeptOfSource): Source {
  if (isDatabase(draft)) return { ...draft, id, hasPassword, keptOfMachine };
  return draft.kind === "sftp" ? { ...draft, id, keptOfMachine } : { ...draft, id };
}

/** Which program runs here is for those to say who may: it is run as who runs Backstay. */
function checkProgram(draft: SourceDraft, before: Source | undefined, mayChoose: boolean): void {
  const chosen = programOf(draft);
  if (chosen === undefined) return;
  const { program } = chosen;
  if (!isAbsolute(program))
    throw new BackstayError("SOURCE_PROGRAM_REFUSED", { program, reason: "relative" });
  const isKept = before !== undefined && JSON.stringify(programOf(before)) === JSON.stringify(chosen);
  if (!isKept && !mayChoose)
    throw new BackstayError("SOURCE_PROGRAM_REFUSED", { program, reason: "not-allowed" });
}

function programOf(
  draft: SourceDraft,
): { readonly program: string; readonly arguments: readonly string[] } | undefined {
  if (draft.kind === "files" || draft.kind === "sftp") return undefined;
  if (draft.kind === "command") return { program: draft.program, arguments: draft.arguments };
  return draft.programFolder === null ? undefined : { program: draft.programFolder, arguments: [] };
}

/**
 * @returns the path without what means nothing, such as a slash at its end
 * @throws {BackstayError} SOURCE_PATH_INVALID
 */
export function checkPath(path: string): string {
  if (!isAbsolute(path)) throw new BackstayError("SOURCE_PATH_INVALID", { path });
  return resolve(path);
}

/**
 * The same for a path of another machine, which always has slashes.
 * @throws {BackstayError} SOURCE_PATH_INVALID
 */
function checkMachinePath(path: string): string {
  if (!posix.isAbsolute(path)) throw new BackstayError("SOURCE_PATH_INVALID", { path });
  return posix.resolve(path);
}
