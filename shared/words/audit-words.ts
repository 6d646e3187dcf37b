/** The audit trail in words. Names in it are made safe by whoever shows them. */
import type { AuditFact } from "../model/audit.ts";
import type { AuditWords } from "./audit-vocabulary.ts";
import { enAudit } from "./en-audit.ts";
import type { Language } from "./language.ts";
import { zhAudit } from "./zh-audit.ts";

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
