/** The report of a drill: one page of HTML that prints well, without scripts and without anything that has to be loaded. */
import { fromWire } from "../../../../shared/errors.ts";
import { formatCount } from "../../../../shared/format/count.ts";
import { formatRunTime } from "../../../../shared/format/relative-time.ts";
import { formatSiBytes } from "../../../../shared/format/si-bytes.ts";
import type {
  DatabaseOutcome,
  Drill,
  DrillReplica,
  DrillReport,
  RestoreDrill,
} from "../../../../shared/model/drill.ts";
import { DATABASE_TITLES } from "../../../../shared/model/source.ts";
import { describeError } from "../../../../shared/words/describe-error.ts";
import { databaseOutcomeText, databaseResultText } from "../../../../shared/words/drill-database-words.ts";
import { drillWords } from "../../../../shared/words/drill-words.ts";
import { failoverWords } from "../../../../shared/words/failover-words.ts";
import type { Language } from "../../../../shared/words/language.ts";
import { describeProblem } from "../../../../shared/words/problems.ts";
import { type Html, html } from "../../../print/html.ts";
import { printedSheet } from "../../../print/sheet.ts";
import { type ReportWords, reportWords } from "./report-words.ts";

export type ReportMoment = {
  readonly language: Language;
  /** May be empty. */
  readonly officeName: string;
  readonly nowMs: number;
};

/** What was not tried is not known, and never looks well. */
const VERDICTS: Readonly<Record<DrillReplica["outcome"] | DatabaseOutcome, string>> = {
  ...{ passed: "ok", restored: "ok", failed: "failed" },
  ...{ unreachable: "unknown", "not-tried": "unknown", incomplete: "unknown" },
};

type Telling = { readonly say: ReportWords; readonly language: Language };

/** @param drill one that is over */
export function renderDrillReport(drill: Drill, { language, officeName, nowMs }: ReportMoment): DrillReport {
  const say = reportWords[language];
  const telling = { say, language };
  const words = drillWords[language];
  const title = capital(say.title(words.kinds[drill.kind], drill.repositoryName));
  const endedMs = drill.endedMs ?? nowMs;
  const took = formatRunTime(Math.max(0, endedMs - drill.startedMs), language);
  const by = drill.trigger === "person" ? say.byPerson : say.bySchedule;
  const restore = drill.restore ?? drill.failover?.restore ?? null;
  const body = html`<section>
<h2>${say.verdict}</h2>
<p class="verdict" data-verdict="${verdictOf(drill)}">${verdictText(drill, say)}</p>
</section>
${problems(drill, telling)}
${drill.failover === null ? null : measures(drill.failover, telling)}
${restore === null ? null : replicas(restore, telling)}
${restore === null ? null : faults(restore, telling)}
${restore === null ? null : databases(restore, telling)}
${restore === null ? null : fullRestore(restore, telling)}
${restore === null ? null : sample(restore, telling)}
${drill.failover === null ? null : timeline(drill.failover, telling)}
<section>
<h2>${say.how}</h2>
${(drill.kind === "restore" ? say.howRestore : say.howFailover).map((text) => html`<p>${text}</p>`)}
</section>`;
  const head = {
    title,
    above: `Backstay${officeName === "" ? "" : ` · ${officeName}`}`,
    below: `${say.when(moment(drill.startedMs, language), took)} · ${by}`,
  };
  const made = say.made(moment(nowMs, language), restore?.seed, drill.id);
  const day = new Date(drill.startedMs).toISOString().slice(0, 10);
  return {
    fileName: `backstay-${say.fileName}-${day}-${drill.id.slice(0, 8)}.html`,
    html: printedSheet(language, head, body, made),
  };
}

function verdictOf({ state }: Drill): string {
  if (state === "passed") return "ok";
  if (state === "failed") return "failed";
  return state === "ended-by-fault" ? "warning" : "unknown";
}

function verdictText({ state, kind }: Drill, { verdicts }: ReportWords): string {
  switch (state) {
    case "passed":
      return kind === "restore" ? verdicts.passedRestore : verdicts.passedFailover;
    case "failed":
      return verdicts.failed;
    case "cancelled":
      return verdicts.cancelled;
    case "ended-by-fault":
      return verdicts.endedByFault;
    default:
      return verdicts.incomplete;
  }
}

function problems({ problems: all, restore, failover }: Drill, { say, language }: Telling): Html | null {
  const replicaList = (restore ?? failover?.restore)?.replicas ?? [];
  const list = all.map((problem) => capital(drillWords[language].problem(problem)));
  const lacks = replicaList.flatMap(({ name, lacks: names }) =>
    names.length === 0 ? [] : [say.lacks(name, names.join(", "))],
  );
  const errors = replicaList.flatMap(({ name, error }) =>
    error === null ? [] : [say.error(name, describeError(fromWire(error), language, "page").message)],
  );
  const items = [...list, ...lacks, ...errors];
  if (items.length === 0) return null;
  return html`<section>
<h2>${say.problems}</h2>
<ul>${items.map((text) => html`<li>${text}</li>`)}</ul>
</section>`;
}

function measures(failover: NonNullable<Drill["failover"]>, { say, language }: Telling): Html {
  const { declaredMs, fromName, toName, rtoMs, rpoMs, missingSnapshots, stoppedJobs } = failover;
  const after = (ms: number | null) =>
    ms === null ? say.never : say.after(formatRunTime(Math.max(0, ms - declaredMs), language));
  const rpo =
    rpoMs === null
      ? say.unknown
      : missingSnapshots === 0
        ? say.rpoNone
        : say.rpoOf(formatRunTime(rpoMs, language), missingSnapshots ?? 0);
  const rows: readonly (readonly [string, string])[] = [
    [say.way, say.wayOf(fromName, toName)],
    [say.rto, rtoMs === null ? say.never : say.rtoOf(formatRunTime(rtoMs, language))],
    [say.rpo, rpo],
    [say.firstBackup, after(failover.backedUpMs)],
    [say.restored, after(failover.restoredMs)],
    [say.returned, after(failover.returnedMs)],
    [say.stoppedJobs, String(stoppedJobs)],
  ];
  return html`<section>
<h2>${say.measures}</h2>
<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</section>`;
}

function replicas({ replicas: all }: RestoreDrill, { say, language }: Telling): Html {
  const { columns } = say;
  const row = (replica: DrillReplica) => {
    const { name, outcome, files, same, different, unreadable, liveSame, liveDifferent, bytes, seconds } =
      replica;
    const verdict = VERDICTS[outcome];
    const numbers = [files, same, different + liveDifferent, unreadable, liveSame];
    return html`<tr><td class="name">${name}</td>
<td class="verdict" data-verdict="${verdict}">${drillWords[language].outcomes[outcome]}</td>
${numbers.map((count) => html`<td class="number">${count}</td>`)}
<td class="number">${formatSiBytes(bytes)}</td>
<td class="number">${formatRunTime(seconds * 1000, language)}</td></tr>`;
  };
  const heads = [columns.files, columns.same, columns.different, columns.unreadable, columns.live];
  return html`<section>
<h2>${say.replicas}</h2>
<p class="caption">${say.replicasCaption}</p>
<table><thead><tr><th>${columns.replica}</th><th>${columns.outcome}</th>
${heads.map((title) => html`<th class="number">${title}</th>`)}
<th class="number">${columns.data}</th><th class="number">${columns.took}</th></tr></thead>
<tbody>${all.map(row)}</tbody></table>
</section>`;
}

function faults({ replicas: all }: RestoreDrill, { say, language }: Telling): Html | null {
  const { columns } = say;
  const words = drillWords[language];
  const tables = all
    .filter((replica) => replica.faults.length > 0)
    .map(
      (replica) => html`<h2>${say.faultsOf(replica.name, replica.faults.length + replica.furtherFaults)}</h2>
<table><thead><tr><th>${columns.path}</th><th>${columns.source}</th><th>${columns.fault}</th></tr></thead>
<tbody>${replica.faults.map(({ path, sourceName, fault, isVital, reason, systemCode }) => {
        const why =
          reason === ""
            ? ""
            : `: ${describeProblem(reason, systemCode === "" ? null : systemCode, language)}`;
        return html`<tr><td class="name">${path}${isVital ? ` (${say.vital})` : ""}</td>
<td class="name">${sourceName}</td><td>${words.faults[fault]}${why}</td></tr>`;
      })}</tbody></table>
${replica.furtherFaults === 0 ? null : html`<p class="caption">${say.further(replica.furtherFaults)}</p>`}`,
    );
  return tables.length === 0 ? null : html`<section>${tables}</section>`;
}

function databases({ replicas: all }: RestoreDrill, { say, language }: Telling): Html | null {
  const { columns } = say;
  const rows = all.flatMap(({ name, databases: tried }) =>
    tried.map((database) => ({ replica: name, ...database })),
  );
  if (rows.length === 0) return null;
  return html`<section>
<h2>${say.databases}</h2>
<p class="caption">${say.databasesCaption}</p>
<table><thead><tr><th>${columns.database}</th><th>${columns.replica}</th><th>${columns.outcome}</th>
<th>${columns.found}</th><th class="number">${columns.dump}</th><th class="number">${columns.took}</th></tr></thead>
<tbody>${rows.map(
    (row) => html`<tr><td class="name">${row.name} · ${DATABASE_TITLES[row.kind]} · ${row.sourceName}</td>
<td class="name">${row.replica}</td>
<td class="verdict" data-verdict="${VERDICTS[row.outcome]}">${databaseOutcomeText(row, language)}</td>
<td class="name">${databaseResultText(row, formatCount(row.rows, language), language)}</td>
<td class="number">${formatSiBytes(row.bytes)}</td>
<td class="number">${row.outcome === "not-tried" ? "" : formatRunTime(row.seconds * 1000, language)}</td></tr>`,
  )}</tbody></table>
</section>`;
}

function fullRestore({ replicas: all }: RestoreDrill, { say, language }: Telling): Html | null {
  const time = (seconds: number) => formatRunTime(seconds * 1000, language);
  const lines = all.flatMap(({ name, fullRestore: full, openSeconds }) =>
    full === null
      ? []
      : [
          say.fullRestoreOf(
            ...([name, time(full.seconds), time(full.lowSeconds), time(full.highSeconds)] as const),
            time(openSeconds),
          ),
        ],
  );
  if (lines.length === 0) return null;
  return html`<section>
<h2>${say.fullRestore}</h2>
${lines.map((text) => html`<p>${text}</p>`)}
<p class="caption">${say.fullRestoreCaption}</p>
</section>`;
}

function sample({ sources }: RestoreDrill, { say, language }: Telling): Html | null {
  const { columns } = say;
  const words = drillWords[language];
  if (sources.length === 0) return null;
  return html`<section>
<h2>${say.sample}</h2>
<p class="caption">${say.sampleCaption}</p>
<table><thead><tr><th>${columns.backup}</th><th>${columns.size}</th><th>${columns.age}</th>
<th class="number">${columns.all}</th><th class="number">${columns.tried}</th></tr></thead>
<tbody>${sources.map(
    ({ name, timeMs, strata, vitalFiles }) => html`<tr><td class="name">${name}</td>
<td colspan="2">${moment(timeMs, language)} · ${columns.vital}</td>
<td class="number">${vitalFiles}</td><td class="number">${vitalFiles}</td></tr>
${strata.map(
  ({ size, age, files, bytes, triedFiles, triedBytes }) => html`<tr><td></td><td>${words.sizes[size]}</td>
<td>${words.ages[age]}</td>
<td class="number">${files} · ${formatSiBytes(bytes)}</td>
<td class="number">${triedFiles} · ${formatSiBytes(triedBytes)}</td></tr>`,
)}`,
  )}</tbody></table>
</section>`;
}

function timeline(
  { transitions, fromId, fromName, toId, toName }: NonNullable<Drill["failover"]>,
  { say, language }: Telling,
): Html | null {
  const { columns } = say;
  const nameOf = (id: string) => (id === fromId ? fromName : id === toId ? toName : id);
  const words = failoverWords[language];
  if (transitions.length === 0) return null;
  return html`<section>
<h2>${say.timeline}</h2>
<table><thead><tr><th>${columns.when}</th><th>${columns.phase}</th><th>${columns.why}</th></tr></thead>
<tbody>${transitions.map(
    ({ atMs, to, cause }) => html`<tr><td>${moment(atMs, language)}</td><td>${words.phases[to]}</td>
<td>${words.cause(cause, nameOf)}</td></tr>`,
  )}</tbody></table>
</section>`;
}

function moment(timeMs: number, language: Language): string {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: "long", timeStyle: "medium", hour12: false },
  }).format(timeMs);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
