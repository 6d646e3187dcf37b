import { Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { JobId } from "../../../shared/ids.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import styles from "./settings-dialog.module.css";

type CheckDialogProps = {
  readonly repository: RepositoryView;
  readonly onClose: () => void;
  readonly onStarted: (jobId: JobId) => void;
};

/** How much of the data a check reads back, in percent. */
const DEPTHS = { structure: 0, sample: 5, all: 100 } as const;
type Depth = keyof typeof DEPTHS;

export function CheckDialog({ repository: { id, name }, onClose, onStarted }: CheckDialogProps) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const [depth, setDepth] = useState<Depth>("sample");
  const check = useAct("repositories.check");
  const start = async () => {
    const job = await check.run({ repositoryId: id, readDataPercent: DEPTHS[depth] });
    if (job === undefined) return;
    onStarted(job.jobId);
    onClose();
  };
  const percent = format.percent(DEPTHS.sample / 100);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("check.title", { name })}
      actions={
        <Button kind="primary" isBusy={check.isRunning} onClick={() => void start()}>
          {t("check.deed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("check.text")}</p>
      <Radio.Group
        label={t("check.depth")}
        value={depth}
        onChange={(value) => setDepth(value as Depth)}
        className={styles.choices}
      >
        {(["structure", "sample", "all"] as const).map((value) => (
          <Radio
            key={value}
            value={value}
            label={value === "sample" ? t("check.sample", { percent }) : t(`check.${value}`)}
            description={t(`check.${value}Hint`)}
          />
        ))}
      </Radio.Group>
      {check.error !== undefined && <ErrorNote error={check.error} />}
    </Dialog>
  );
}
