import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DeviceType, USUAL_DEVICE_TYPES } from "../../../../shared/model/device-type.ts";
import type { DiskView } from "../../../../shared/model/health-view.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import styles from "./connection-dialog.module.css";

const OTHER = "other";
const USUAL: ReadonlySet<string> = new Set(USUAL_DEVICE_TYPES);

type ConnectionDialogProps = { readonly disk: DiskView; readonly onClose: () => void };

/** Chooses how smartctl reaches a disk; the disk is read again at once. */
export function ConnectionDialog({ disk, onClose }: ConnectionDialogProps) {
  const { t } = useTranslation("storage");
  const given = disk.connection.given ?? "";
  const [choice, setChoice] = useState(given === "" || USUAL.has(given) ? given : OTHER);
  const [typed, setTyped] = useState(given);
  const save = useAct("health.setDeviceType");
  const type = choice === OTHER ? typed.trim() : choice;
  const isRight = choice !== OTHER || DeviceType.safeParse(type).success;
  const confirm = async () => {
    if (!isRight) return;
    const deviceType = type === "" ? null : type;
    if ((await save.run({ subjectId: disk.id, deviceType })) !== undefined) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("connection.title")}
      actions={
        <Button
          kind="primary"
          isBusy={save.isRunning}
          offBecause={isRight ? undefined : t("connection.wrong")}
          onClick={() => void confirm()}
        >
          {t("connection.save")}
        </Button>
      }
    >
      <div className={styles.fields}>
        <p>{t("connection.text")}</p>
        <NativeSelect
          label={t("connection.field")}
          value={choice}
          onChange={({ currentTarget }) => setChoice(currentTarget.value)}
          data={[
            { value: "", label: t("connection.auto") },
            ...USUAL_DEVICE_TYPES,
            { value: OTHER, label: t("connection.other") },
          ]}
          data-autofocus
        />
        {choice === OTHER && (
          <TextField
            label={t("connection.type")}
            description={t("connection.typeHint")}
            value={typed}
            onChange={setTyped}
            {...(isRight || typed === "" ? {} : { problem: t("connection.wrong") })}
          />
        )}
        {save.error !== undefined && <ErrorNote error={save.error} />}
      </div>
    </Dialog>
  );
}
