import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { AlertSubject } from "../../../shared/model/alert.ts";
import { Button } from "../../components/button.tsx";
import { DangerDialog } from "../../components/dialog.tsx";
import { useAct } from "../../host/use-act.ts";
import { addressOfSnapshot } from "./address-of-snapshot.ts";

type ChangeLinksProps = {
  readonly subject: Extract<AlertSubject, { code: "CHANGE_SUSPICIOUS" }>;
  readonly lasts: boolean;
};

/** What a person can say and see about a suspicious change. */
export function ChangeLinks({ subject, lasts }: ChangeLinksProps) {
  const { t } = useTranslation(["changeGuard", "alerts"]);
  const navigate = useNavigate();
  const approve = useAct("plans.approveChange");
  const [isAsking, setIsAsking] = useState(false);
  const { repositoryId, sourceId, about, before, jobId } = subject;
  const onApprove = async (): Promise<void> => {
    if ((await approve.run({ repositoryId, sourceId })) !== undefined) setIsAsking(false);
  };
  return (
    <>
      {lasts && <Button onClick={() => setIsAsking(true)}>{t("approve")}</Button>}
      <Button onClick={() => navigate(addressOfSnapshot(repositoryId, sourceId, before.snapshotId))}>
        {t("restore")}
      </Button>
      <Button onClick={() => navigate(`/activity/${jobId}`)}>{t("alerts:openJob")}</Button>
      <DangerDialog
        isOpen={isAsking}
        onClose={() => {
          setIsAsking(false);
          approve.clearError();
        }}
        title={t("approveTitle")}
        deed={t("approveDeed")}
        onConfirm={() => void onApprove()}
        isBusy={approve.isRunning}
        error={approve.error}
      >
        {t("approveText", { name: about })}
      </DangerDialog>
    </>
  );
}
