/** A gateway: one stable address of this computer in front of the replicas of a repository, which follows the active one. */
import { z } from "zod";
import { HostAddress, Port } from "./host-place.ts";
import { Bytes, Count, Name, ReplicaIdText, RepositoryIdText, TimeMs } from "./primitives.ts";

const GATEWAY_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const GatewayIdText = z.string().regex(GATEWAY_ID);

export const GatewayAddress = z.strictObject({ host: HostAddress, port: Port });
export type GatewayAddress = z.infer<typeof GatewayAddress>;

/** Which machine stands behind a replica: its addresses are tried in turn. */
export const GatewayTarget = z.strictObject({
  replicaId: ReplicaIdText,
  addresses: z.array(GatewayAddress).min(1).max(10),
});
export type GatewayTarget = z.infer<typeof GatewayTarget>;

export const GatewayLimits = z.strictObject({
  /** At the same time. */
  maxConnections: z.int().min(1).max(10_000),
  /** Until one of the addresses answers; each is given so long. */
  connectSeconds: z.int().min(1).max(120),
  /** Without a byte either way; 0 for as long as it likes. */
  idleSeconds: z.int().min(0).max(604_800),
  /** Without a byte, after one side has said that it sends no more. */
  halfClosedSeconds: z.int().min(1).max(86_400),
  /** What is open when another replica becomes active may go on so long. */
  drainSeconds: z.int().min(0).max(3_600),
});
export type GatewayLimits = z.infer<typeof GatewayLimits>;

export const USUAL_GATEWAY_LIMITS: GatewayLimits = {
  ...{ maxConnections: 1_000, connectSeconds: 10, idleSeconds: 0, halfClosedSeconds: 300, drainSeconds: 30 },
};

/** Where it listens on this computer: a name or an address, and a port; 0 takes any that is free. */
export const GatewayListen = z.strictObject({
  host: z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9:][A-Za-z0-9.:%_-]*$/),
  port: z.int().min(0).max(65_535),
});
export type GatewayListen = z.infer<typeof GatewayListen>;

export const GatewayDraft = z.strictObject({
  name: Name,
  repositoryId: RepositoryIdText,
  listen: GatewayListen,
  /** Other computers may come in. Without it, only this one. */
  isOpenToNetwork: z.boolean(),
  targets: z.array(GatewayTarget).min(1).max(20),
  /** False where it runs in a process of its own, as \`backstay gateway run\`, which a restart of the host does not touch. */
  isInHost: z.boolean(),
  limits: GatewayLimits,
});
export type GatewayDraft = z.infer<typeof GatewayDraft>;

/** `no-target`: nothing is said of the active replica; `limit`: there were too many; `unreachable`: none of its addresses answered. */
export const GATEWAY_REFUSALS = ["no-target", "limit", "unreachable"] as const;

export const GatewayHealth = z.strictObject({
  /** Null while it does not listen. */
  listensAt: GatewayListen.nullable(),
  /** Why it does not listen, like `EADDRINUSE`; null when it does. */
  problem: z.string().nullable(),
  /** The active replica, as far as it is known. */
  activeId: ReplicaIdText.nullable(),
  /** Whether an address is known for it. */
  hasTarget: z.boolean(),
  /** Since when it goes there. */
  followsSinceMs: TimeMs.nullable(),
  open: Count,
  /** Of them, those that still go to another replica than the active one. */
  draining: Count,
  connecting: Count,
  accepted: Count,
  refused: z.record(z.enum(GATEWAY_REFUSALS), Count),
  /** Cut off because they were silent for too long, or had not ended when their time to drain was over. */
  cutOff: Count,
  /** From clients, and to them. */
  bytesIn: Bytes,
  bytesOut: Bytes,
  /** The newest time that no address of the active replica answered. */
  lastFailure: z.strictObject({ atMs: TimeMs, code: z.string() }).nullable(),
});
export type GatewayHealth = z.infer<typeof GatewayHealth>;

/** What the replicas it goes to are called is told beside it. Null: it runs elsewhere. */
export const GatewayView = GatewayDraft.extend({
  id: GatewayIdText,
  /** The active replica of the repository now. */
  activeId: ReplicaIdText.nullable(),
  health: GatewayHealth.nullable(),
});
export type GatewayView = z.infer<typeof GatewayView>;
