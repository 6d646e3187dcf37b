import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isSecure } from "../../../../shared/model/snmp-setup.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Sentence } from "../../../components/sentence.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useGap } from "../../../words/use-gap.ts";
import { type HostPhrase, hostHeadline } from "../model/host-headline.ts";
import type { OnHost } from "./host-content.tsx";

type HostSentenceProps = { readonly host: WatchedHost; readonly on: OnHost; readonly actions: ReactNode };

/** More names than this nobody reads in a sentence. */
const NAMES_AT_MOST = 3;

/** How a host is, in words; below it when and how it was read. */
export function HostSentence({ host, on, actions }: HostSentenceProps) {
  const { t } = useTranslation("storage");
  const { t: snmp } = useTranslation("snmp");
  const gap = useGap();
  const format = useFormat();
  const { verdict, phrases } = hostHeadline(host, on);
  const [first = "", ...rest] = phrases.flatMap((phrase) => say(phrase));
  return (
    <Sentence
      verdict={verdict}
      first={first}
      {...(rest.length > 0 ? { rest: rest.join(gap) } : {})}
      context={contextOf()}
      actions={actions}
    />
  );

  function say(phrase: HostPhrase): readonly string[] {
    const { name } = host;
    switch (phrase.kind) {
      case "not-read":
        return [t("headline.notRead", { host: name }), t("headline.notReadRest")];
      case "silent":
        return [t("headline.silent", { host: name }), t("headline.silentRest")];
      case "stale":
        return [t("headline.stale", { host: name }), t("headline.staleRest")];
      case "nothing":
        return [
          t("headline.nothing", { host: name }),
          ...(host.gaps.length > 0 ? [t("headline.nothingRest")] : []),
        ];
      case "asleep":
        return [t("headline.asleep", { host: name }), t("headline.asleepRest")];
      case "others":
        return [t("headline.others", { count: phrase.count })];
      case "acknowledged":
        return [t("headline.acknowledged", { host: name, count: phrase.count })];
      case "trouble":
        return [t(troubleKey(phrase), { count: phrase.names.length, names: namesOf(phrase.names) })];
      case "fine": {
        const { disks, areAll, arrays } = phrase;
        if (disks === 0) return [t("headline.fineOnly", { host: name, count: arrays })];
        const key = areAll ? "headline.fineDisks" : "headline.fineSome";
        return [
          t(key, { host: name, count: disks }),
          ...(arrays > 0 ? [t("headline.fineArrays", { count: arrays })] : []),
        ];
      }
    }
  }

  function namesOf(names: readonly string[]): string {
    const some = names.slice(0, NAMES_AT_MOST);
    return names.length > NAMES_AT_MOST ? `${format.names(some)}…` : format.list(some);
  }

  function readWords(setup: WatchedHost["setup"], when: string): string {
    if (setup.kind !== "snmp") return t(`context.${setup.kind}`, { when });
    return snmp(isSecure(setup.signIn) ? "read" : "readOpen", { when });
  }

  function contextOf(): string {
    const { answeredMs, silentSinceMs, setup } = host;
    const asleep = on.disks.filter(({ verdict }) => verdict === "asleep").length;
    if (silentSinceMs !== null) {
      const since = format.momentInText(silentSinceMs);
      return answeredMs === null
        ? t("context.neverAnswered", { since })
        : t("context.silentSince", { since, when: format.relative(answeredMs) });
    }
    if (answeredMs === null) return t("context.never");
    return [
      readWords(setup, format.relative(answeredMs)),
      ...(asleep > 0 ? [t("context.asleep", { count: asleep })] : []),
    ].join(gap);
  }
}

type Trouble = Extract<HostPhrase, { readonly kind: "trouble" }>;

/** Of each kind of thing only some verdicts are said; a verdict nobody expected there is not lost for that. */
function troubleKey({ thing, verdict, plight }: Trouble) {
  if (thing === "array") {
    if (plight === "waiting" || plight === "reduced") return `headline.array.${plight}` as const;
    const said =
      verdict === "failed" || verdict === "degraded" || verdict === "rebuilding" || verdict === "warning";
    return `headline.array.${said ? verdict : "unknown"}` as const;
  }
  const said = verdict === "failed" || verdict === "failing" || verdict === "warning";
  return `headline.${thing}.${said ? verdict : "unknown"}` as const;
}
