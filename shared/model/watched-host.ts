/** Machines whose disks are watched. Secrets are in the key store only, and never come back. */
import { z } from "zod";
import { Gap } from "./health-reading.ts";
import { ARRAY_VERDICTS, DISK_VERDICTS, HEALTH_SEVERITIES } from "./health-verdict.ts";
import { HostAddress, Port, UserName } from "./host-place.ts";
import { Name, TimeMs, WatchedHostIdText } from "./primitives.ts";
import { SnmpHostSetup } from "./snmp-setup.ts";
import { WireErrorShape } from "./wire-error.ts";

export const SshHostSetup = z.strictObject({
  kind: z.literal("ssh"),
  address: HostAddress,
  port: Port,
  user: UserName,
  /** `agent` is the one that runs beside the engine. */
  signIn: z.enum(["key", "password", "agent"]),
});
export type SshHostSetup = z.infer<typeof SshHostSetup>;

/** How a host is reached, by its kind. `local` is the machine the engine runs on: there is one, and it cannot be removed. */
export const WatchedHostSetup = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("local") }),
  SshHostSetup,
  SnmpHostSetup,
]);
export type WatchedHostSetup = z.infer<typeof WatchedHostSetup>;
export type WatchedHostKind = WatchedHostSetup["kind"];

export const WatchedHostDraft = z.strictObject({ name: Name, setup: WatchedHostSetup });
export type WatchedHostDraft = z.infer<typeof WatchedHostDraft>;

export const WATCHED_HOST_SECRETS = [
  ...(["privateKey", "passphrase", "password"] as const),
  ...(["hashPassword", "cipherPassword", "community"] as const),
] as const;
export type WatchedHostSecret = (typeof WATCHED_HOST_SECRETS)[number];
/** What is left out stays as it is kept. */
export const WatchedHostSecrets = z.strictObject({
  /** In OpenSSH's or PEM's format. */
  privateKey: z.string().min(1).max(16_384).optional(),
  passphrase: z.string().min(1).max(4096).optional(),
  password: z.string().min(1).max(4096).optional(),
  /** Of SNMP version 3: what requests are signed with, and what they are encrypted with. */
  hashPassword: z.string().min(1).max(1024).optional(),
  cipherPassword: z.string().min(1).max(1024).optional(),
  /** Of SNMP version 2c. */
  community: z.string().min(1).max(255).optional(),
});
export type WatchedHostSecrets = z.infer<typeof WatchedHostSecrets>;

/** What is known of a machine besides its disks; null where it did not say. */
export const HostFacts = z.strictObject({
  /** `Debian GNU/Linux 12 (bookworm)` */
  system: z.string().max(200).nullable(),
  kernel: z.string().max(200).nullable(),
  architecture: z.string().max(50).nullable(),
  /** Maker and model. */
  machine: z.string().max(200).nullable(),
  uptimeSeconds: z.number().nonnegative().nullable(),
  /** Of the processor. */
  temperatureC: z.number().min(-100).max(500).nullable(),
});
export type HostFacts = z.infer<typeof HostFacts>;

export const HOST_STATES = ["not-read", "answers", "silent"] as const;

export const WatchedHost = z.strictObject({
  id: WatchedHostIdText,
  name: Name,
  setup: WatchedHostSetup,
  /** Which secrets there are. */
  kept: z.array(z.enum(WATCHED_HOST_SECRETS)),
  /** Type and fingerprint of the SSH host key it must have; null before it was first met, and for other kinds. */
  hostKey: z.string().max(200).nullable(),
  /** `not-read`: nobody has asked it yet. */
  state: z.enum(HOST_STATES),
  /** A round is under way. */
  isReading: z.boolean(),
  /** When it was asked last, and when it answered last. */
  askedMs: TimeMs.nullable(),
  answeredMs: TimeMs.nullable(),
  /** Since when it does not answer. */
  silentSinceMs: TimeMs.nullable(),
  /** Why it did not answer the last time. */
  error: WireErrorShape.nullable(),
  /** Its last reading is too old to be relied on: all that is known of it counts as `unknown`. */
  isStale: z.boolean(),
  /** Of all that is on it; `unknown` when it is silent or nothing could be judged. What is acknowledged does not count. */
  severity: z.enum(HEALTH_SEVERITIES),
  /** The worst verdict on what is on it and nobody has acknowledged; null where nothing is known of it now, or nothing was judged. */
  worst: z.enum([...DISK_VERDICTS, ...ARRAY_VERDICTS]).nullable(),
  /** Things on it that are not fine, and that somebody has acknowledged. */
  acknowledged: z.int().nonnegative(),
  facts: HostFacts.nullable(),
  counts: z.strictObject({
    disks: z.int().nonnegative(),
    arrays: z.int().nonnegative(),
    controllers: z.int().nonnegative(),
    volumes: z.int().nonnegative(),
  }),
  /** What could not be read of it, and why. `about` names the program or device. */
  gaps: z.array(Gap).max(100),
});
export type WatchedHost = z.infer<typeof WatchedHost>;

/** What a first try at a host showed; nothing is saved by it. */
export const HostTrial = z.strictObject({
  /** Null when it could be reached and signed in to. */
  error: WireErrorShape.nullable(),
  /** The key it showed, to be compared by the person; null for other kinds, and when it was not reached. */
  hostKey: z.string().max(200).nullable(),
  disks: z.int().nonnegative(),
  arrays: z.int().nonnegative(),
  gaps: z.array(Gap).max(100),
});
export type HostTrial = z.infer<typeof HostTrial>;
