import { Checkbox, Radio } from "@mantine/core";
import { Fragment, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverSettings, FailoverView } from "../../../../shared/model/failover.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import fieldRow from "../../../components/field-row.module.css";
import { TextField } from "../../../components/text-field.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useAct } from "../../../host/use-act.ts";
import {
  checkThresholds,
  formOfSettings,
  isLimitShort,
  type ThresholdField,
  type ThresholdProblem,
  type ThresholdsForm,
} from "../model/thresholds-form.ts";
import styles from "./thresholds-dialog.module.css";

type ThresholdsDialogProps = { readonly view: FailoverView; readonly onClose: () => void };

const HINTS = [
  ...(["beatEveryMs", "beatLimitMs", "windowMs", "stableMs", "beatsToClear"] as const),
  ...(["silenceMs", "retryMs", "verifyLimitMs"] as const),
] as const;
/** Faults that are rarely thought of have a place behind "More". */
const RARE = [
  ...([
    "identity-mismatch",
    "read-only",
    "io-error",
    "out-of-space",
    "silenceMs",
    "retryMs",
    "verifyLimitMs",
  ] as const),
] as const;

/** When the active replica is left, and when it is returned to: each value with what it means. */
export function ThresholdsDialog({ view, onClose }: ThresholdsDialogProps) {
  const { t } = useTranslation("thresholds");
  const save = useAct("failover.settings");
  const [form, setForm] = useState<ThresholdsForm>(() => formOfSettings(view.settings));
  const checked = checkThresholds(form, view.settings);
  const { problems = {} } = checked;
  const isRareWrong = RARE.some((field) => problems[field] !== undefined);
  const submit = async () => {
    if (checked.settings === undefined) return;
    const { repositoryId } = view;
    if ((await save.run({ repositoryId, settings: checked.settings })) !== undefined) onClose();
  };
  const field = (name: ThresholdField): ReactNode => (
    <NumberField
      name={name}
      value={form[name]}
      problem={problems[name]}
      onChange={(text) => setForm((before) => ({ ...before, [name]: text }))}
    />
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("title", { name: printable(view.name) })}
      size={600}
      actions={
        <Button
          kind="primary"
          isBusy={save.isRunning}
          offBecause={checked.settings === undefined ? t("wrong") : undefined}
          onClick={() => void submit()}
        >
          {t("save")}
        </Button>
      }
    >
      <p className={styles.text}>{t("text")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <fieldset className={`${fieldRow.row} ${styles.group}`}>
          <legend>{t("group.beats")}</legend>
          {field("beatEveryMs")}
          {field("beatLimitMs")}
          {isLimitShort(form) && (
            <p className={styles.warning} role="status">
              <VerdictShape verdict="warning" size={15} />
              <span>{t("shortLimit")}</span>
            </p>
          )}
        </fieldset>
        <fieldset className={`${fieldRow.row} ${styles.group}`}>
          <legend>{t("group.leave")}</legend>
          {field("unreachable")}
          {field("windowMs")}
          <Checkbox
            className={styles.wide ?? ""}
            label={t("diskFailing")}
            description={t("diskFailingHint")}
            checked={form.leavesFailingDisk}
            onChange={({ currentTarget }) => {
              const { checked: leavesFailingDisk } = currentTarget;
              setForm((before) => ({ ...before, leavesFailingDisk }));
            }}
          />
          {form.leavesFailingDisk && field("afterMs")}
        </fieldset>
        <fieldset className={`${fieldRow.row} ${styles.group}`}>
          <legend>{t("group.back")}</legend>
          <Radio.Group
            className={`${styles.wide} ${styles.choices}`}
            label={t("failBack")}
            value={form.failBack}
            onChange={(value) =>
              setForm((before) => ({ ...before, failBack: value as FailoverSettings["failBack"] }))
            }
          >
            <Radio value="by-itself" label={t("byItself")} />
            <Radio value="on-request" label={t("onRequest")} />
          </Radio.Group>
          {field("stableMs")}
          {field("beatsToClear")}
        </fieldset>
        <details className={styles.more} open={isRareWrong || undefined}>
          <summary>{t("more")}</summary>
          <div className={`${fieldRow.row} ${styles.group}`}>
            {RARE.map((name) => (
              <Fragment key={name}>{field(name)}</Fragment>
            ))}
          </div>
        </details>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </Dialog>
  );
}

type NumberFieldProps = {
  readonly name: ThresholdField;
  readonly value: string;
  readonly problem: ThresholdProblem | undefined;
  readonly onChange: (text: string) => void;
};

function NumberField({ name, value, problem, onChange }: NumberFieldProps) {
  const { t } = useTranslation("thresholds");
  const hint = HINTS.find((known) => known === name);
  return (
    <TextField
      label={t(`field.${name}`)}
      value={value}
      onChange={onChange}
      {...(hint === undefined ? {} : { description: t(`hint.${hint}`) })}
      {...(problem === undefined ? {} : { problem: say(problem) })}
    />
  );

  function say(wrong: ThresholdProblem): string {
    switch (wrong.kind) {
      case "notANumber":
        return t("problem.notANumber");
      case "tooLarge":
        return t("problem.tooLarge", { most: wrong.most });
      case "tooSmall":
      case "window":
        return t(`problem.${wrong.kind}`, { least: wrong.least });
    }
  }
}
