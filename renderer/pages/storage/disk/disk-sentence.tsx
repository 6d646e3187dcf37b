import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DiskView } from "../../../../shared/model/health-view.ts";
import { Sentence } from "../../../components/sentence.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useGap } from "../../../words/use-gap.ts";
import { useFindingWords } from "../model/use-finding-words.ts";
import { SHAPE_OF } from "../model/verdict-look.ts";
import { useVerdictWord } from "../standing.tsx";

/** How a disk is, and what to do about it; below it since when, and how old that knowledge is. */
export function DiskSentence({ disk, actions }: { readonly disk: DiskView; readonly actions: ReactNode }) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const gap = useGap();
  const describe = useFindingWords();
  const word = useVerdictWord();
  const { verdict, lastVerdict, findings, isVanished, isStale, readMs, sinceMs } = disk;
  const worst = findings[0];
  const rest =
    verdict === "ok"
      ? t("disk.okRest")
      : verdict === "asleep"
        ? t("disk.asleepRest")
        : worst === undefined
          ? undefined
          : describe(worst).todo;
  const read =
    readMs === null
      ? t("disk.neverRead")
      : t(verdict === "asleep" ? "disk.readBeforeSleep" : "disk.read", { when: format.relative(readMs) });
  return (
    <Sentence
      verdict={SHAPE_OF[verdict]}
      first={isVanished ? t("disk.isVanished") : t(`disk.is.${verdict}`)}
      {...(rest === undefined ? {} : { rest })}
      context={[
        t("disk.since", { when: format.momentInText(sinceMs) }),
        read,
        ...(isStale ? [t("disk.stale")] : []),
        ...(lastVerdict === verdict ? [] : [t("disk.last", { verdict: word(lastVerdict) })]),
      ].join(gap)}
      actions={actions}
    />
  );
}
