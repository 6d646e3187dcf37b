import { randomUUID } from "node:crypto";
import { BackstayError } from "../../shared/errors.ts";
import { isDatabase, whereText } from "../../shared/model/source.ts";
import { withServer } from "../databases/server.ts";
import type { SourceService } from "../plans/source-service.ts";
import { trySource } from "../plans/try-source.ts";
import type { Handlers } from "./handlers.ts";

export type SourceServices = {
  readonly sources: SourceService;
  /** Ends what is tried when the host ends. */
  readonly stopping: AbortSignal;
  /** Plans or sources were saved or removed: what is due, or watched, may be another. */
  readonly onSchedules: () => void;
};

/** Answers what is about a source itself: keeping it, and trying it. */
export function sourceHandlers({
  sources,
  stopping,
  onSchedules,
}: SourceServices): Pick<Handlers, "sources.save" | "sources.try" | "sources.databases"> {
  return {
    "sources.save": async ({ sourceId, draft, secrets = {} }, { rights }) => {
      const source = await sources.save(sourceId, draft, secrets, rights.has("programs"));
      onSchedules();
      return source;
    },
    "sources.try": async ({ sourceId, draft, secrets = {} }, { rights }) => {
      const all = await sources.secretsFor(sourceId, draft, secrets, rights.has("programs"));
      return await trySource(draft, all, stopping, randomUUID());
    },
    "sources.databases": async ({ sourceId }) => {
      const source = sources.require(sourceId);
      if (!isDatabase(source)) throw new BackstayError("SOURCE_NOT_FOUND", {});
      const { password, machine: machineSecrets } = await sources.secrets(sourceId);
      return await withServer({ ...source, password, machineSecrets }, stopping, async (server) => {
        const { version, databases } = await server.look(stopping);
        return {
          ...{ server: whereText(source), version },
          databases: databases.map(({ name, sizeBytes }) => ({ name, sizeBytes: sizeBytes ?? null })),
        };
      });
    },
  };
}
