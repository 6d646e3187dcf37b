import type { TFunction } from "i18next";
import type { Format } from "../../components/use-format.ts";
import type { Headline, Statement } from "./headline.ts";

export type OverviewSentence = { readonly first: string; readonly rest: string | undefined };

/** The headline in words. Sentences follow each other with a space, which Chinese leaves out. */
export function sayHeadline(
  headline: Headline,
  t: TFunction<"overview">,
  format: Format,
  isChinese: boolean,
): OverviewSentence {
  const gap = isChinese ? "" : " ";
  const first = headline.statements
    .filter(({ kind }, n) => n === 0 || kind !== "fine") // "Photos is backing up now. All 4 are protected": see below
    .map((statement) => sayStatement(statement, t, format))
    .join(gap);
  const rest: string[] = [];
  if (headline.others > 0) rest.push(t("sentence.others", { count: headline.others }));
  else if (headline.verdict === "working")
    rest.push(t("sentence.allProtected", { count: headline.sourceCount }));
  else if (headline.verdict === "ok") rest.push(...sayNewest(headline, t, format));
  else if (headline.protectedCount === headline.sourceCount) {
    rest.push(t("sentence.stillProtected", { count: headline.sourceCount }));
  } else if (headline.protectedCount > 0) {
    rest.push(t("sentence.othersProtected", { count: headline.protectedCount }));
  }
  return { first, rest: rest.length > 0 ? rest.join(gap) : undefined };
}

function sayStatement(statement: Statement, t: TFunction<"overview">, format: Format): string {
  if (statement.kind === "fine") return t("sentence.allProtected", { count: statement.count });
  const values = { names: format.list(statement.names), count: statement.names.length };
  switch (statement.kind) {
    case "nothing-good":
      return t("sentence.nothingGood", values);
    case "no-place-answers":
      return t("sentence.noPlaceAnswers", values);
    case "overdue":
      return t("sentence.overdue", { ...values, span: format.span(Math.max(60_000, statement.lateMs)) });
    case "place-silent":
      return t("sentence.placeSilent", values);
    case "unplanned":
      return t("sentence.unplanned", values);
    case "problems":
      return t("sentence.problems", values);
    case "unknown":
      return t("sentence.unknown", values);
    case "waiting":
      return t("sentence.waiting", values);
    case "working":
      return t("sentence.working", values);
  }
}

function sayNewest(headline: Headline, t: TFunction<"overview">, format: Format): readonly string[] {
  if (headline.newestGoodMs === null) return [];
  const age = format.relative(headline.newestGoodMs);
  if (headline.newestPlaces.length === 0) return [t("sentence.newest", { age })];
  return [t("sentence.newestOn", { age, places: format.list(headline.newestPlaces) })];
}
