import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverPhase, FailoverView, RecordedTransition } from "../../../../shared/model/failover.ts";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { type VerdictName, VerdictShape } from "../../../components/verdict.tsx";
import { nameIn, nextInLine, rolesIn } from "../model/replicas-of.ts";
import { type TimelineNode, timelineNodes } from "../model/timeline-nodes.ts";
import { useCauseText } from "../model/use-cause-text.ts";
import styles from "./state-line.module.css";

type StateLineProps = { readonly view: FailoverView; readonly history: readonly RecordedTransition[] };

const MARKS: Readonly<Record<FailoverPhase, VerdictName>> = {
  ...{ healthy: "ok", suspect: "warning", "failing-over": "working", "failed-over": "failing" },
  ...{ recovering: "working", "failing-back": "working" },
};
const TONES: Readonly<Partial<Record<FailoverPhase, string>>> = {
  ...{ suspect: "warning", "failing-over": "working", "failed-over": "failing" },
  ...{ recovering: "working", "failing-back": "working" },
};

/** In pixels. */
const LEAST_OF_NODE = 104;

/** Solid is what happened, with when and why; dashed is what would come, with what it depends on; one is now. */
export function StateLine({ view, history }: StateLineProps) {
  const { t } = useTranslation("failover");
  const nodes = timelineNodes(view, history);
  return (
    <Sideways label={t("timeline.heading")} least={LEAST_OF_NODE * nodes.length}>
      <ol className={styles.line}>
        {nodes.map((node, n) => (
          <Node
            // biome-ignore lint/suspicious/noArrayIndexKey: the same phase may be there twice; its place tells them apart
            key={n}
            {...{ view, node }}
            to={nodes[n + 1]?.state}
          />
        ))}
      </ol>
    </Sideways>
  );
}

type NodeProps = {
  readonly view: FailoverView;
  readonly node: TimelineNode;
  /** What comes after it. */
  readonly to: TimelineNode["state"] | undefined;
};

function Node({ view, node, to }: NodeProps) {
  const { t } = useTranslation("failover");
  const { when, why } = useNodeWords(view)(node);
  const { state, phase } = node;
  return (
    <li
      className={styles.node}
      data-state={state}
      data-to={to}
      data-tone={state === "now" ? TONES[phase] : undefined}
      aria-current={state === "now" ? "step" : undefined}
    >
      <p className={styles.name}>{t(`timeline.phase.${phase}`)}</p>
      <div className={styles.mark}>
        <Mark node={node} />
      </div>
      {when !== "" && <p className={styles.when}>{when}</p>}
      {why.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </li>
  );
}

function Mark({ node: { state, phase } }: { readonly node: TimelineNode }) {
  if (state === "now" || (state === "past" && phase === "suspect"))
    return <VerdictShape verdict={MARKS[phase]} size={16} />;
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle className={styles[state === "past" ? "dot" : "ring"]} cx="8" cy="8" r="5" />
    </svg>
  );
}

function useNodeWords(view: FailoverView) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const causeText = useCauseText();
  const { settings } = view;
  const { active, usual } = rolesIn(view);
  const nameOf = (id: ReplicaId) => nameIn(view, id) ?? t("history.gone");
  const [activeName, usualName] = [printable(active?.name ?? ""), printable(usual?.name ?? "")];

  const condition = (node: Extract<TimelineNode, { readonly state: "next" }>): string => {
    switch (node.condition) {
      case "if-active-fails":
        return t("timeline.next.suspect", { active: activeName });
      case "faults-in-window":
        return t("timeline.next.failingOver", {
          count: settings.faultsToLeave.unreachable,
          span: format.runTime(settings.windowMs),
        });
      case "candidate": {
        const next = nextInLine(view);
        return next === undefined
          ? t("timeline.next.failedOverNobody")
          : t("timeline.next.failedOver", { next: printable(next.name) });
      }
      case "usual-answers":
        return t("timeline.next.recovering", { usual: usualName });
      case "reconciled-and-stable":
        return t("timeline.next.failingBackStable", { span: format.runTime(settings.stableMs) });
      case "somebody-asks":
        return t("timeline.next.failingBackAsked");
      case "held":
        return t("timeline.next.held");
      case "beats-to-clear":
        return t("timeline.next.healthyClear", { count: settings.beatsToClear });
      case "move-done": {
        const to = view.move?.toId;
        return node.phase === "healthy"
          ? t("timeline.next.healthy", { usual: usualName })
          : to == null
            ? t("timeline.next.failedOverNobody")
            : t("timeline.next.failedOver", { next: nameOf(to) });
      }
    }
  };

  return (node: TimelineNode): { readonly when: string; readonly why: readonly string[] } => {
    if (node.state === "next") return { when: condition(node), why: [] };
    const why = [
      ...(node.cause === null ? [] : [causeText(node.cause, nameOf)]),
      ...(node.moveTookMs === null ? [] : [t("timeline.took", { took: format.runTime(node.moveTookMs) })]),
    ];
    if (node.state === "past") {
      const lasted = t("timeline.forSpan", { span: spanOf(node.lastedMs) });
      return node.atMs === null
        ? { when: lasted, why }
        : { when: format.moment(node.atMs), why: [...why, lasted] };
    }
    const span = spanOf(Math.max(0, format.nowMs - node.atMs));
    return { when: t("timeline.sinceFor", { when: format.moment(node.atMs), span }), why };
  };

  /** Seconds matter in what lasted a minute, and days are enough for what lasted weeks. */
  function spanOf(ms: number): string {
    return ms < 48 * 3_600_000 ? format.runTime(ms) : format.span(ms);
  }
}
