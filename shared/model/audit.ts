/** The audit trail: what was done here and by whom. Nothing in it is ever changed or removed, and nothing in it is secret. */
import { z } from "zod";
import { Count, TimeMs } from "./primitives.ts";

/**
 * Who did something. `desktop`: in the window of the desktop application; `console`: in a browser that signed in; `local`: another
 * program of the host's user on this computer, like the command line. The others are parts of Backstay that act by themselves.
 */
export const AUDIT_ACTORS = [
  "desktop",
  "console",
  "local",
  "schedule",
  "retention",
  "failover",
  "engine",
] as const;

export const AuditActor = z.strictObject({
  kind: z.enum(AUDIT_ACTORS),
  /** The user of this computer that Backstay runs as; empty when the system does not say. */
  user: z.string().max(200),
  /** Where a browser is; null for what came from this computer itself. */
  address: z.string().max(100).nullable(),
  /** Tells sessions of browsers apart; worth nothing for signing in. */
  session: z.string().max(20).nullable(),
});
export type AuditActor = z.infer<typeof AuditActor>;

/** A thing it was done to, by its name at that time. */
export const AuditSubject = z.strictObject({
  kind: z.string().max(40),
  id: z.string().max(100),
  /** Empty when it had none, or was not known. */
  name: z.string().max(300),
});
export type AuditSubject = z.infer<typeof AuditSubject>;

export const AuditFact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type AuditFact = z.infer<typeof AuditFact>;
export const AuditFacts = z.record(z.string(), AuditFact);
export type AuditFacts = z.infer<typeof AuditFacts>;

/** `code`: of the error when it was refused or failed. */
export const AuditOutcome = z.strictObject({
  is: z.enum(["done", "failed"]),
  code: z.string().nullable(),
  facts: AuditFacts,
});
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/** One thing that was done, as it is shown: the record of its beginning and, if there is one, that of its outcome. */
export const AuditEntry = z.strictObject({
  number: z.int().positive(),
  atMs: TimeMs,
  actor: AuditActor,
  /** The method of the contract that was called, or what Backstay calls what it does by itself. */
  action: z.string(),
  subjects: z.array(AuditSubject),
  facts: AuditFacts,
  /** Null when nobody recorded how it ended: it is under way, or Backstay was stopped in the middle of it. */
  outcome: AuditOutcome.nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/**
 * What is wrong with a chain. `changed`: a record's text is not the one its hash was made of; `order`: it does not follow the one
 * before; `missing`: numbers are left out; `unreadable`: it is none of ours.
 */
export const AUDIT_FAULTS = ["changed", "order", "missing", "unreadable"] as const;

/**
 * How a head of the chain that was kept elsewhere agrees with it. `cut-off`: the chain is shorter than it was then; `differs`: another
 * record stands there now; `none`: nothing was kept there yet; `unreachable`: nobody could look.
 */
export const ANCHOR_STATES = ["agrees", "cut-off", "differs", "none", "unreachable"] as const;

export const AuditAnchorView = z.strictObject({
  where: z.enum(["data-folder", "replica", "given"]),
  /** What the replica is called; empty elsewhere. */
  name: z.string(),
  state: z.enum(ANCHOR_STATES),
  /** What was kept there; null when that is nothing, or is not known. */
  number: z.int().nonnegative().nullable(),
  atMs: TimeMs.nullable(),
});
export type AuditAnchorView = z.infer<typeof AuditAnchorView>;

export const AuditHead = z.strictObject({
  number: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: TimeMs,
});
export type AuditHead = z.infer<typeof AuditHead>;

export const AuditVerification = z.strictObject({
  checkedMs: TimeMs,
  records: Count,
  firstMs: TimeMs.nullable(),
  /** The newest record; null while there is none. */
  head: AuditHead.nullable(),
  /** The first fault that was found, and at which number; null when the chain is whole. */
  fault: z.strictObject({ number: z.int(), reason: z.enum(AUDIT_FAULTS) }).nullable(),
  anchors: z.array(AuditAnchorView),
  /** `broken` when the chain has a fault or any anchor says that it was cut or differs. */
  verdict: z.enum(["whole", "broken"]),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

/** A record as it is stored: its hash is SHA-256 over the bytes of its text, which holds the hash of the one before. */
export const StoredAuditRecord = z.strictObject({ record: z.string(), hash: z.string() });
export type StoredAuditRecord = z.infer<typeof StoredAuditRecord>;
