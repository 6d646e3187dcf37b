/** How a job gets what it signs in with to the machine that its source is on. */
import { SshSecrets } from "../../../shared/model/ssh-machine.ts";
import type { JobSecrets } from "../define-job.ts";

const NAME = "sourceMachine";

export function secretsOfSourceMachine(secrets: SshSecrets): JobSecrets {
  return { [NAME]: JSON.stringify(secrets) };
}

export function machineSecretsAmong(secrets: JobSecrets): SshSecrets {
  const text = secrets[NAME];
  return text === undefined ? {} : SshSecrets.parse(JSON.parse(text));
}
