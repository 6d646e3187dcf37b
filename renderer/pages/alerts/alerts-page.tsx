import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { AlertId } from "../../../shared/ids.ts";
import type { Alert } from "../../../shared/model/alert.ts";
import { alertStanding } from "../../../shared/model/alert-standing.ts";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Page } from "../../components/page.tsx";
import { Sentence } from "../../components/sentence.tsx";
import { useHeld } from "../../components/use-held.ts";
import { useNow } from "../../components/use-now.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import { AcknowledgeAll } from "./acknowledge-all.tsx";
import { AlertDetail } from "./alert-detail.tsx";
import { ALERT_TABS, type AlertTab, groupAlerts, verdictOf, worstFirst } from "./alert-groups.ts";
import { AlertList } from "./alert-list.tsx";
import { useAlertWords } from "./alert-words.ts";
import styles from "./alerts-page.module.css";
import { ChannelsPanel } from "./channels/channels-panel.tsx";
import { RulesPanel } from "./rules/rules-panel.tsx";

/** As many as the contract gives at once. */
const LIMIT = 500;

/** Who is told besides whoever looks at this page. */
const TELLING_TABS = ["rules", "channels"] as const;
type TellingTab = (typeof TELLING_TABS)[number];

function isTellingTab(text: string | undefined): text is TellingTab {
  return text === "rules" || text === "channels";
}

/** What somebody should know: a list, and beside it what happened, what it means and what to do. What follows `/alerts/` is the id of the one that is open, or `rules` or `channels`. */
export function AlertsPage() {
  const { t } = useTranslation("alerts");
  const answer = useCall("alerts.list", { which: "all", limit: LIMIT });
  if (answer.kind === "ready") return <Alerts alerts={answer.value.alerts} />;
  if (answer.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={`${t("reading")}…`} />}>
        <Waiting rows={6} rowHeight={62} />
      </Page>
    );
  }
  return (
    <Page sentence={<Sentence verdict="unknown" first={t("unreadable")} />}>
      <ErrorNote error={answer.error} onRetry={answer.retry} />
    </Page>
  );
}

function Alerts({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation(["alerts", "telling"]);
  const nowMs = useNow();
  const navigate = useNavigate();
  const { "*": wantedId } = useParams();
  const wanted = alerts.find(({ id }) => id === wantedId);
  const [tab, setTab] = useState<AlertTab>(() => (wanted === undefined ? "inbox" : tabOf(wanted, nowMs)));
  const open = isTellingTab(wantedId) ? wantedId : tab;
  const groups = groupAlerts(alerts, tab, nowMs);
  const shown = groups.flatMap((group) => group.alerts);
  const isThere = (one: AlertId) => shown.some(({ id }) => id === one);
  const chosenId = wanted !== undefined && isThere(wanted.id) ? wanted.id : undefined;
  const selectedId = useHeld(chosenId, shown[0]?.id, isThere);
  const selected = shown.find(({ id }) => id === selectedId);
  const select = (alertId: AlertId) => navigate(`/alerts/${alertId}`, { replace: true });
  const show = (name: AlertTab) => {
    setTab(name);
    if (isTellingTab(wantedId)) navigate("/alerts");
  };
  return (
    <div className={styles.page}>
      <AlertsSentence alerts={alerts} />
      <section className={styles.tabs} aria-label={t("tabs")}>
        {ALERT_TABS.map((name) => (
          <button key={name} type="button" aria-pressed={open === name} onClick={() => show(name)}>
            {t(`tab.${name}`)}
            <span>{count(alerts, name, nowMs)}</span>
          </button>
        ))}
        {TELLING_TABS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={open === name}
            onClick={() => navigate(`/alerts/${name}`)}
          >
            {t(`telling:tab.${name}`)}
          </button>
        ))}
      </section>
      {open === "channels" ? (
        <ChannelsPanel />
      ) : open === "rules" ? (
        <RulesPanel onShowChannels={() => navigate("/alerts/channels")} />
      ) : selected === undefined ? (
        <div className={styles.empty}>
          <Empty icon="alerts" title={t(`empty.${tab}.title`)}>
            {t(`empty.${tab}.text`)}
          </Empty>
        </div>
      ) : (
        <div className={styles.panes}>
          <AlertList groups={groups} selectedId={selected.id} onSelect={select} />
          <AlertDetail key={selected.id} alert={selected} />
        </div>
      )}
    </div>
  );
}

function AlertsSentence({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation("alerts");
  const nowMs = useNow();
  const describe = useAlertWords();
  const needing = worstFirst(alerts, nowMs);
  const [first, second] = needing;
  if (first === undefined) {
    const lasting = alerts.filter(({ resolvedMs }) => resolvedMs === null).length;
    return (
      <Sentence
        verdict={lasting > 0 ? "info" : "ok"}
        first={t("nothing")}
        {...(lasting > 0 ? { rest: t("nothingRest", { count: lasting }) } : {})}
        context={t("context")}
      />
    );
  }
  const rest =
    second === undefined
      ? t("worst", { first: describe(first).title })
      : t("worstTwo", { first: describe(first).title, second: describe(second).title });
  return (
    <Sentence
      verdict={verdictOf(first)}
      first={t("needYou", { count: needing.length })}
      rest={rest}
      context={t("context")}
      actions={needing.length > 1 && <AcknowledgeAll alerts={needing} />}
    />
  );
}

function tabOf(alert: Alert, nowMs: number): AlertTab {
  const standing = alertStanding(alert, nowMs);
  return standing === "snoozed" ? "snoozed" : standing === "ended" ? "history" : "inbox";
}

/** Beside a tab; of the inbox only what needs somebody. */
function count(alerts: readonly Alert[], tab: AlertTab, nowMs: number): string {
  const standing = tab === "inbox" ? "needs" : tab === "snoozed" ? "snoozed" : undefined;
  if (standing === undefined) return "";
  const number = alerts.filter((alert) => alertStanding(alert, nowMs) === standing).length;
  return number === 0 ? "" : String(number);
}
