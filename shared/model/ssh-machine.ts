/** A machine that is reached over SSH: where it is, who signs in, and the key it has to have. */
import { z } from "zod";
import { HostAddress, Port, UserName } from "./host-place.ts";

/** Type and fingerprint of a host's key, as `ssh-keygen -l` prints them. */
export const HostKeyText = z.string().regex(/^[a-z0-9@.-]{1,60} SHA256:[A-Za-z0-9+/]{43}$/);

export const SshMachine = z.strictObject({
  address: HostAddress,
  port: Port,
  user: UserName,
  /** `agent` is the one beside the engine, or the keys that `ssh` would take there. */
  signIn: z.enum(["key", "password", "agent"]),
  /** The key the machine must have; null before somebody has compared it, when nothing is sent to it. */
  hostKey: HostKeyText.nullable(),
});
export type SshMachine = z.infer<typeof SshMachine>;

export const SSH_SECRETS = ["privateKey", "passphrase", "password"] as const;
export type SshSecret = (typeof SSH_SECRETS)[number];
/** What is left out stays as it is kept, as long as it is the same account. */
export const SshSecrets = z.strictObject({
  /** In OpenSSH's or PEM's format. */
  privateKey: z.string().min(1).max(16_384).optional(),
  passphrase: z.string().min(1).max(4096).optional(),
  password: z.string().min(1).max(4096).optional(),
});
export type SshSecrets = z.infer<typeof SshSecrets>;

/** Which secrets are of use to sign in with. */
export function secretsOfMachine({ signIn }: Pick<SshMachine, "signIn">): readonly SshSecret[] {
  if (signIn === "agent") return [];
  return signIn === "key" ? ["privateKey", "passphrase"] : ["password"];
}

/** Whether what is kept for one may be used for the other: a secret meant for one machine, or one user, never goes to another. */
export function isSameMachineAccount(a: SshMachine, b: SshMachine): boolean {
  return a.address === b.address && a.port === b.port && a.user === b.user;
}

/** `user@address`, with the port where it is not the usual one. */
export function machineText({ address, port, user }: Pick<SshMachine, "address" | "port" | "user">): string {
  if (port === 22) return `${user}@${address}`;
  return address.includes(":") ? `${user}@[${address}]:${port}` : `${user}@${address}:${port}`;
}
