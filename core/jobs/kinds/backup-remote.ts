/** The part of the backup job that reads folders of another machine over SFTP. */
import { z } from "zod";
import { SftpDraft } from "../../../shared/model/source.ts";
import { ChangeGuard } from "../../guard/change-guard.ts";
import { RepositoryPlace } from "./with-repository.ts";

/** What signs in to the machine comes as {@link machineSecretsAmong} reads it. */
export const RemoteInput = z.strictObject({
  repository: RepositoryPlace,
  remote: SftpDraft.pick({
    ...{ machine: true, paths: true, excludes: true, excludeCaches: true, bytesPerSecond: true },
  }),
  mode: z.enum(["incremental", "differential", "full"]),
  /** What snapshots call the machine. */
  hostname: z.string().min(1),
  tags: z.array(z.string()),
  compression: z.enum(["auto", "max", "off"]),
  guard: ChangeGuard.optional(),
});
