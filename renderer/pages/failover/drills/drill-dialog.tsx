import { Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { DrillKind } from "../../../../shared/model/drill.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { useAct } from "../../../host/use-act.ts";
import { nextInLine, rolesIn } from "../model/replicas-of.ts";
import styles from "./drills.module.css";

type DrillDialogProps = { readonly view: FailoverView; readonly onClose: () => void };

/** Says what each kind of drill does, and starts one. */
export function DrillDialog({ view, onClose }: DrillDialogProps) {
  const { t } = useTranslation("drills");
  const [kind, setKind] = useState<DrillKind>("restore");
  const restore = useAct("drills.startRestore");
  const failover = useAct("drills.startFailover");
  const { repositoryId } = view;
  const { active } = rolesIn(view);
  const next = nextInLine(view);
  const start = async () => {
    const begun =
      kind === "restore"
        ? await restore.run({ repositoryId, replicaIds: null })
        : await failover.run({ repositoryId });
    if (begun !== undefined) onClose();
  };
  const error = restore.error ?? failover.error;
  const names = { active: printable(active?.name ?? ""), next: printable(next?.name ?? "") };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("dialog.title", { name: printable(view.name) })}
      actions={
        <Button
          kind="primary"
          isBusy={restore.isRunning || failover.isRunning}
          offBecause={kind === "failover" && next === undefined ? t("dialog.noStandby") : undefined}
          onClick={() => void start()}
        >
          {t("dialog.deed")}
        </Button>
      }
    >
      <Radio.Group
        className={styles.choices ?? ""}
        aria-label={t("dialog.title", { name: printable(view.name) })}
        value={kind}
        onChange={(value) => setKind(value as DrillKind)}
      >
        <Radio value="restore" label={t("dialog.restore")} description={t("dialog.restoreHint")} />
        <Radio
          value="failover"
          label={t("dialog.failover")}
          description={next === undefined ? t("dialog.noStandby") : t("dialog.failoverHint", names)}
        />
      </Radio.Group>
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}
