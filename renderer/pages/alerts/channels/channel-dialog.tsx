import { NativeSelect, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelKind, ChannelView, DeliveryOutcome } from "../../../../shared/model/alert-channel.ts";
import { LANGUAGES, type Language } from "../../../../shared/words/language.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useAppState } from "../../../host/use-app-state.ts";
import { useLanguage } from "../../../words/use-language.ts";
import { ChannelFields } from "./channel-fields.tsx";
import { CHANNEL_KINDS, type ChannelForm, draftOf, emptyForm, formOf, secretsOf } from "./channel-form.ts";
import styles from "./channels.module.css";
import { TestResult } from "./test-result.tsx";

type ChannelDialogProps = {
  /** Undefined for a new one. */
  readonly channel: ChannelView | undefined;
  readonly onClose: () => void;
};

/** A channel's form. Its test sends what is in the form, before anything is saved. */
export function ChannelDialog({ channel, onClose }: ChannelDialogProps) {
  const { t } = useTranslation("telling");
  const language = useLanguage();
  const [form, setForm] = useState<ChannelForm>(() =>
    channel === undefined ? emptyForm("mail", language) : formOf(channel),
  );
  const [outcome, setOutcome] = useState<DeliveryOutcome>();
  const save = useAct("alerts.channels.save");
  const test = useAct("alerts.channels.test");
  const change = (part: Partial<ChannelForm>) => {
    setForm({ ...form, ...part });
    setOutcome(undefined);
    save.clearError();
    test.clearError();
  };
  const draft = draftOf(form);
  const app = useAppState();
  const mayChoosePrograms = app.kind === "ready" && app.value.mayChoosePrograms;
  const isProgramMissing = !mayChoosePrograms && form.setup.kind === "command" && form.setup.program === "";
  const offBecause = isProgramMissing
    ? t("form.programNotHere")
    : draft === undefined
      ? t("form.wanting")
      : undefined;
  const input = { channelId: channel?.id ?? null, secrets: secretsOf(form) };
  const submit = async () => {
    if (draft !== undefined && (await save.run({ ...input, draft })) !== undefined) onClose();
  };
  const tryIt = async () => {
    if (draft === undefined) return;
    setOutcome(undefined);
    setOutcome(await test.run({ ...input, draft }));
  };
  const error = save.error ?? test.error;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={channel === undefined ? t("form.titleNew") : t("form.titleEdit", { name: channel.name })}
      size={560}
      actions={
        <>
          <Button isBusy={test.isRunning} offBecause={offBecause} onClick={() => void tryIt()}>
            {t("channels.test")}
          </Button>
          <Button
            kind="primary"
            isBusy={save.isRunning}
            offBecause={offBecause}
            onClick={() => void submit()}
          >
            {t("form.save")}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {channel === undefined && (
          <NativeSelect
            label={t("form.kind")}
            value={form.setup.kind}
            data={CHANNEL_KINDS.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
            onChange={({ currentTarget }) =>
              change(emptyForm(currentTarget.value as ChannelKind, form.language, form.name))
            }
          />
        )}
        <TextField label={t("form.name")} value={form.name} onChange={(name) => change({ name })} autoFocus />
        <ChannelFields
          form={form}
          kept={channel?.kept ?? []}
          mayChoosePrograms={mayChoosePrograms}
          onChange={change}
        />
        <NativeSelect
          label={t("form.language")}
          value={form.language}
          data={LANGUAGES.map((value) => ({ value, label: t(`form.languages.${value}`) }))}
          onChange={({ currentTarget }) => change({ language: currentTarget.value as Language })}
        />
        <Switch
          label={t("form.isEnabled")}
          checked={form.isEnabled}
          onChange={({ currentTarget }) => change({ isEnabled: currentTarget.checked })}
        />
      </div>
      {outcome !== undefined && <TestResult outcome={outcome} />}
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}
