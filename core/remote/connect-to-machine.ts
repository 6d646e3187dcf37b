/** Signs in to a machine that a person has set up, and whose key somebody has compared. */
import { homedir } from "node:os";
import { BackstayError } from "../../shared/errors.ts";
import { machineText, type SshMachine, type SshSecrets } from "../../shared/model/ssh-machine.ts";
import { parseHostKey } from "./host-key.ts";
import { connectBySsh, problemWithKey, type SshConnection, type SshWayIn } from "./ssh-connection.ts";
import { usableKeys } from "./usable-keys.ts";

/**
 * Nothing is sent to a machine whose key nobody has compared.
 *
 * @throws {BackstayError} REMOTE_KEY_UNKNOWN with the key it shows, where none is pinned; REMOTE_SIGN_IN_UNUSABLE; what
 * {@link connectBySsh} throws
 * @throws the signal's reason
 */
export async function connectToMachine(
  machine: SshMachine,
  secrets: SshSecrets,
  signal: AbortSignal,
): Promise<SshConnection> {
  const { address, port, user, hostKey } = machine;
  const pinned = hostKey === null ? undefined : parseHostKey(hostKey);
  const ways = pinned === undefined ? [] : await waysIn(machine, secrets);
  return await connectBySsh(
    { address, port, user, signIn: { kind: "any-of", ways }, pinned, knownKeys: [] },
    signal,
  );
}

async function waysIn(machine: SshMachine, secrets: SshSecrets): Promise<readonly SshWayIn[]> {
  const { privateKey, passphrase, password } = secrets;
  const ways: SshWayIn[] = [];
  const unusable = (reason: "passphrase" | "format" | "none") =>
    new BackstayError("REMOTE_SIGN_IN_UNUSABLE", { address: machineText(machine), reason });
  if (machine.signIn === "key" && privateKey !== undefined) {
    const problem = problemWithKey({ privateKey, passphrase });
    if (problem !== undefined) throw unusable(problem);
    ways.push({ kind: "key", privateKey, passphrase });
  }
  if (machine.signIn === "password" && password !== undefined) ways.push({ kind: "password", password });
  if (machine.signIn === "agent") {
    const socket = process.env.SSH_AUTH_SOCK;
    if (socket !== undefined && socket !== "") ways.push({ kind: "agent", socket });
    ways.push(...(await usableKeys(USUAL_KEY_FILES)));
  }
  if (ways.length > 0) return ways;
  throw unusable("none");
}

/** Where `ssh` looks when nothing else is set. @source ssh_config(5) */
const USUAL_KEY_FILES = ["id_ed25519", "id_ecdsa", "id_rsa"].map((name) => `${homedir()}/.ssh/${name}`);
