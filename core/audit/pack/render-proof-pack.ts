/** A proof pack: one page of HTML that prints well, without scripts and without anything that has to be loaded. */
import { formatRunTime, formatSpan } from "../../../shared/format/relative-time.ts";
import type { AuditEntry } from "../../../shared/model/audit.ts";
import { actionWords, auditWords } from "../../../shared/words/audit-words.ts";
import { databasesOfDrill } from "../../../shared/words/drill-database-words.ts";
import { drillWords } from "../../../shared/words/drill-words.ts";
import { failoverWords } from "../../../shared/words/failover-words.ts";
import type { Language } from "../../../shared/words/language.ts";
import { type Html, html } from "../../print/html.ts";
import { printedSheet } from "../../print/sheet.ts";
import { type PackWords, packWords } from "./pack-words.ts";
import type { Proofs } from "./proofs.ts";

export function renderProofPack(proofs: Proofs, language: Language): string {
  const say = packWords[language];
  const { officeName, period, verification } = proofs;
  const title = say.title(monthOf(period.fromMs, language));
  const { head } = verification;
  const body = html`${coverage(proofs, say, language)}
${runs(proofs, say)}
${integrity(proofs, say, language)}
${drills(proofs, say, language)}
${moves(proofs, say, language)}
${changes(proofs, say, language)}
<section>
<h2>${say.trail}</h2>
<p class="verdict" data-verdict="${verification.verdict === "whole" ? "ok" : "failed"}">${
    verification.verdict === "whole" ? say.trailWhole(verification.records) : say.trailBroken
  }</p>
${
  head === null
    ? null
    : html`<dl><dt>${say.head}</dt><dd>${`${head.number}:${head.hash}`}</dd></dl><p class="caption">${say.headHint}</p>`
}
</section>
<section>
<h2>${say.limitsHeading}</h2>
${say.limits.map((text) => html`<p>${text}</p>`)}
</section>`;
  const above = `${officeName === "" ? "" : `${officeName} · `}${say.caption(proofs.hostname, proofs.version)}`;
  return printedSheet(
    language,
    { title, above, below: null },
    body,
    say.made(moment(proofs.nowMs, language)),
  );
}

function coverage({ sources }: Proofs, say: PackWords, language: Language): Html {
  const { columns } = say;
  return section(
    say.coverage,
    sources.length === 0 ? say.noSources : say.coverageNow,
    table(
      [columns.source, columns.state, columns.newest, columns.copies],
      sources.map(({ source, protection, newestGoodMs, copies }) => [
        source.name,
        say.protection[protection],
        newestGoodMs === null ? say.never : moment(newestGoodMs, language),
        // of a place that does not answer nobody knows whether the copy is still there
        say.copies(copies.filter(({ isNewest, answers }) => isNewest && answers).length, copies.length),
      ]),
    ),
  );
}

function runs({ runs: counts, isHistoryKept }: Proofs, say: PackWords): Html {
  const note = isHistoryKept ? null : say.notKept;
  if (counts.size === 0) return section(say.runs, note ?? say.noRuns, null);
  const rows = [...counts].map(([state, count]) => html`<dt>${say.runStates[state]}</dt><dd>${count}</dd>`);
  return section(say.runs, note, html`<dl>${rows}</dl>`);
}

function integrity({ readings }: Proofs, say: PackWords, language: Language): Html {
  return section(
    say.integrity,
    readings.length === 0 ? say.noReadings : null,
    table(
      [say.columns.repository, say.columns.readBack],
      readings.map(({ name, allReadMs, readPercent }) => [
        name,
        say.read(allReadMs === null ? undefined : moment(allReadMs, language), Math.floor(readPercent)),
      ]),
    ),
  );
}

function drills({ drills: all, isHistoryKept }: Proofs, say: PackWords, language: Language): Html {
  const { columns } = say;
  const words = drillWords[language];
  return section(
    say.drills,
    isHistoryKept ? (all.length === 0 ? say.noDrills : null) : say.notKept,
    table(
      [columns.drill, columns.when, columns.outcome, columns.rto, columns.rpo],
      all.map(({ kind, repositoryName, startedMs, state, failover, replicas }) => [
        `${repositoryName}: ${words.kinds[kind]}`,
        moment(startedMs, language),
        [words.states[state], databasesOfDrill(replicas, language)].filter((text) => text !== "").join("; "),
        failover === null ? "" : timeOr(failover.rtoMs, say, language),
        failover === null
          ? ""
          : failover.rpoMs === 0
            ? say.nothingLost
            : spanOr(failover.rpoMs, say, language),
      ]),
    ),
  );
}

function moves({ moves: all, isHistoryKept }: Proofs, say: PackWords, language: Language): Html {
  const { columns } = say;
  return section(
    say.moves,
    isHistoryKept ? (all.length === 0 ? say.noMoves : null) : say.notKept,
    table(
      [columns.repository, columns.when, columns.move, columns.why, columns.rto],
      all.map(({ repositoryName, replicaNames, atMs, activeId, cause, moveTookMs }) => [
        repositoryName,
        moment(atMs, language),
        replicaNames.get(activeId) ?? activeId,
        failoverWords[language].cause(cause, (id) => replicaNames.get(id) ?? id),
        timeOr(moveTookMs, say, language),
      ]),
    ),
  );
}

function changes({ changes: all, hasMoreChanges }: Proofs, say: PackWords, language: Language): Html {
  const { columns } = say;
  const words = auditWords[language];
  const note = all.length === 0 ? say.noChanges : hasMoreChanges ? say.moreChanges : null;
  return section(
    say.changes,
    note,
    table(
      [columns.when, columns.who, columns.what, columns.about, columns.outcome],
      all.map((entry) => [
        moment(entry.atMs, language),
        words.who(entry.actor),
        actionWords(entry.action, language),
        aboutOf(entry),
        words.outcome(entry),
      ]),
    ),
  );
}

/** Names of what it was done to; how many snapshots, where some were removed. */
function aboutOf({ subjects, facts }: AuditEntry): string {
  const names = subjects.filter(({ kind, name }) => name !== "" && kind !== "job").map(({ name }) => name);
  const given = names.length === 0 && typeof facts.name === "string" ? [facts.name] : names;
  const snapshots = typeof facts.snapshots === "number" ? [`× ${facts.snapshots}`] : [];
  return [...given, ...snapshots].join(", ");
}

function section(heading: string, note: string | null, content: Html | null): Html {
  return html`<section>
<h2>${heading}</h2>
${note === null ? null : html`<p class="caption">${note}</p>`}
${content}
</section>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): Html | null {
  if (rows.length === 0) return null;
  return html`<table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td class="name">${cell}</td>`)}</tr>`)}</tbody>
</table>`;
}

function timeOr(ms: number | null, { notKnown }: PackWords, language: Language): string {
  return ms === null ? notKnown : formatRunTime(ms, language);
}

function spanOr(ms: number | null, { notKnown }: PackWords, language: Language): string {
  return ms === null ? notKnown : formatSpan(Math.max(ms, 1000), language);
}

const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", zh: "zh-CN" };

/** By the clock of the computer's place, with its zone: the page goes elsewhere. */
function moment(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    ...{ year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
    ...{ hourCycle: "h23", timeZoneName: "short" },
  }).format(ms);
}

function monthOf(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { year: "numeric", month: "long" }).format(ms);
}
