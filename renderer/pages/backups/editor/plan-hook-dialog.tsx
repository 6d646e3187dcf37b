import { NativeSelect, Switch, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import { PLAN_HOOK_TIMES, type PlanHook } from "../../../../shared/model/plan-hooks.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useAppState } from "../../../host/use-app-state.ts";
import styles from "./hooks-field.module.css";
import {
  EMPTY_PLAN_HOOK,
  failureOf,
  formOfPlanHook,
  hookLimitOf,
  isHookNameTaken,
  isWholePath,
  type PlanHookForm,
  planHookOf,
} from "./plan-hook-form.ts";

type PlanHookDialogProps = {
  /** Undefined for a new one. */
  readonly hook: PlanHook | undefined;
  /** The other ones of the plan. */
  readonly others: readonly PlanHook[];
  readonly planName: string;
  readonly onClose: () => void;
  readonly onDone: (hook: PlanHook) => void;
};

/** What is to be run, when, for how long, and what happens if it fails. It becomes part of the plan, which is saved later. */
export function PlanHookDialog({ hook, others, planName, onClose, onDone }: PlanHookDialogProps) {
  const { t } = useTranslation("planHooks");
  const [form, setForm] = useState<PlanHookForm>(() =>
    hook === undefined ? EMPTY_PLAN_HOOK : formOfPlanHook(hook),
  );
  const app = useAppState();
  const mayChoosePrograms = app.kind === "ready" && app.value.mayChoosePrograms;
  const change = (part: Partial<PlanHookForm>) => setForm((before) => ({ ...before, ...part }));
  const ready = planHookOf(form);
  const isTaken = isHookNameTaken(form.name, others);
  const offBecause =
    !mayChoosePrograms && hook === undefined
      ? t("form.programNotHere")
      : isTaken
        ? t("form.nameTaken")
        : ready === undefined
          ? t("form.wanting")
          : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={hook === undefined ? t("form.titleNew") : t("form.titleEdit", { name: printable(hook.name) })}
      size={560}
      actions={
        <Button kind="primary" offBecause={offBecause} onClick={() => ready !== undefined && onDone(ready)}>
          {t("form.done")}
        </Button>
      }
    >
      <div className={styles.fields}>
        <TextField
          label={t("form.name")}
          value={form.name}
          onChange={(name) => change({ name })}
          autoFocus
          {...(isTaken ? { problem: t("form.nameTaken") } : {})}
        />
        <NativeSelect
          label={t("form.when")}
          description={t(`form.timeHint.${form.when}`)}
          value={form.when}
          data={PLAN_HOOK_TIMES.map((value) => ({ value, label: t(`form.times.${value}`) }))}
          onChange={({ currentTarget }) => change({ when: currentTarget.value as PlanHook["when"] })}
        />
        {mayChoosePrograms ? (
          <>
            <TextField
              label={t("form.program")}
              description={t("form.programHint")}
              value={form.program}
              onChange={(program) => change({ program })}
              {...(form.program.trim() === "" || isWholePath(form.program)
                ? {}
                : { problem: t("form.programRelative") })}
            />
            <Textarea
              label={t("form.arguments")}
              description={t("form.argumentsHint")}
              rows={3}
              spellCheck={false}
              value={form.arguments}
              onChange={({ currentTarget }) => change({ arguments: currentTarget.value })}
            />
          </>
        ) : (
          <ProgramElsewhere form={form} planName={planName} />
        )}
        <TextField
          label={t("form.limit")}
          description={t("form.limitHint")}
          value={form.limit}
          onChange={(limit) => change({ limit })}
          {...(hookLimitOf(form) === undefined ? { problem: t("form.limitWrong") } : {})}
        />
        <NativeSelect
          label={t("form.onFailure")}
          value={failureOf(form.when, form.onFailure)}
          data={([...(form.when === "before" ? (["abort"] as const) : []), "warn", "ignore"] as const).map(
            (value) => ({ value, label: t(`form.failures.${value}`) }),
          )}
          onChange={({ currentTarget }) =>
            change({ onFailure: currentTarget.value as PlanHook["onFailure"] })
          }
        />
        <Switch
          label={t("form.isEnabled")}
          checked={form.isEnabled}
          onChange={({ currentTarget }) => change({ isEnabled: currentTarget.checked })}
        />
        <p className={styles.hint}>{t("form.notYet")}</p>
      </div>
    </Dialog>
  );
}

/** What is run already, and where something else can be chosen. */
function ProgramElsewhere({ form, planName }: { readonly form: PlanHookForm; readonly planName: string }) {
  const { t } = useTranslation("planHooks");
  const { name, program } = form;
  const values = {
    ...{ plan: printable(planName) },
    name: name.trim() === "" ? t("form.name") : printable(name.trim()),
  };
  return (
    <div className={styles.elsewhere}>
      {program !== "" && <code>{printable([program, ...form.arguments.split("\n")].join(" "))}</code>}
      <p>{t("form.programElsewhere")}</p>
      <code>{t("form.command", values)}</code>
    </div>
  );
}
