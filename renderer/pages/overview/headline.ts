import { type HardwareNews, hardwareNews } from "../../../shared/hardware-news.ts";
import type { Overview, SourceStatus } from "../../../shared/model/overview.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { gravestDamage } from "../../components/repair/damage-of.ts";

/** One thing to say, with what its words are made from. */
export type Statement =
  | { readonly kind: "nothing-good"; readonly names: readonly string[] }
  | { readonly kind: "damaged"; readonly names: readonly string[] }
  | { readonly kind: "no-place-answers"; readonly names: readonly string[] }
  | { readonly kind: "overdue"; readonly names: readonly string[]; readonly lateMs: number }
  | { readonly kind: "last-failed"; readonly names: readonly string[] }
  | { readonly kind: "place-damaged"; readonly names: readonly string[] }
  | { readonly kind: "repaired"; readonly names: readonly string[] }
  | { readonly kind: "place-silent"; readonly names: readonly string[] }
  | { readonly kind: "unplanned"; readonly names: readonly string[] }
  | { readonly kind: "problems"; readonly names: readonly string[] }
  | { readonly kind: "unknown"; readonly names: readonly string[] }
  | { readonly kind: "waiting"; readonly names: readonly string[] }
  | { readonly kind: "first-running"; readonly names: readonly string[] }
  | { readonly kind: "hardware"; readonly news: HardwareNews }
  | { readonly kind: "alerts"; readonly count: number }
  | { readonly kind: "working"; readonly names: readonly string[] }
  | { readonly kind: "fine"; readonly count: number };

export type HeadlineVerdict =
  | "failed"
  | "overdue"
  | "failing"
  | "warning"
  | "unknown"
  | "waiting"
  | "working"
  | "ok";

export type Headline = {
  readonly verdict: HeadlineVerdict;
  /** The gravest first, two at most. */
  readonly statements: readonly Statement[];
  /** How many more there would be to say. */
  readonly others: number;
  readonly protectedCount: number;
  readonly sourceCount: number;
  /** Of all sources; null when there is none. */
  readonly newestGoodMs: number | null;
  /** Names of the repositories that hold it. */
  readonly newestPlaces: readonly string[];
};

type PlainKind = Exclude<Statement["kind"], "alerts" | "hardware">;
const VERDICT: Readonly<Record<PlainKind, HeadlineVerdict>> = {
  "nothing-good": "failed",
  damaged: "failed",
  "no-place-answers": "failed",
  overdue: "overdue",
  "last-failed": "failing",
  "place-damaged": "warning",
  repaired: "warning",
  "place-silent": "warning",
  unplanned: "warning",
  problems: "warning",
  unknown: "unknown",
  waiting: "waiting",
  "first-running": "working",
  working: "working",
  fine: "ok",
};

/** Verdicts that are equally grave have the same number; more is worse. */
const GRAVITY: Readonly<Record<HeadlineVerdict, number>> = {
  ...{ ok: 0, working: 1, waiting: 2, unknown: 3, warning: 4, failing: 5, overdue: 5, failed: 6 },
};

const ALERT_VERDICT: Readonly<Record<NonNullable<Overview["worstAlert"]>, HeadlineVerdict>> = {
  ...{ notice: "ok", warning: "warning", failing: "failing", failed: "failed" },
};

/**
 * What the overview opens with. The order: nothing good left or no place answers, overdue, failed disks and arrays, failing ones,
 * warnings, unknown, what is still to come, at work, fine; and it is never milder than the worst alert that waits for a person.
 * Undefined when nothing is set up that could be told of.
 *
 * @param nowMs a deadline that has passed since the overview was put together counts
 */
export function headlineOf(overview: Overview, nowMs: number): Headline | undefined {
  const { sources, repositories } = overview;
  if (sources.length === 0) return undefined;
  const statements = [
    ...dataStatements(overview, nowMs),
    ...damageStatements(sources, repositories),
    ...placeStatements(repositories),
    ...hardwareNews(overview.health).map((news): Statement => ({ kind: "hardware", news })),
    ...quietStatements(overview),
  ].sort((a, b) => ORDER.indexOf(placeOf(a)) - ORDER.indexOf(placeOf(b)));
  const grave = statements.filter(({ kind }) => kind !== "fine" && kind !== "working");
  const told = grave.length > 0 ? grave : statements;
  const verdict = verdictOf(told[0]);
  const alertVerdict = overview.worstAlert === null ? "ok" : ALERT_VERDICT[overview.worstAlert];
  const gravest = Math.max(...told.map((statement) => GRAVITY[verdictOf(statement)]));
  const isAlertWorse = GRAVITY[alertVerdict] > gravest;
  // what is known by itself says more than that there is an alert
  const alertCount = overview.openAlerts - overview.health.openAlerts || overview.openAlerts;
  const said: readonly Statement[] = isAlertWorse ? [...grave, { kind: "alerts", count: alertCount }] : told;
  const first = said[0] ?? { kind: "fine", count: sources.length };
  const newest = newestOf(sources, repositories);
  return {
    verdict: isAlertWorse ? alertVerdict : verdict,
    statements: said.length > 0 ? said.slice(0, 2) : [first],
    others: Math.max(0, said.length - 2),
    protectedCount: sources.filter((source) => protectionAt(source, nowMs) === "protected").length,
    sourceCount: sources.length,
    ...newest,
  };
}

function verdictOf(statement: Statement | undefined): HeadlineVerdict {
  if (statement === undefined || statement.kind === "alerts") return "ok";
  if (statement.kind !== "hardware") return VERDICT[statement.kind];
  // that nothing can be seen any more is something to see to
  return statement.news.kind === "trouble" ? statement.news.level : "warning";
}

/** Where a statement stands among the others. */
function placeOf(statement: Statement): (typeof ORDER)[number] {
  if (statement.kind !== "hardware") return statement.kind;
  return statement.news.kind === "trouble" ? `hardware-${statement.news.level}` : "hardware-blind";
}

/** How a source is at a moment: its deadline may have passed since the engine looked. */
export function protectionAt(status: SourceStatus, nowMs: number): SourceStatus["protection"] {
  const isLate = status.deadlineMs !== null && status.deadlineMs < nowMs;
  return status.protection === "protected" && isLate ? "overdue" : status.protection;
}

const ORDER = [
  ...(["nothing-good", "damaged", "no-place-answers", "overdue", "hardware-failed", "last-failed"] as const),
  ...(["hardware-failing", "place-damaged", "repaired", "place-silent", "unplanned", "problems"] as const),
  ...(["hardware-warning", "hardware-blind", "unknown", "alerts", "waiting", "first-running"] as const),
  ...(["working", "fine"] as const),
] as const;

function dataStatements(overview: Overview, nowMs: number): readonly Statement[] {
  const { sources } = overview;
  const isOnlyUnproven = gravestDamage(overview.repositories) === "unproven";
  const atWork = sourcesAtWork(overview);
  const namesOf = (protection: SourceStatus["protection"]) =>
    sources.filter((source) => protectionAt(source, nowMs) === protection).map(({ source }) => source.name);
  const statements: Statement[] = [];
  const add = (kind: Exclude<PlainKind, "overdue" | "fine">, names: readonly string[]) => {
    if (names.length > 0) statements.push({ kind, names });
  };
  add("nothing-good", namesOf("never"));
  if (!isOnlyUnproven) add("damaged", namesOf("damaged"));
  const overdue = sources.filter((source) => protectionAt(source, nowMs) === "overdue");
  if (overdue.length > 0) {
    const lateMs = Math.max(...overdue.map(({ deadlineMs }) => nowMs - (deadlineMs ?? nowMs)));
    statements.push({ kind: "overdue", names: overdue.map(({ source }) => source.name), lateMs });
  }
  add(
    "last-failed",
    sources
      .filter((source) => source.lastRunFailed && source.protection !== "never")
      .map(({ source }) => source.name),
  );
  add("unplanned", namesOf("unplanned"));
  add("unknown", namesOf("unknown"));
  const waiting = sources.filter((source) => protectionAt(source, nowMs) === "waiting");
  for (const kind of ["waiting", "first-running"] as const) {
    const isRunning = kind === "first-running";
    const told = waiting.filter(({ source }) => atWork.has(source.id) === isRunning);
    add(
      kind,
      told.map(({ source }) => source.name),
    );
  }
  add(
    "problems",
    sources
      .filter((source) => source.lastRunHadProblems && protectionAt(source, nowMs) === "protected")
      .map(({ source }) => source.name),
  );
  return statements;
}

function placeStatements(repositories: readonly RepositoryView[]): readonly Statement[] {
  const silent = repositories.filter(
    ({ replicas }) => replicas.length > 0 && replicas.every(({ reach }) => reach === "unreachable"),
  );
  if (silent.length === 0) return [];
  const kind = silent.length === repositories.length ? "no-place-answers" : "place-silent";
  return [{ kind, names: silent.map(({ name }) => name) }];
}

/** Damaged places are told of where no source is left without a good backup by them, which says more. */
function damageStatements(
  sources: readonly SourceStatus[],
  repositories: readonly RepositoryView[],
): readonly Statement[] {
  const damaged = repositories.filter(({ damageFoundMs }) => damageFoundMs !== null);
  if (gravestDamage(repositories) === "unproven")
    return [{ kind: "repaired", names: damaged.map(({ name }) => name) }];
  const isSaid = sources.some(({ protection }) => protection === "damaged");
  return damaged.length === 0 || isSaid
    ? []
    : [{ kind: "place-damaged", names: damaged.map(({ name }) => name) }];
}

function sourcesAtWork({ jobs }: Overview): ReadonlySet<string | null> {
  return new Set(
    jobs.filter(({ kind, state }) => kind === "backup" && state === "running").map((job) => job.sourceId),
  );
}

function quietStatements(overview: Overview): readonly Statement[] {
  const { sources } = overview;
  const atWork = sourcesAtWork(overview);
  const names = sources.filter(({ source }) => atWork.has(source.id)).map(({ source }) => source.name);
  const working: Statement[] = names.length > 0 ? [{ kind: "working", names }] : [];
  return [...working, { kind: "fine", count: sources.length }];
}

function newestOf(
  sources: readonly SourceStatus[],
  repositories: readonly RepositoryView[],
): Pick<Headline, "newestGoodMs" | "newestPlaces"> {
  const times = sources.flatMap(({ newestGoodMs }) => newestGoodMs ?? []);
  if (times.length === 0) return { newestGoodMs: null, newestPlaces: [] };
  const newestGoodMs = Math.max(...times);
  const newest = sources.find((source) => source.newestGoodMs === newestGoodMs);
  const holding = new Set(
    newest?.copies.filter(({ isNewest }) => isNewest).map(({ replicaId }) => replicaId),
  );
  const newestPlaces = repositories
    .filter(({ replicas }) => replicas.some(({ id }) => holding.has(id)))
    .map(({ name }) => name);
  return { newestGoodMs, newestPlaces };
}
