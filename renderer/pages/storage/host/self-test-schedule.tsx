import { NativeSelect, Switch } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type SelfTestSchedule as Schedule, USUAL_SELF_TESTS } from "../../../../shared/model/self-test.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Band } from "../../../components/band.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TimeField } from "../../../components/time-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import styles from "./self-test-schedule.module.css";

/** How often the disks of a host test themselves; what is changed is saved at once. */
export function SelfTestSchedule({ host }: { readonly host: WatchedHost }) {
  const { t } = useTranslation("selfTests");
  const answer = useCall("selfTests.schedule", { hostId: host.id });
  const save = useAct("selfTests.setSchedule");
  if (answer.kind !== "ready") return null;
  const isReadOnly = host.setup.kind !== "local" && host.setup.kind !== "ssh";
  const schedule = answer.value;
  const isOn = schedule.shortEveryDays !== null || schedule.longEveryDays !== null;
  const set = (change: Partial<Schedule>) => {
    const next = { ...schedule, ...change };
    const begins = !isOn && (next.shortEveryDays !== null || next.longEveryDays !== null);
    // disks are less in use at night, and who begins with tests need not know that
    const window = begins && schedule.window === null ? USUAL_SELF_TESTS.window : next.window;
    void save.run({ hostId: host.id, schedule: { ...next, window } });
  };
  return (
    <Band
      heading={t("schedule.heading")}
      caption={isReadOnly ? "" : t(isOn ? "schedule.on" : "schedule.off")}
    >
      {isReadOnly ? (
        <p className={styles.hint}>{t("schedule.onlyReads")}</p>
      ) : (
        <>
          <div className={styles.fields}>
            <Often
              label={t("schedule.short")}
              choices={[7, 14, 30]}
              value={schedule.shortEveryDays}
              onChange={(shortEveryDays) => set({ shortEveryDays })}
            />
            <Often
              label={t("schedule.long")}
              choices={[30, 90]}
              value={schedule.longEveryDays}
              onChange={(longEveryDays) => set({ longEveryDays })}
            />
            {isOn && <Window window={schedule.window} onChange={(window) => set({ window })} />}
          </div>
          {save.error !== undefined && <ErrorNote error={save.error} />}
          <p className={styles.hint}>{t("schedule.hint")}</p>
        </>
      )}
    </Band>
  );
}

type OftenProps = {
  readonly label: string;
  readonly choices: readonly number[];
  readonly value: number | null;
  readonly onChange: (days: number | null) => void;
};

const NAMED = { 7: "weekly", 14: "twoWeekly", 30: "monthly", 90: "quarterly" } as const;

function Often({ label, choices, value, onChange }: OftenProps) {
  const { t } = useTranslation("selfTests");
  const all = value === null || choices.includes(value) ? choices : [value, ...choices];
  const nameOf = (days: number) =>
    days in NAMED ? t(`schedule.${NAMED[days as keyof typeof NAMED]}`) : t("schedule.days", { count: days });
  return (
    <NativeSelect
      label={label}
      value={String(value ?? "")}
      data={[
        { value: "", label: t("schedule.never") },
        ...all.map((days) => ({ value: String(days), label: nameOf(days) })),
      ]}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === "" ? null : Number(currentTarget.value))
      }
    />
  );
}

type WindowProps = {
  readonly window: Schedule["window"];
  readonly onChange: (window: Schedule["window"]) => void;
};

function Window({ window, onChange }: WindowProps) {
  const { t } = useTranslation("selfTests");
  const id = useId();
  return (
    <>
      <Switch
        id={id}
        className={styles.switch ?? ""}
        label={t("schedule.windowed")}
        checked={window !== null}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? USUAL_SELF_TESTS.window : null)}
      />
      {window !== null && (
        <>
          <TimeField
            label={t("schedule.from")}
            value={window.from}
            onChange={(from) => onChange({ ...window, from })}
          />
          <TimeField
            label={t("schedule.to")}
            value={window.to}
            onChange={(to) => onChange({ ...window, to })}
          />
        </>
      )}
    </>
  );
}
