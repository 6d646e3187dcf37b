import { Menu } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AlertId } from "../../../shared/ids.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { FieldProblem } from "../../components/text-field.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import styles from "./snooze-menu.module.css";
import { fromLocalInput, snoozeTimes, toLocalInput } from "./snooze-times.ts";

const DAY_MS = 86_400_000;

/** Puts an alert off: until one of a few usual times, or until one that is asked for. */
export function SnoozeMenu({ alertId }: { readonly alertId: AlertId }) {
  const { t } = useTranslation("alerts");
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const snooze = useAct("alerts.snooze");
  return (
    <>
      <Menu
        position="top-start"
        shadow="md"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 120 }}
      >
        <Menu.Target>
          <Button icon="snooze" isBusy={snooze.isRunning}>
            {t("snooze")}
            <Icon name="chevron-down" size={12} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t("snooze")}>
          {snoozeTimes(format.nowMs).map(({ snooze: name, untilMs }) => (
            <Menu.Item
              key={name}
              rightSection={<span className={styles.when}>{format.moment(untilMs)}</span>}
              onClick={() => void snooze.run({ alertId, untilMs })}
            >
              {t(`snoozeFor.${name}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setIsAsking(true)}>{t("snoozeOther")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isAsking && <SnoozeDialog alertId={alertId} onClose={() => setIsAsking(false)} />}
      {snooze.error !== undefined && (
        <div className={styles.error}>
          <ErrorNote error={snooze.error} />
        </div>
      )}
    </>
  );
}

type SnoozeDialogProps = { readonly alertId: AlertId; readonly onClose: () => void };

function SnoozeDialog({ alertId, onClose }: SnoozeDialogProps) {
  const { t } = useTranslation("alerts");
  const format = useFormat();
  const [text, setText] = useState(() => toLocalInput(format.nowMs + DAY_MS));
  const snooze = useAct("alerts.snooze");
  const untilMs = fromLocalInput(text, format.nowMs);
  const start = async () => {
    if (untilMs === undefined) return;
    if ((await snooze.run({ alertId, untilMs })) !== undefined) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("snoozeTitle")}
      actions={
        <Button
          kind="primary"
          isBusy={snooze.isRunning}
          onClick={() => void start()}
          offBecause={untilMs === undefined ? t("snoozeOver") : undefined}
        >
          {t("snoozeDeed")}
        </Button>
      }
    >
      <p className={styles.text}>{t("snoozeText")}</p>
      <label className={styles.field}>
        <span>{t("snoozeField")}</span>
        <input
          type="datetime-local"
          value={text}
          min={toLocalInput(format.nowMs)}
          aria-invalid={untilMs === undefined}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {untilMs === undefined && <FieldProblem>{t("snoozeOver")}</FieldProblem>}
      </label>
      {snooze.error !== undefined && <ErrorNote error={snooze.error} />}
    </Dialog>
  );
}
