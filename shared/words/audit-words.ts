/** The audit trail in words. Names in it are made safe by whoever shows them. */
import type { MethodName } from "../api/methods.ts";
import type {
  ANCHOR_STATES,
  AUDIT_ACTORS,
  AUDIT_FAULTS,
  AuditActor,
  AuditEntry,
  AuditFact,
} from "../model/audit.ts";
import { enAudit } from "./en-audit.ts";
import type { Language } from "./language.ts";
import { zhAudit } from "./zh-audit.ts";

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

export const auditWords: Readonly<Record<Language, AuditWords>> = { en: enAudit, zh: zhAudit };

/** @returns the words for an action, or what it is called where there are none */
export function actionWords(action: string, language: Language): string {
  const words: Readonly<Record<string, string | undefined>> = auditWords[language].actions;
  return Object.hasOwn(words, action) ? (words[action] ?? action) : action;
}

const MANY = 5;

/** @returns what a fact is about, and what it says */
export function factParts(key: string, value: AuditFact, language: Language): readonly [string, string] {
  const say = auditWords[language];
  const name = Object.hasOwn(say.facts, key) ? (say.facts[key] ?? key) : key;
  return [name, valueWords(value, language)];
}

function valueWords(value: AuditFact, language: Language): string {
  const say = auditWords[language];
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (value === null) return "–";
  if (!Array.isArray(value)) return String(value);
  const shown = value.slice(0, MANY).join(", ");
  return value.length > MANY ? `${shown}, ${say.more(value.length - MANY)}` : shown;
}
