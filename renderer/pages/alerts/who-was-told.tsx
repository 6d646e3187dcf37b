import { useTranslation } from "react-i18next";
import type { AlertId } from "../../../shared/ids.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useCall } from "../../host/use-call.ts";
import styles from "./who-was-told.module.css";

/** By which channels people heard of an alert, and whether it arrived. */
export function WhoWasTold({ alertId }: { readonly alertId: AlertId }) {
  const { t } = useTranslation("telling");
  const format = useFormat();
  const answer = useCall("alerts.tellings", { alertId });
  if (answer.kind === "loading") return null;
  if (answer.kind === "failed") return <ErrorNote error={answer.error} onRetry={answer.retry} />;
  const { tellings } = answer.value;
  if (tellings.length === 0) return t("toldNobody");
  return (
    <ul className={styles.list}>
      {tellings.map(({ channelId, channelName, what, state, atMs }) => (
        <li key={`${channelId} ${what} ${atMs}`}>
          <span>{channelName}</span>
          <span>{t("toldLine", { what: t(`what.${what}`), state: t(`state.${state}`) })}</span>
          <time dateTime={new Date(atMs).toISOString()}>{format.moment(atMs)}</time>
        </li>
      ))}
    </ul>
  );
}
