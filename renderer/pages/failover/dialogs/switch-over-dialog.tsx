import { Checkbox, NativeSelect, Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverView, ReplicaView } from "../../../../shared/model/failover.ts";
import { DangerDialog } from "../../../components/dialog.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useAct } from "../../../host/use-act.ts";
import { nextInLine, rolesIn } from "../model/replicas-of.ts";
import styles from "./move-dialog.module.css";
import { MovedMeanwhile, useHasMoved } from "./moved-meanwhile.tsx";

type SwitchOverDialogProps = {
  readonly view: FailoverView;
  /** Undefined: the one that is next in line. */
  readonly toId: ReplicaId | undefined;
  readonly onClose: () => void;
};

/** Says what switching over does, and asks where to and for how long. */
export function SwitchOverDialog({ view, toId, onClose }: SwitchOverDialogProps) {
  const { t } = useTranslation("replicas");
  const format = useFormat();
  const switchOver = useAct("failover.switchOver");
  const [chosenId, setChosenId] = useState(toId ?? nextInLine(view)?.id);
  const [isForGood, setIsForGood] = useState(false);
  const [isEvenIfBehind, setIsEvenIfBehind] = useState(false);
  const { active, usual, others } = rolesIn(view);
  const target = others.find(({ id }) => id === chosenId) ?? others[0];
  const hasMoved = useHasMoved(view, switchOver.isRunning);
  if (active === undefined || usual === undefined || target === undefined) return null;
  if (hasMoved) return <MovedMeanwhile name={active.name} onClose={onClose} />;
  const names = {
    ...{ name: printable(view.name), place: printable(target.name) },
    ...{ from: printable(active.name), usual: printable(usual.name) },
  };
  const isReturn = target.id === usual.id;
  const confirm = async () => {
    const answer = await switchOver.run({
      ...{ repositoryId: view.repositoryId, replicaId: target.id },
      ...{ forGood: isForGood, evenIfBehind: isEvenIfBehind },
    });
    if (answer !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("switchOver.title", names)}
      deed={t("switchOver.deed", names)}
      onConfirm={() => void confirm()}
      isBusy={switchOver.isRunning}
      error={switchOver.error}
    >
      <p>{t("switchOver.text", names)}</p>
      <p>{lacking(target)}</p>
      <div className={styles.fields}>
        {others.length > 1 && (
          <NativeSelect
            label={t("switchOver.to")}
            value={target.id}
            data={others.map(({ id, name }) => ({ value: id, label: printable(name) }))}
            onChange={({ currentTarget }) => setChosenId(currentTarget.value as ReplicaId)}
          />
        )}
        {!isReturn && (
          <Radio.Group
            className={styles.choices ?? ""}
            label={t("switchOver.how")}
            value={isForGood ? "forGood" : "forAWhile"}
            onChange={(value) => setIsForGood(value === "forGood")}
          >
            {(["forAWhile", "forGood"] as const).map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`switchOver.${value}`)}
                description={t(`switchOver.${value}Hint`, names)}
              />
            ))}
          </Radio.Group>
        )}
        <Checkbox
          label={t("switchOver.evenIfBehind", names)}
          description={t("switchOver.evenIfBehindHint", names)}
          checked={isEvenIfBehind}
          onChange={({ currentTarget }) => setIsEvenIfBehind(currentTarget.checked)}
        />
      </div>
    </DangerDialog>
  );

  function lacking({ lag }: ReplicaView): string {
    if (lag === null) return t("switchOver.notCompared", names);
    if (lag.snapshots === 0) return t("switchOver.upToDate", names);
    return t("switchOver.behind", { ...names, amount: format.bytes(lag.bytes) });
  }
}
