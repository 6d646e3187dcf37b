import { z } from "zod";
import { SourceIdText } from "../../shared/model/primitives.ts";
import type { JobSecrets } from "../jobs/define-job.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { SourceService } from "./source-service.ts";

/** Jobs that sign in to a server of databases; a backup says of which source it is, a restore into which one's server it goes. */
const SavesDump = z.object({ dump: z.object({}) });
const FillsDatabase = z.object({ database: z.object({ sourceId: SourceIdText }) });

/** @returns what signs a job in to its source, where that takes something. @throws {BackstayError} SECRETS_UNREADABLE */
export async function sourceSecretsFor(
  { origin, input }: Pick<JobRecord, "origin" | "input">,
  sources: Pick<SourceService, "password">,
): Promise<JobSecrets> {
  const fills = FillsDatabase.safeParse(input);
  const id = fills.success
    ? fills.data.database.sourceId
    : SavesDump.safeParse(input).success
      ? origin.sourceId
      : undefined;
  const sourcePassword = id === undefined ? undefined : await sources.password(id);
  return sourcePassword === undefined ? {} : { sourcePassword };
}
