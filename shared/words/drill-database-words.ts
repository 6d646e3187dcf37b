/** Words about databases that a drill makes again. Plain text; nothing in it has been made safe for HTML. */
import { fromWire } from "../errors.ts";
import {
  type DatabaseOutcome,
  type DrillDatabase,
  type DrillProblem,
  type DrillReplicaCounts,
  UNTRIED_REASONS,
  type UntriedReason,
} from "../model/drill.ts";
import { describeError } from "./describe-error.ts";
import type { Language } from "./language.ts";

export type DatabaseProblem = DrillProblem & { readonly code: `database-${string}` };

type Reason = NonNullable<DrillDatabase["reason"]>;

type DrillDatabaseWords = {
  readonly outcomes: Readonly<Record<DatabaseOutcome, string>>;
  /** What was tried, or why not, as the rest of a sentence. */
  readonly reasons: Readonly<Record<Reason, string>>;
  failed(names: string, count: number): string;
  untried(names: string, count: number, reason: string): string;
  counted(tables: number, rows: string): string;
  quoted(said: string): string;
  ofAll(restored: number, all: number): string;
};

const en: DrillDatabaseWords = {
  outcomes: { restored: "restored", failed: "failed", "not-tried": "not tried" },
  reasons: {
    "no-programs": "no server of that kind is installed on this computer",
    "older-server": "the server that is installed on this computer is older than the one that was saved",
    "other-kind": "this computer has MariaDB and what was saved is of MySQL, or the other way round",
    "server-failed": "no server could be started on this computer, or it ended meanwhile",
    "other-system": "on Windows no server is started for a drill",
    "no-room": "there is not enough room on this computer",
    "server-lacks":
      "the server on this computer lacks something that is needed, such as an extension or a language",
    "no-users": "users are named that the backup does not hold",
    "too-long": "four hours were not enough",
    incomplete: "the dump was cut off when it was saved",
    differs: "it came back with another number of tables or rows than from another replica",
  },
  failed: (names, count) =>
    `${count === 1 ? "a database" : `${count} databases`} could not be made again from the backup: ${names}`,
  untried: (names, count, reason) =>
    `${count === 1 ? "a database was" : `${count} databases were`} not tried, as ${reason}: ${names}`,
  counted: (tables, rows) =>
    `${tables === 1 ? "1 table" : `${tables} tables`}, ${rows} ${rows === "1" ? "row" : "rows"}`,
  quoted: (said) => `: “${said}”`,
  ofAll: (restored, all) => `${restored} of ${all} databases made again`,
};

const zh: DrillDatabaseWords = {
  outcomes: { restored: "已恢复", failed: "未通过", "not-tried": "未尝试" },
  reasons: {
    "no-programs": "本机没有安装同类的数据库服务器",
    "older-server": "本机安装的服务器比备份时的服务器旧",
    "other-kind": "本机是 MariaDB 而备份来自 MySQL，或者相反",
    "server-failed": "本机无法为其启动服务器，或服务器中途结束",
    "other-system": "在 Windows 上演练不启动服务器",
    "no-room": "本机空间不足",
    "server-lacks": "本机的服务器缺少所需的内容，例如扩展或语言",
    "no-users": "其中提到的用户不在备份中",
    "too-long": "四小时内未能完成",
    incomplete: "备份时导出被中断",
    differs: "恢复出的表数或行数与另一副本不同",
  },
  failed: (names, count) => `${count} 个数据库无法从备份重建：${names}`,
  untried: (names, count, reason) => `${count} 个数据库未尝试，原因：${reason}：${names}`,
  counted: (tables, rows) => `${tables} 个表，${rows} 行`,
  quoted: (said) => `：“${said}”`,
  ofAll: (restored, all) => `${all} 个数据库中重建了 ${restored} 个`,
};

const words: Readonly<Record<Language, DrillDatabaseWords>> = { en, zh };

const isReason = (text: string): text is UntriedReason =>
  (UNTRIED_REASONS as readonly string[]).includes(text);

export function isDatabaseProblem(problem: DrillProblem): problem is DatabaseProblem {
  return problem.code.startsWith("database-");
}

/** As a sentence without a full stop. */
export function databaseProblemText({ code, detail, count }: DatabaseProblem, language: Language): string {
  const { failed, untried, reasons } = words[language];
  const reason = code.slice("database-".length);
  return isReason(reason) ? untried(detail, count, reasons[reason]) : failed(detail, count);
}

/** How many databases came back, counted once for each replica; empty where there are none. */
export function databasesOfDrill(
  replicas: readonly Pick<DrillReplicaCounts, "databasesRestored" | "databasesFailed" | "databasesUntried">[],
  language: Language,
): string {
  const { restored, all } = countDrilledDatabases(replicas);
  return all === 0 ? "" : words[language].ofAll(restored, all);
}

export function countDrilledDatabases(
  replicas: readonly Pick<DrillReplicaCounts, "databasesRestored" | "databasesFailed" | "databasesUntried">[],
): { readonly restored: number; readonly all: number } {
  const sum = (of: (one: (typeof replicas)[number]) => number) =>
    replicas.reduce((total, one) => total + of(one), 0);
  const restored = sum(({ databasesRestored }) => databasesRestored);
  return {
    restored,
    all: restored + sum(({ databasesFailed, databasesUntried }) => databasesFailed + databasesUntried),
  };
}

export function databaseOutcomeText({ outcome }: Pick<DrillDatabase, "outcome">, language: Language): string {
  return words[language].outcomes[outcome];
}

/** What was counted, or what was in the way, with what the program said. @param rows as a person of that language writes it */
export function databaseResultText(
  { outcome, reason, error, tables }: DrillDatabase,
  rows: string,
  language: Language,
): string {
  const { counted, reasons, quoted } = words[language];
  if (outcome === "restored") return counted(tables, rows);
  const known = error === null ? undefined : fromWire(error);
  const hasSaid = known !== undefined && "said" in known.details && typeof known.details.said === "string";
  const said = hasSaid ? String(known.details.said) : "";
  if (reason !== null) return `${reasons[reason]}${said === "" ? "" : quoted(said)}`;
  if (known?.code === "DATABASE_NOT_RESTORED") return said;
  return known === undefined ? "" : describeError(known, language, "page").message;
}
