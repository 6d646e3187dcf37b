import { Menu, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AlertId } from "../../../shared/ids.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { FieldProblem } from "../../components/text-field.tsx";
import { TimeField } from "../../components/time-field.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useAct } from "../../host/use-act.ts";
import styles from "./snooze-menu.module.css";
import { snoozeDays, snoozeMoment, snoozeTimes } from "./snooze-times.ts";

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
  const [days] = useState(() => snoozeDays(format.nowMs));
  const [dayMs, setDayMs] = useState(days[1] ?? 0);
  const [time, setTime] = useState(() => format.timeOfDay(format.nowMs));
  const snooze = useAct("alerts.snooze");
  const untilMs = snoozeMoment(dayMs, time, format.nowMs);
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
      <div className={styles.fields}>
        <NativeSelect
          label={t("snoozeDay")}
          value={String(dayMs)}
          data={days.map((ms) => ({ value: String(ms), label: format.day(ms) }))}
          data-autofocus
          onChange={({ currentTarget }) => setDayMs(Number(currentTarget.value))}
        />
        <TimeField label={t("snoozeTime")} value={time} onChange={setTime} />
      </div>
      {untilMs === undefined && <FieldProblem>{t("snoozeOver")}</FieldProblem>}
      {snooze.error !== undefined && <ErrorNote error={snooze.error} />}
    </Dialog>
  );
}
