import { z } from "zod";
import { SourceIdText } from "../../shared/model/primitives.ts";
import { DatabaseDraft, machineOf, type Source } from "../../shared/model/source.ts";
import { isSameMachineAccount, SshMachine } from "../../shared/model/ssh-machine.ts";
import type { JobSecrets } from "../jobs/define-job.ts";
import type { JobRecord } from "../jobs/job.ts";
import { secretsOfSourceMachine } from "../jobs/kinds/machine-secrets.ts";
import { isSameServer } from "./source-keys.ts";
import type { SourceService } from "./source-service.ts";

const { kind, server, user, through } = DatabaseDraft.shape;
const Access = z.object({ kind, server, user, through });
/** Jobs that sign in to a server of databases or to another machine; a restore says into which source's server it goes. */
const SignsIn = z.union([
  z.object({ database: z.object({ sourceId: SourceIdText, access: Access }) }),
  z.object({ dump: Access }),
  z.object({ remote: z.object({ machine: SshMachine }) }),
]);

/**
 * @returns what signs a job in to its source, where that takes something. It is only what the source is signed in to with now: a job
 * that was queued before its server, or its machine, became another one gets nothing
 * @throws {BackstayError} SECRETS_UNREADABLE
 */
export async function sourceSecretsFor(
  { origin, input }: Pick<JobRecord, "origin" | "input">,
  sources: Pick<SourceService, "list" | "secrets">,
): Promise<JobSecrets> {
  const { data } = SignsIn.safeParse(input);
  if (data === undefined) return {};
  const id = "database" in data ? data.database.sourceId : origin.sourceId;
  const source = sources.list().find((one) => one.id === id);
  if (source === undefined) return {};
  const { password, machine } = await sources.secrets(source.id);
  const access = "database" in data ? data.database.access : "dump" in data ? data.dump : undefined;
  const reached = "remote" in data ? data.remote.machine : access?.through;
  return {
    ...(password !== undefined && access !== undefined && isSameServer(source, access)
      ? { sourcePassword: password }
      : {}),
    ...(machine !== undefined && isMachineOf(source, reached) ? secretsOfSourceMachine(machine) : {}),
  };
}

function isMachineOf(source: Source, machine: SshMachine | null | undefined): boolean {
  const known = machineOf(source);
  return machine != null && known !== undefined && isSameMachineAccount(known, machine);
}
