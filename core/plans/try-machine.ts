/** Tries folders of another machine as a backup would read them. */
import type { SftpDraft } from "../../shared/model/source.ts";
import type { SourceTrialPart } from "../../shared/model/source-trial.ts";
import type { SshSecrets } from "../../shared/model/ssh-machine.ts";
import { connectToMachine } from "../remote/connect-to-machine.ts";

/**
 * @throws {BackstayError} REMOTE_KEY_UNKNOWN with the key that is to be compared, before anything is sent; what
 * {@link connectToMachine} throws
 */
export async function tryMachine(
  { machine }: SftpDraft,
  secrets: SshSecrets,
  signal: AbortSignal,
): Promise<SourceTrialPart[]> {
  const connection = await connectToMachine(machine, secrets, signal);
  connection.close();
  return [];
}
