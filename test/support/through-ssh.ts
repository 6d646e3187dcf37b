import type { DatabaseAccess } from "../../core/databases/access.ts";
import type { SshMachine, SshSecrets } from "../../shared/model/ssh-machine.ts";
import type { SshServer } from "./ssh-server.ts";

export function machineOf(ssh: SshServer): SshMachine {
  const { port, user, hostKey } = ssh;
  return { address: "127.0.0.1", port, user, signIn: "key", hostKey };
}

export function secretsOf({ privateKey }: SshServer): SshSecrets {
  return { privateKey };
}

/** The same server, reached through a machine. */
export function throughSsh(access: DatabaseAccess, ssh: SshServer): DatabaseAccess {
  return { ...access, through: machineOf(ssh), machineSecrets: secretsOf(ssh) };
}
