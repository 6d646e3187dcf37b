import { Checkbox, NativeSelect, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import {
  HOOK_MOVES,
  HOOK_TIMES,
  type HookDraft,
  type HookView,
} from "../../../../shared/model/failover-hooks.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useAppState } from "../../../host/use-app-state.ts";
import styles from "./around.module.css";
import { HookActionFields } from "./hook-action-fields.tsx";
import {
  EMPTY_HOOK,
  formOfHook,
  HOOK_KINDS,
  type HookForm,
  type HookKind,
  hookDraftOf,
  hookSecretsOf,
  limitOf,
} from "./hook-form.ts";

type HookDialogProps = {
  readonly view: Pick<FailoverView, "repositoryId" | "name">;
  /** Undefined for a new one. */
  readonly hook: HookView | undefined;
  readonly onClose: () => void;
};

/** What is to be done, when, and what happens if it fails. */
export function HookDialog({ view, hook, onClose }: HookDialogProps) {
  const { t } = useTranslation("around");
  const [form, setForm] = useState<HookForm>(() => (hook === undefined ? EMPTY_HOOK : formOfHook(hook)));
  const save = useAct("hooks.save");
  const app = useAppState();
  const mayChoosePrograms = app.kind === "ready" && app.value.mayChoosePrograms;
  const change = (part: Partial<HookForm>) => {
    setForm((before) => ({ ...before, ...part }));
    save.clearError();
  };
  const draft = hookDraftOf(form, (hook?.addressHost ?? "") !== "");
  const isProgramMissing = !mayChoosePrograms && form.kind !== "webhook" && form.program === "";
  const submit = async () => {
    if (draft === undefined) return;
    const { repositoryId } = view;
    const input = { repositoryId, hookId: hook?.id ?? null, draft, secrets: hookSecretsOf(form) };
    if ((await save.run(input)) !== undefined) onClose();
  };
  const canGiveUp = form.when === "before";
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        hook === undefined ? t("hookForm.titleNew") : t("hookForm.titleEdit", { name: printable(hook.name) })
      }
      size={560}
      actions={
        <Button
          kind="primary"
          isBusy={save.isRunning}
          offBecause={
            isProgramMissing
              ? t("hookForm.programNotHere")
              : draft === undefined
                ? t("hookForm.wanting")
                : undefined
          }
          onClick={() => void submit()}
        >
          {t("hookForm.save")}
        </Button>
      }
    >
      <div className={styles.fields}>
        <TextField
          label={t("hookForm.name")}
          value={form.name}
          onChange={(name) => change({ name })}
          autoFocus
        />
        {hook === undefined && (
          <NativeSelect
            label={t("hookForm.kind")}
            value={form.kind}
            data={HOOK_KINDS.map((value) => ({ value, label: t(`hookForm.kinds.${value}`) }))}
            onChange={({ currentTarget }) => change({ kind: currentTarget.value as HookKind })}
          />
        )}
        <HookActionFields
          {...{ form, hook, mayChoosePrograms }}
          repositoryName={view.name}
          onChange={change}
        />
        <NativeSelect
          label={t("hookForm.when")}
          value={form.when}
          data={HOOK_TIMES.map((value) => ({ value, label: t(`hookForm.times.${value}`) }))}
          onChange={({ currentTarget }) => change({ when: currentTarget.value as HookDraft["when"] })}
        />
        <fieldset className={styles.group}>
          <legend>{t("hookForm.moves")}</legend>
          {HOOK_MOVES.map((move) => (
            <Checkbox
              key={move}
              label={t(`hookForm.move.${move}`)}
              checked={form.moves.includes(move)}
              onChange={({ currentTarget }) =>
                change({
                  moves: currentTarget.checked
                    ? [...form.moves, move]
                    : form.moves.filter((one) => one !== move),
                })
              }
            />
          ))}
        </fieldset>
        <TextField
          label={t("hookForm.limit")}
          description={t("hookForm.limitHint")}
          value={form.limit}
          onChange={(limit) => change({ limit })}
          {...(limitOf(form) === undefined ? { problem: t("hookForm.limitWrong") } : {})}
        />
        <NativeSelect
          label={t("hookForm.onFailure")}
          {...(canGiveUp && form.onFailure === "abort" ? { description: t("hookForm.abortHint") } : {})}
          value={!canGiveUp && form.onFailure === "abort" ? "warn" : form.onFailure}
          data={(["warn", "ignore", ...(canGiveUp ? (["abort"] as const) : [])] as const).map((value) => ({
            value,
            label: t(`hookForm.failures.${value}`),
          }))}
          onChange={({ currentTarget }) =>
            change({ onFailure: currentTarget.value as HookDraft["onFailure"] })
          }
        />
        <Switch
          label={t("hookForm.isEnabled")}
          checked={form.isEnabled}
          onChange={({ currentTarget }) => change({ isEnabled: currentTarget.checked })}
        />
      </div>
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </Dialog>
  );
}
