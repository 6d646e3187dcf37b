import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverView, RecordedTransition } from "../../../../shared/model/failover.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { nameIn } from "../model/replicas-of.ts";
import { useCauseText } from "../model/use-cause-text.ts";
import styles from "./history-dialog.module.css";

type HistoryDialogProps = { readonly view: FailoverView; readonly onClose: () => void };

const PAGE = 30;
const MOST = 500;

/** Every step of failover that is remembered, the newest first. */
export function HistoryDialog({ view, onClose }: HistoryDialogProps) {
  const { t } = useTranslation("failover");
  const { t: common } = useTranslation();
  const [limit, setLimit] = useState(PAGE);
  const history = useCall(
    "failover.history",
    { repositoryId: view.repositoryId, before: null, limit },
    { keepsPrevious: true },
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("history.title", { name: printable(view.name) })}
      size={860}
      cancelWord={common("close")}
    >
      <p className={styles.text}>{t("history.text")}</p>
      {history.kind === "loading" && <Waiting rows={6} rowHeight={34} />}
      {history.kind === "failed" && <ErrorNote error={history.error} onRetry={history.retry} />}
      {history.kind === "ready" && (
        <>
          <Steps view={view} transitions={history.value.transitions} />
          {history.value.transitions.length >= limit && limit < MOST && (
            <p className={styles.more}>
              <Button
                size="small"
                isBusy={history.isRefreshing}
                onClick={() => setLimit(Math.min(MOST, limit + 90))}
              >
                {t("history.earlier")}
              </Button>
            </p>
          )}
        </>
      )}
    </Dialog>
  );
}

type StepsProps = { readonly view: FailoverView; readonly transitions: readonly RecordedTransition[] };

function Steps({ view, transitions }: StepsProps) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const causeText = useCauseText();
  const nameOf = (id: ReplicaId) => nameIn(view, id) ?? t("history.gone");
  if (transitions.length === 0) return <p>{t("history.nothingYet")}</p>;
  return (
    <Sideways label={t("history.title", { name: printable(view.name) })} least={600}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("history.when")}</th>
            <th scope="col">{t("history.step")}</th>
            <th scope="col">{t("history.why")}</th>
            <th scope="col">{t("history.active")}</th>
            <th scope="col" className={styles.number}>
              {t("history.lasted")}
            </th>
          </tr>
        </thead>
        <tbody>
          {transitions.map(({ number, atMs, from, to, cause, activeId, lastedMs, moveTookMs }) => (
            <tr key={number}>
              <td>{format.moment(atMs)}</td>
              <td className={styles.step}>
                {t("history.fromTo", { from: t(`timeline.phase.${from}`), to: t(`timeline.phase.${to}`) })}
              </td>
              <td>
                {format.facts([
                  causeText(cause, nameOf),
                  ...(moveTookMs === null ? [] : [t("timeline.took", { took: format.runTime(moveTookMs) })]),
                ])}
              </td>
              <td>{nameOf(activeId)}</td>
              <td className={styles.number}>{format.runTime(lastedMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
