import type { TFunction } from "i18next";
import { describeHardwareNews } from "../../../shared/words/hardware-news.ts";
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
    .map((statement) =>
      statement.kind === "hardware"
        ? describeHardwareNews(statement.news, isChinese ? "zh" : "en")
        : sayStatement(statement, t, format),
    )
    .join(gap);
  return { first, rest: sayRest(headline, t, format) };
}

/** What is well all the same; nothing where that cannot be told. */
function sayRest(headline: Headline, t: TFunction<"overview">, format: Format): string | undefined {
  const { others, verdict, protectedCount, sourceCount } = headline;
  if (others > 0) return t("sentence.others", { count: others });
  if (verdict === "working" && protectedCount === sourceCount) return sayAllProtected(sourceCount, t);
  if (verdict === "ok") return sayNewest(headline, t, format);
  const isUnknowable = headline.statements.some(({ kind }) => kind === "no-place-answers");
  if (isUnknowable || protectedCount === 0) return undefined;
  if (protectedCount < sourceCount) return t("sentence.othersProtected", { count: protectedCount });
  return t(sourceCount === 1 ? "sentence.onlyStillProtected" : "sentence.stillProtected", {
    count: protectedCount,
  });
}

/** Of one nobody says all, in any language. */
function sayAllProtected(count: number, t: TFunction<"overview">): string {
  return t(count === 1 ? "sentence.onlyProtected" : "sentence.allProtected", { count });
}

function sayStatement(
  statement: Exclude<Statement, { readonly kind: "hardware" }>,
  t: TFunction<"overview">,
  format: Format,
): string {
  if (statement.kind === "fine") return sayAllProtected(statement.count, t);
  if (statement.kind === "alerts") return t("sentence.alerts", { count: statement.count });
  const values = { names: format.list(statement.names), count: statement.names.length };
  switch (statement.kind) {
    case "nothing-good":
      return t("sentence.nothingGood", values);
    case "damaged":
      return t("sentence.damaged", values);
    case "last-failed":
      return t("sentence.lastFailed", values);
    case "place-damaged":
      return t("sentence.placeDamaged", values);
    case "repaired":
      return t("sentence.repaired", values);
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
    case "first-running":
      return t("sentence.firstRunning", values);
    case "working":
      return t("sentence.working", values);
  }
}

function sayNewest(headline: Headline, t: TFunction<"overview">, format: Format): string | undefined {
  if (headline.newestGoodMs === null) return undefined;
  const age = format.relative(headline.newestGoodMs);
  if (headline.newestPlaces.length === 0) return t("sentence.newest", { age });
  return t("sentence.newestOn", { age, places: format.list(headline.newestPlaces) });
}
