import type { MissingSecret } from "../../../shared/health-errors.ts";
import type { WatchedHostSecrets, WatchedHostSetup } from "../../../shared/model/watched-host.ts";
import type { HostKey } from "../../remote/host-key.ts";
import type { SshSignIn } from "../../remote/ssh-connection.ts";
import { createLocalMachine } from "../machine/local-machine.ts";
import { createSshMachine } from "../machine/ssh-machine.ts";
import { createThisMachineReader } from "../platforms/read-this-machine.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { type ReadMachineOptions, readMachine } from "../probes/read-machine.ts";
import { snmpHostOf } from "../snmp/snmp-host.ts";

export type ReadHostOptions = ReadMachineOptions & {
  readonly secrets: WatchedHostSecrets;
  /** The key it must show; without it any is taken, and told. */
  readonly pinned: HostKey | undefined;
};

/** What one round over a host read, and with which key it showed itself. */
export type HostAnswer = { readonly reading: HostReading; readonly hostKey: HostKey | null };

/** How hosts of one kind are read. What it throws means that the host does not answer. */
type ReadHost<Setup> = (setup: Setup, options: ReadHostOptions) => Promise<HostAnswer>;
type ReadHosts = {
  readonly [Kind in WatchedHostSetup["kind"]]: ReadHost<Extract<WatchedHostSetup, { readonly kind: Kind }>>;
};

export type HostReader = (setup: WatchedHostSetup, options: ReadHostOptions) => Promise<HostAnswer>;

/** @param toolFolder see {@link createLocalMachine} */
export function createHostReader(toolFolder?: string): HostReader {
  const readLocal =
    toolFolder === undefined
      ? createThisMachineReader()
      : (options: ReadMachineOptions) => readMachine(createLocalMachine(toolFolder), options);
  const readers: ReadHosts = {
    local: async (_, options) => ({ reading: await readLocal(options), hostKey: null }),
    ssh: async ({ address, port, user, signIn }, { secrets, pinned, ...options }) => {
      // loaded when somebody watches such a host
      const { connectBySsh } = await import("../../remote/ssh-connection.ts");
      const connection = await connectBySsh(
        { address, port, user, pinned, signIn: signInOf(signIn, secrets) },
        options.signal,
      );
      try {
        const reading = await readMachine(createSshMachine(connection, user), options);
        return { reading, hostKey: connection.hostKey };
      } finally {
        connection.close();
      }
    },
    snmp: async (setup, { secrets, signal }) => {
      const { readSnmpRound } = await import("../snmp/read-snmp-round.ts");
      return { reading: await readSnmpRound(snmpHostOf(setup, secrets), { signal }), hostKey: null };
    },
  };
  return async (setup, options) => {
    const read = readers[setup.kind] as ReadHost<WatchedHostSetup>;
    return await read(setup, options);
  };
}

/** @returns which secret is missing to sign in; undefined when nothing is */
export function missingSecret(
  setup: WatchedHostSetup,
  secrets: WatchedHostSecrets,
): MissingSecret | undefined {
  if (setup.kind === "ssh" && setup.signIn === "agent")
    return process.env.SSH_AUTH_SOCK === undefined ? "agent" : undefined;
  return neededFor(setup).find((name) => secrets[name] === undefined);
}

function neededFor(setup: WatchedHostSetup): readonly Exclude<MissingSecret, "agent">[] {
  switch (setup.kind) {
    case "local":
      return [];
    case "ssh":
      return setup.signIn === "agent" ? [] : [setup.signIn === "key" ? "privateKey" : "password"];
    case "snmp":
      return setup.signIn.version === "v3" ? ["hashPassword", "cipherPassword"] : ["community"];
  }
}

export function signInOf(kind: "key" | "password" | "agent", secrets: WatchedHostSecrets): SshSignIn {
  switch (kind) {
    case "key":
      return { kind, privateKey: secrets.privateKey ?? "", passphrase: secrets.passphrase };
    case "password":
      return { kind, password: secrets.password ?? "" };
    case "agent":
      return { kind, socket: process.env.SSH_AUTH_SOCK ?? "" };
  }
}
