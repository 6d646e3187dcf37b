import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Alert } from "../../../shared/model/alert.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useAct } from "../../host/use-act.ts";
import styles from "./acknowledge-all.module.css";
import { useAlertWords } from "./alert-words.ts";

/** Acknowledges all that need somebody, after showing which these are. */
export function AcknowledgeAll({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation("alerts");
  const [asked, setAsked] = useState<readonly Alert[]>();
  return (
    <>
      <Button onClick={() => setAsked(alerts)}>{t("acknowledgeAll")}</Button>
      {asked !== undefined && <AcknowledgeDialog alerts={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

type AcknowledgeDialogProps = {
  /** As they were when it was asked, so that nothing is acknowledged unseen. */
  readonly alerts: readonly Alert[];
  readonly onClose: () => void;
};

function AcknowledgeDialog({ alerts, onClose }: AcknowledgeDialogProps) {
  const { t } = useTranslation("alerts");
  const describe = useAlertWords();
  const acknowledge = useAct("alerts.acknowledge");
  const all = async () => {
    for (const { id } of alerts) if ((await acknowledge.run({ alertId: id })) === undefined) return;
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("acknowledgeAllTitle", { count: alerts.length })}
      actions={
        <Button kind="primary" isBusy={acknowledge.isRunning} onClick={() => void all()}>
          {t("acknowledgeAllDeed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("acknowledgeAllText")}</p>
      <ul className={styles.titles}>
        {alerts.map((alert) => (
          <li key={alert.id}>{describe(alert).title}</li>
        ))}
      </ul>
      {acknowledge.error !== undefined && <ErrorNote error={acknowledge.error} />}
    </Dialog>
  );
}
