import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HealthSubjectId } from "../../../shared/ids.ts";
import { Button } from "../../components/button.tsx";
import { DangerDialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import styles from "./subject-actions.module.css";

type Subject = {
  readonly id: HealthSubjectId;
  readonly name: string;
  readonly isVanished: boolean;
  readonly acknowledgedMs: number | null;
};
type SubjectActionsProps = {
  readonly subject: Subject;
  /** Its verdict is one that somebody can put up with for a while. */
  readonly isTrouble: boolean;
  readonly onForgotten?: () => void;
};

/** What can be said about a verdict: that it has been seen, or that what is gone need not come back. Nothing where there is nothing to say. */
export function SubjectActions({ subject, isTrouble, onForgotten }: SubjectActionsProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const acknowledge = useAct("health.acknowledge");
  const { id, isVanished, acknowledgedMs } = subject;
  const canAcknowledge = isTrouble && acknowledgedMs === null;
  if (!canAcknowledge && !isVanished && acknowledgedMs === null) return null;
  return (
    <div className={styles.actions}>
      {canAcknowledge && (
        <Button isBusy={acknowledge.isRunning} onClick={() => void acknowledge.run({ subjectId: id })}>
          {t("acknowledge")}
        </Button>
      )}
      {isVanished && <Forget subject={subject} onForgotten={onForgotten} />}
      {acknowledgedMs !== null && (
        <span className={styles.seen}>{t("acknowledged", { when: format.relative(acknowledgedMs) })}</span>
      )}
      {acknowledge.error !== undefined && <ErrorNote error={acknowledge.error} />}
    </div>
  );
}

type ForgetProps = { readonly subject: Subject; readonly onForgotten: (() => void) | undefined };

function Forget({ subject, onForgotten }: ForgetProps) {
  const { t } = useTranslation("storage");
  const [isAsking, setIsAsking] = useState(false);
  const forget = useAct("health.forget");
  const confirm = async () => {
    if ((await forget.run({ subjectId: subject.id })) === undefined) return;
    setIsAsking(false);
    onForgotten?.();
  };
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{t("forget")}</Button>
      <DangerDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("forgetTitle", { name: subject.name })}
        deed={t("forgetDeed")}
        onConfirm={() => void confirm()}
        isBusy={forget.isRunning}
        error={forget.error}
      >
        {t("forgetText")}
      </DangerDialog>
    </>
  );
}
