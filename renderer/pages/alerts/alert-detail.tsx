import { useTranslation } from "react-i18next";
import type { Alert } from "../../../shared/model/alert.ts";
import { alertStanding } from "../../../shared/model/alert-standing.ts";
import { Button } from "../../components/button.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { type Format, useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { useAct } from "../../host/use-act.ts";
import { useGap } from "../../words/use-gap.ts";
import styles from "./alert-detail.module.css";
import { verdictOf } from "./alert-groups.ts";
import { AlertLinks } from "./alert-links.tsx";
import { useAlertWords } from "./alert-words.ts";
import { SnoozeMenu } from "./snooze-menu.tsx";
import { WhoWasTold } from "./who-was-told.tsx";

/** One alert: what happened, what it means, what to do, and the buttons for it. */
export function AlertDetail({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation(["alerts", "telling"]);
  const format = useFormat();
  const acknowledge = useAct("alerts.acknowledge");
  const gap = useGap();
  const words = useAlertWords()(alert);
  const standing = alertStanding(alert, format.nowMs);
  const parts = ["happened", "means", "toDo"] as const;
  return (
    <article className={styles.detail} data-region="detail" aria-labelledby="alert-title">
      <header className={styles.head}>
        {standing === "ended" ? (
          <Icon name="tick" size={22} />
        ) : (
          <VerdictShape verdict={verdictOf(alert)} size={22} />
        )}
        <div>
          <h2 id="alert-title">{words.title}</h2>
          <p>{history(alert, format, t).join(gap)}</p>
        </div>
      </header>
      <dl className={styles.parts}>
        {parts.map((part) => (
          <div key={part}>
            <dt>{t(`part.${part}`)}</dt>
            <dd>{words[part]}</dd>
          </div>
        ))}
        <div>
          <dt>{t("telling:whoWasTold")}</dt>
          <dd>
            <WhoWasTold alertId={alert.id} />
          </dd>
        </div>
      </dl>
      <footer className={styles.foot}>
        {acknowledge.error !== undefined && <ErrorNote error={acknowledge.error} />}
        <div className={styles.buttons}>
          {standing === "needs" && (
            <Button
              kind="primary"
              isBusy={acknowledge.isRunning}
              onClick={() => void acknowledge.run({ alertId: alert.id })}
            >
              {t("acknowledge")}
            </Button>
          )}
          {standing === "needs" && <SnoozeMenu alertId={alert.id} />}
          {standing === "snoozed" && (
            <Button
              isBusy={acknowledge.isRunning}
              onClick={() => void acknowledge.run({ alertId: alert.id })}
            >
              {t("acknowledge")}
            </Button>
          )}
          <AlertLinks alert={alert} />
          {standing === "needs" && <p className={styles.note}>{t("acknowledgeHint")}</p>}
        </div>
      </footer>
    </article>
  );
}

/** When it was seen, and whether somebody has put it aside: a sentence each. */
function history(
  alert: Alert,
  format: Format,
  t: ReturnType<typeof useTranslation<"alerts">>["t"],
): readonly string[] {
  const first = format.momentInText(alert.firstMs);
  const { occurrences: count, resolvedMs } = alert;
  if (resolvedMs !== null) {
    const resolved = format.momentInText(resolvedMs);
    return [count > 1 ? t("endedOften", { first, resolved, count }) : t("ended", { first, resolved })];
  }
  const seen =
    count > 1
      ? t("seenOften", { first, last: format.momentInText(alert.lastMs), count })
      : t("seenOnce", { first });
  const standing = alertStanding(alert, format.nowMs);
  if (standing === "snoozed" && alert.snoozedUntilMs !== null) {
    return [seen, t("snoozedUntil", { until: format.momentInText(alert.snoozedUntilMs) })];
  }
  if (standing === "acknowledged" && alert.acknowledgedMs !== null) {
    return [seen, t("acknowledgedAt", { at: format.momentInText(alert.acknowledgedMs) })];
  }
  return [seen];
}
