import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { RepositoryId } from "../../../shared/ids.ts";
import { useAct } from "../../host/use-act.ts";
import { Button } from "../button.tsx";
import { DangerDialog } from "../dialog.tsx";

type RepairButtonProps = {
  readonly repositoryId: RepositoryId;
  readonly name: string;
  readonly kind?: "primary" | "default";
  readonly size?: "normal" | "small";
};

/** Asks once, starts the repair of a repository, and goes to where its progress and its result are shown. */
export function RepairButton({ repositoryId, name, kind = "default", size = "normal" }: RepairButtonProps) {
  const { t } = useTranslation("repair");
  const navigate = useNavigate();
  const [isAsked, setIsAsked] = useState(false);
  const repair = useAct("repositories.repair");
  const start = async () => {
    const job = await repair.run({ repositoryId });
    if (job !== undefined) navigate(`/activity/${job.jobId}`);
  };
  return (
    <>
      <Button kind={kind} size={size} onClick={() => setIsAsked(true)}>
        {t("ask")}
      </Button>
      <DangerDialog
        isOpen={isAsked}
        onClose={() => {
          repair.clearError();
          setIsAsked(false);
        }}
        title={t("title", { name })}
        deed={t("deed")}
        onConfirm={() => void start()}
        isBusy={repair.isRunning}
        error={repair.error}
      >
        <p>{t("text", { name })}</p>
        <p>{t("later")}</p>
        <p>{t("wait", { name })}</p>
      </DangerDialog>
    </>
  );
}
