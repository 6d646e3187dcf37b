import { printable } from "../../shared/format/printable.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type { Overview, SourceStatus } from "../../shared/model/overview.ts";
import type { Language } from "../../shared/words/language.ts";
import type { HostWords, Protection } from "../words/host-words.ts";
import { formatTable } from "./table.ts";

/** `person`: somebody has to do something. `unknown` is never `fine`. */
export type OverviewVerdict = "fine" | "person" | "unknown";

type Said = { readonly verdict: OverviewVerdict; readonly sentence: string };

const NAMES_SHOWN = 3;

/** How things are, the worst first: one sentence for each thing that is not fine, or that all is well. */
export function summarizeOverview(overview: Overview, words: HostWords["status"]): readonly Said[] {
  const { sources, repositories, openAlerts } = overview;
  const { sentence } = words;
  if (sources.length === 0) return [{ verdict: "person", sentence: sentence.nothing }];
  const inState = (state: Protection) => sources.filter(({ protection }) => protection === state);
  const names = (statuses: readonly SourceStatus[]) =>
    listNames(
      statuses.map(({ source }) => source.name),
      words,
    );
  const away = repositories.flatMap(({ replicas }) =>
    replicas.filter(({ reach }) => reach === "unreachable"),
  );
  const said: Said[] = [];
  const sayOf = (state: Exclude<Protection, "protected">, verdict: OverviewVerdict) => {
    const statuses = inState(state);
    if (statuses.length === 0) return;
    said.push({ verdict, sentence: sentence[state](names(statuses), statuses.length) });
  };
  const unproven = repositories.filter(({ damageFoundMs }) => damageFoundMs !== null);
  const isRepaired =
    unproven.length > 0 && unproven.every(({ repair }) => repair !== null && !repair.isLacking);
  sayOf("never", "person");
  // what is repaired is told as such: that there is damage is not known any more
  if (!isRepaired) sayOf("damaged", "person");
  sayOf("overdue", "person");
  const failed = sources.filter(({ lastRunFailed, protection }) => lastRunFailed && protection !== "never");
  if (failed.length > 0) said.push({ verdict: "person", sentence: sentence.lastFailed(names(failed)) });
  if (unproven.length > 0) {
    const text = sentence[isRepaired ? "repairedPlace" : "damagedPlace"](
      listNames(
        unproven.map(({ name }) => name),
        words,
      ),
    );
    said.push({ verdict: "person", sentence: text });
  }
  sayOf("unplanned", "person");
  if (away.length > 0) {
    const text = sentence.unreachable(
      listNames(
        away.map(({ name }) => name),
        words,
      ),
    );
    said.push({ verdict: "person", sentence: text });
  }
  if (openAlerts > 0) said.push({ verdict: "person", sentence: sentence.alerts(openAlerts) });
  sayOf("unknown", "unknown");
  sayOf("waiting", "fine");
  if (inState("protected").length === sources.length) {
    said.push({ verdict: "fine", sentence: sentence.allProtected(sources.length) });
  }
  return said;
}

/** @returns the worst of them */
export function verdictOf(said: readonly Said[]): OverviewVerdict {
  const has = (verdict: OverviewVerdict) => said.some((one) => one.verdict === verdict);
  if (has("person")) return "person";
  return has("unknown") ? "unknown" : "fine";
}

/** @returns a table with a line for each source */
export function sourceTable(
  { sources, nowMs }: Overview,
  words: HostWords["status"],
  language: Language,
): readonly string[] {
  const { columns, protection, noBackup } = words;
  const when = (timeMs: number | null) =>
    timeMs === null ? noBackup : formatRelative(timeMs, nowMs, language, "short");
  return formatTable<SourceStatus>(
    [
      { title: columns.source, cell: ({ source }) => source.name },
      { title: columns.state, cell: (status) => protection[status.protection] },
      { title: columns.newest, cell: ({ newestGoodMs }) => when(newestGoodMs) },
      { title: columns.due, cell: ({ deadlineMs }) => (deadlineMs === null ? "" : when(deadlineMs)) },
    ],
    sources,
  );
}

function listNames(names: readonly string[], words: HostWords["status"]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(printable).join(", ");
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? words.andMore(shown, more) : shown;
}
