import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Button } from "../../../components/button.tsx";
import { DangerDialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useAct } from "../../../host/use-act.ts";
import styles from "./host-facts.module.css";

/** Why a host did not answer, and what to do; another host key can be taken here, after it was compared. */
export function SilentNote({ host }: { readonly host: WatchedHost }) {
  const { t } = useTranslation("storage");
  const [isAsking, setIsAsking] = useState(false);
  const trust = useAct("hosts.trustKey");
  if (host.error === null) return null;
  const shown = shownKey(host.error);
  const confirm = async () => {
    if (shown !== undefined && (await trust.run({ hostId: host.id, hostKey: shown })) !== undefined)
      setIsAsking(false);
  };
  return (
    <>
      <ErrorNote
        error={host.error}
        actions={
          shown !== undefined && (
            <Button size="small" onClick={() => setIsAsking(true)}>
              {t("facts.trust")}
            </Button>
          )
        }
      />
      <DangerDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("facts.trustTitle", { name: host.name })}
        deed={t("facts.trustDeed")}
        onConfirm={() => void confirm()}
        isBusy={trust.isRunning}
        error={trust.error}
      >
        <p>{t("facts.trustText")}</p>
        <dl className={styles.keys}>
          <dt>{t("facts.trustOld")}</dt>
          <dd className="serial">{host.hostKey}</dd>
          <dt>{t("facts.trustNew")}</dt>
          <dd className="serial">{shown}</dd>
        </dl>
      </DangerDialog>
    </>
  );
}

/** The key that a host shows now, when that is the reason why it was not signed in to. */
function shownKey(error: NonNullable<WatchedHost["error"]>): string | undefined {
  if (error.code !== "REMOTE_KEY_CHANGED") return undefined;
  const { shown } = error.details as { readonly shown?: unknown };
  return typeof shown === "string" && shown !== "" ? shown : undefined;
}
