import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { failoverStanding } from "../../../shared/failover-standing.ts";
import { printable } from "../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import type { Cause, FailoverView, RecordedTransition } from "../../../shared/model/failover.ts";
import { Sentence } from "../../components/sentence.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useGap } from "../../words/use-gap.ts";
import { nameIn, nextInLine, rolesIn } from "./model/replicas-of.ts";
import { useCauseText } from "./model/use-cause-text.ts";

type FailoverSentenceProps = {
  readonly view: FailoverView;
  readonly history: readonly RecordedTransition[];
  /** The page cannot ask any more, so that nobody knows whether it is still so. */
  readonly isUncertain: boolean;
  readonly actions: ReactNode;
};

/** Who is active, since when and why; below it what happens next. */
export function FailoverSentence({ view, history, isUncertain, actions }: FailoverSentenceProps) {
  const { t } = useTranslation("failover");
  const say = useSayStanding(view, history);
  if (isUncertain)
    return (
      <Sentence
        verdict="unknown"
        first={t("sentence.stale")}
        context={t("sentence.staleHint")}
        actions={actions}
      />
    );
  const { first, rest, context, verdict } = say();
  return <Sentence {...{ verdict, first, context, actions }} {...(rest === undefined ? {} : { rest })} />;
}

type Said = { readonly first: string; readonly rest?: string; readonly context: readonly string[] };

function useSayStanding(view: FailoverView, history: readonly RecordedTransition[]) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const gap = useGap();
  const causeText = useCauseText(false);
  const { settings, move, isHeld, returns } = view;
  const standing = failoverStanding(view, format.nowMs);
  const { active: activeReplica, usual: usualReplica, others } = rolesIn(view);
  const active = printable(activeReplica?.name ?? "");
  const usual = printable(usualReplica?.name ?? "");
  const next = nextInLine(view);
  const nameOf = (id: ReplicaId) => nameIn(view, id) ?? t("history.gone");
  const about = standing.replicaIds.map(nameOf);
  const names = format.list(about);
  const count = about.length;
  const held = isHeld ? [t("context.held")] : [];
  const moved = history.find(({ moveTookMs }) => moveTookMs !== null);
  const because = (cause: Cause | null | undefined) =>
    cause == null ? {} : { rest: t("sentence.because", { cause: causeText(cause, nameOf) }) };
  const span = format.runTime(settings.stableMs);

  return () => {
    const { context, ...said } = words();
    return { ...said, verdict: standing.verdict, context: context.filter((part) => part !== "").join(gap) };
  };

  function words(): Said {
    switch (standing.kind) {
      case "stuck":
        return {
          first: t("sentence.stuck", { active }),
          context: [faultWords(), refusalWords(), t("context.stuck", { active })],
        };
      case "suspect":
        return {
          first: t("sentence.suspect", { active }),
          context: [faultWords(), ...(isHeld || next === undefined ? [] : [ifItStays()]), ...held],
        };
      case "moving":
        return {
          first:
            move?.toId == null ? t("sentence.moving", { active }) : t("sentence.movingTo", { to: names }),
          ...because(view.cause),
          context: move === null ? [] : [t(`context.step.${move.step}`, { from: active })],
        };
      case "mending":
        return {
          first: t("sentence.damaged", { active, names }),
          rest: t("sentence.isMended"),
          context: [isHeld ? t("context.held") : t(`context.putOff.${view.putOff?.kind ?? "switchover"}`)],
        };
      case "away":
        if (causeOfMove() === undefined)
          return { first: t("sentence.notUsual", { active, usual }), context: [goesBack()] };
        return {
          first:
            moved === undefined
              ? t("sentence.awayAtAll", { active })
              : t("sentence.away", { active, since: format.momentInText(moved.atMs) }),
          ...because(causeOfMove()),
          context: [...tookWords(), goesBack()],
        };
      case "recovering":
        return {
          first: t("sentence.back", { active, usual }),
          rest: t(view.isReconciled ? "sentence.hasAll" : "sentence.isBroughtUp"),
          context: [...tookWords(), backAt()],
        };
      case "waits-for-person":
        return {
          first: t("sentence.waitsForPerson", { active, usual }),
          rest: t("sentence.goWhenAsked"),
          context: [...tookWords(), ...held],
        };
      case "moved":
        return {
          first: t("sentence.moved", { active }),
          rest: t("sentence.usualWaits", { usual }),
          context: [t("context.backWhenAsked")],
        };
      case "standby-trouble":
        return {
          first: t("sentence.standbyTrouble", { active, names, count }),
          context: [faultWords(), t("context.standbyTrouble", { active })],
        };
      case "copy-fails":
        return { first: t("sentence.copyFails", { active, names, count }), context: [ifItFails(), ...held] };
      case "behind":
        return { first: t("sentence.behind", { active, names, count }), context: [ifItFails(), ...held] };
      case "filling":
        return {
          first: t("sentence.filling", { active, names, count }),
          rest: t("sentence.fillingRest"),
          context: [ifItFails(), ...held],
        };
      case "unknown":
        return {
          first: t("sentence.unknown", { names, count }),
          rest: t("sentence.areAsked"),
          context: held,
        };
      case "fine":
        return fine();
    }
  }

  function fine(): Said {
    const bytes = others.reduce((sum, { lag }) => sum + (lag?.bytes ?? 0), 0);
    const isBehind = others.some(({ lag }) => (lag?.snapshots ?? 0) > 0);
    return {
      first: t("sentence.fine", {
        ...{ active, others: format.list(others.map(({ name }) => printable(name))), count: others.length },
      }),
      rest: isBehind ? t("sentence.toCopy", { bytes: format.bytes(bytes) }) : t("sentence.nothingBehind"),
      context: [...(isHeld ? [] : [ifItFails()]), ...held],
    };
  }

  /** What is the matter with those that it is about. */
  function faultWords(): string {
    const faults = view.replicas.flatMap(({ id, name, fault }) =>
      fault !== null && standing.replicaIds.includes(id)
        ? [t("cause.fault", { name: printable(name), fault: t(`fault.${fault.kind}`) })]
        : [],
    );
    return faults.length === 0 ? "" : `${format.facts(faults)}${t("sentence.stop")}`;
  }

  /** Why one that answers is not moved to. */
  function refusalWords(): string {
    const { cause } = view;
    return cause?.kind === "failed" ? `${causeText(cause, nameOf)}${t("sentence.stop")}` : "";
  }

  /** Why it is not the usual one: what began the story, not the step that ended it. */
  function causeOfMove(): Cause | undefined {
    const begin = history.find(({ to }) => to === "failing-over");
    return begin?.cause;
  }

  function tookWords(): readonly string[] {
    return moved?.moveTookMs == null ? [] : [t("context.tookMs", { took: format.runTime(moved.moveTookMs) })];
  }

  function goesBack(): string {
    if (isHeld) return t("context.held");
    return returns === "on-request" ? t("context.backWhenAsked") : t("context.backByItself", { usual, span });
  }

  function backAt(): string {
    if (isHeld) return t("context.held");
    if (returns === "on-request") return t("context.backWhenAsked");
    const sinceMs = usualReplica?.wellSinceMs;
    return sinceMs == null
      ? t("context.backByItself", { usual, span })
      : t("context.backAt", { span, when: format.momentInText(sinceMs + settings.stableMs) });
  }

  function ifItFails(): string {
    if (isHeld) return "";
    if (next === undefined) return "";
    return t("context.ifItFails", {
      ...{ active, next: printable(next.name), times: settings.faultsToLeave.unreachable },
      span: format.runTime(settings.windowMs),
    });
  }

  function ifItStays(): string {
    return t("context.ifItStays", { next: printable(next?.name ?? "") });
  }
}
