import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { AlertSubject } from "../../../shared/model/alert.ts";
import { Button } from "../../components/button.tsx";
import { DangerDialog } from "../../components/dialog.tsx";
import { useAct } from "../../host/use-act.ts";
import { addressOfDisk } from "../storage/model/storage-address.ts";
import { addressOfComparison, addressOfSnapshot } from "./address-of-snapshot.ts";

type RotLinksProps = {
  readonly subject: Extract<AlertSubject, { code: "SOURCE_ROTTED" }>;
  readonly lasts: boolean;
};

/** What a person can say and see about files that changed without a new date. */
export function RotLinks({ subject, lasts }: RotLinksProps) {
  const { t } = useTranslation(["pins", "alerts"]);
  const navigate = useNavigate();
  const settle = useAct("plans.settleRot");
  const [asking, setAsking] = useState<"meant" | "settle">();
  const { repositoryId, sourceId, about, before, jobId, disks, undated } = subject;
  const onSettle = async (): Promise<void> => {
    const isMeant = asking === "meant";
    if ((await settle.run({ repositoryId, sourceId, isMeant })) !== undefined) setAsking(undefined);
  };
  return (
    <>
      {lasts && undated > 0 && <Button onClick={() => setAsking("meant")}>{t("meant")}</Button>}
      {lasts && <Button onClick={() => setAsking("settle")}>{t("settle")}</Button>}
      <Button onClick={() => navigate(addressOfSnapshot(repositoryId, sourceId, before.snapshotId))}>
        {t("restore")}
      </Button>
      {lasts && (
        <Button onClick={() => navigate(addressOfComparison(repositoryId, sourceId, before.snapshotId))}>
          {t("compare")}
        </Button>
      )}
      {disks.map(({ subjectId, name }) => (
        <Button key={subjectId} onClick={() => navigate(addressOfDisk(subjectId))}>
          {t("disk", { name })}
        </Button>
      ))}
      <Button onClick={() => navigate(`/activity/${jobId}`)}>{t("alerts:openJob")}</Button>
      <DangerDialog
        isOpen={asking !== undefined}
        onClose={() => {
          setAsking(undefined);
          settle.clearError();
        }}
        title={asking === "meant" ? t("meantTitle") : t("settleTitle")}
        deed={asking === "meant" ? t("meantDeed") : t("settleDeed")}
        onConfirm={() => void onSettle()}
        isBusy={settle.isRunning}
        error={settle.error}
      >
        {asking === "meant" ? t("meantText", { name: about }) : t("settleText", { name: about })}
      </DangerDialog>
    </>
  );
}
