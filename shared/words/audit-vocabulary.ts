/** What the audit trail needs words for. */
import type { MethodName } from "../api/methods.ts";
import type { ANCHOR_STATES, AUDIT_ACTORS, AUDIT_FAULTS, AuditActor, AuditEntry } from "../model/audit.ts";

/** What Backstay records that is no call of the contract. */
export type OwnAction =
  | "host.started"
  | "host.stopped"
  | "console.signIn"
  | "console.signOut"
  | "console.makeLink"
  | "console.setPassword"
  | "console.endSessions"
  | "console.makeMetricsToken"
  | "job.forget"
  | "job.prune"
  | "job.restore"
  | "job.repair"
  | "job.heal"
  | "job.drill"
  | "failover.begins"
  | "failover.moved"
  | "standIn.tookOver"
  | "standIn.handedBack"
  | "standIn.givenAway"
  | "hook.ran"
  | "command.ran"
  | "audit.notRecorded"
  | "audit.headDiffers";

export type AuditAction = MethodName | OwnAction;

export type AuditWords = {
  /** What was done, as a short phrase. One that is not named is shown as it is called. */
  readonly actions: Readonly<Partial<Record<AuditAction, string>>>;
  readonly actors: Readonly<Record<(typeof AUDIT_ACTORS)[number], string>>;
  /** Who it was: the user of the computer, or where the browser is. */
  who(actor: AuditActor): string;
  /** What a fact is about; one that is not named is shown as it is called. */
  readonly facts: Readonly<Record<string, string>>;
  readonly yes: string;
  readonly no: string;
  more(count: number): string;
  outcome(entry: Pick<AuditEntry, "outcome">): string;
  readonly faults: Readonly<Record<(typeof AUDIT_FAULTS)[number], (number: number) => string>>;
  readonly anchorStates: Readonly<Record<(typeof ANCHOR_STATES)[number], string>>;
  anchor(where: "data-folder" | "replica" | "given", name: string): string;
};
