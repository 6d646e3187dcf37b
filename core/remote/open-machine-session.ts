import { machineText, type SshMachine, type SshSecrets } from "../../shared/model/ssh-machine.ts";
import { connectToMachine } from "./connect-to-machine.ts";
import { openSftpSession, type SftpSession } from "./sftp/session.ts";

/**
 * Signs in to a machine and opens an SFTP session.
 * @throws what {@link connectToMachine} and {@link openSftpSession} throw
 */
export async function openMachineSession(
  machine: SshMachine,
  secrets: SshSecrets,
  signal: AbortSignal,
): Promise<SftpSession> {
  return await openSftpSession(
    await connectToMachine(machine, secrets, signal),
    machineText(machine),
    signal,
  );
}
