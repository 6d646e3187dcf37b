import { NativeSelect } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WireError } from "../../../shared/errors.ts";
import type { SourceId } from "../../../shared/ids.ts";
import { DATABASE_KINDS, SOURCE_ICONS, type Source, type SourceKind } from "../../../shared/model/source.ts";
import type { SourceTrial } from "../../../shared/model/source-trial.ts";
import { useAct } from "../../host/use-act.ts";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { ErrorNote } from "../error-note.tsx";
import { TextField } from "../text-field.tsx";
import { CommandFields } from "./command-fields.tsx";
import { DatabaseFields } from "./database-fields.tsx";
import { FilesFields } from "./files-fields.tsx";
import type { MachineField } from "./machine-form.ts";
import { MachineKey, MachineKeyChanged } from "./machine-key.tsx";
import { RemoveSourceDialog } from "./remove-source-dialog.tsx";
import { SftpFields } from "./sftp-fields.tsx";
import styles from "./source-dialog.module.css";
import {
  draftOfForm,
  formOf,
  needsPassword,
  type SourceField,
  type SourceForm,
  secretsTyped,
  withKind,
} from "./source-form.ts";
import { isTrialGood, SourceTrialResult } from "./source-trial.tsx";

const KINDS: readonly SourceKind[] = ["files", "sftp", ...DATABASE_KINDS, "command"];

type SourceDialogProps = {
  /** Undefined for a new one. */
  readonly source: Source | undefined;
  readonly onClose: () => void;
  readonly onSaved: (source: Source) => void;
  /** Where it may be removed from the dialog, too. */
  readonly onRemoved?: (id: SourceId) => void;
};

/** What belongs to a source, how it is reached, and whether it can be read. */
export function SourceDialog({ source, onClose, onSaved, onRemoved }: SourceDialogProps) {
  const { t } = useTranslation("source");
  const { t: common } = useTranslation();
  const { t: placeWords } = useTranslation("remotePlace");
  const save = useAct("sources.save");
  const trial = useAct("sources.try");
  const [isRemoving, setIsRemoving] = useState(false);
  const [form, setForm] = useState<SourceForm>(() => formOf(source));
  const [tried, setTried] = useState<{ readonly of: SourceForm; readonly trial: SourceTrial }>();
  const [isChecked, setIsChecked] = useState(false);
  const change = (part: Partial<SourceForm>) => setForm((before) => ({ ...before, ...part }));
  /** The key that a person has just compared, while what is tried goes on with it. */
  const [trusting, setTrusting] = useState<string>();
  const drafted = draftOfForm(form, source);
  const wrong = "wrong" in drafted ? drafted.wrong : [];
  const problemOf = (field: SourceField) =>
    isChecked && wrong.includes(field)
      ? { problem: t(`wrong.${field === "files" ? "other" : field}`, { defaultValue: t("wrong.other") }) }
      : {};
  const isWrong = (field: MachineField) => isChecked && wrong.includes(`machine.${field}`);
  const isDatabase = DATABASE_KINDS.some((kind) => kind === form.kind);
  const hasMachine = form.kind === "sftp" || (isDatabase && form.isThrough);
  const isTriedFirst = isDatabase || form.kind === "sftp";
  const newest = tried?.of === form ? tried.trial : undefined;
  const error = newest?.error ?? undefined;
  const shownKey = error?.code === "REMOTE_KEY_UNKNOWN" ? error.details.shown : trusting;

  const askedWith = (now: SourceForm) => {
    setIsChecked(true);
    const filled = draftOfForm(now, source);
    if ("wrong" in filled) return undefined;
    return { sourceId: source?.id ?? null, draft: filled.draft, secrets: secretsTyped(now) };
  };
  const onTry = async (now = form): Promise<SourceTrial | undefined> => {
    const input = askedWith(now);
    const answer = input === undefined ? undefined : await trial.run(input);
    setTried(answer === undefined ? undefined : { of: now, trial: answer });
    return answer;
  };
  /** Goes on with a key that a person has compared; null asks a machine for the one it has now. */
  const onKey = async (hostKey: string | null): Promise<void> => {
    const now = { ...form, machine: { ...form.machine, hostKey } };
    setForm(now);
    setTrusting(hostKey ?? undefined);
    await onTry(now);
    setTrusting(undefined);
  };
  const onSave = async (): Promise<void> => {
    const input = askedWith(form);
    if (input === undefined) return;
    // what cannot work is said before the first backup, not by it
    if (isTriedFirst && newest === undefined) {
      const answer = await onTry();
      if (answer === undefined || !isTrialGood(answer)) return;
    }
    const saved = await save.run(input);
    if (saved !== undefined) onSaved(saved);
  };
  const results = useInView(shownKey ?? newest);
  const isKeyUnknown = error?.code === "REMOTE_KEY_UNKNOWN";
  const isSavedAnyway = newest !== undefined && !isTrialGood(newest) && !isKeyUnknown;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={source === undefined ? t("newTitle") : t("editTitle", { name: source.name })}
      size={560}
      actions={
        <>
          <Button
            onClick={() => void onTry()}
            isBusy={trial.isRunning}
            {...(wrong.includes("files") ? { offBecause: t("notComplete") } : {})}
          >
            {t(form.kind === "command" ? "tryCommand" : "try")}
          </Button>
          <Button
            kind={isSavedAnyway ? "default" : "primary"}
            onClick={() => void onSave()}
            isBusy={save.isRunning}
            offBecause={
              form.kind === "files" && wrong.length > 0
                ? t("notComplete")
                : isKeyUnknown
                  ? t("compareFirst")
                  : undefined
            }
          >
            {isSavedAnyway ? t("saveAnyway") : common("save")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {source === undefined && (
          <NativeSelect
            label={t("kind")}
            value={form.kind}
            onChange={(event) => {
              const kind = KINDS.find((one) => one === event.currentTarget.value) ?? "files";
              setForm((before) => withKind(before, kind));
              setIsChecked(false);
            }}
            data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          />
        )}
        <div className={styles.head}>
          <TextField
            label={t("name")}
            placeholder={t(isDatabase ? "nameHintDatabase" : "nameHint")}
            value={form.name}
            onChange={(name) => change({ name })}
            autoFocus
            {...problemOf("name")}
          />
          <NativeSelect
            label={t("icon")}
            value={form.icon}
            onChange={(event) =>
              change({ icon: SOURCE_ICONS.find((icon) => icon === event.currentTarget.value) ?? "folder" })
            }
            data={SOURCE_ICONS.map((icon) => ({ value: icon, label: t(`icons.${icon}`) }))}
          />
        </div>
        {form.kind === "files" && (
          <FilesFields
            draft={{ ...form.files, name: form.name }}
            onChange={({ name, ...part }) =>
              setForm((before) => ({
                ...before,
                files: { ...before.files, ...part },
                ...(name === undefined ? {} : { name }),
              }))
            }
            source={source}
          />
        )}
        {form.kind === "sftp" && (
          <SftpFields form={form} onChange={change} problemOf={problemOf} isWrong={isWrong} source={source} />
        )}
        {form.kind === "command" && <CommandFields form={form} onChange={change} problemOf={problemOf} />}
        {isDatabase && (
          <DatabaseFields
            form={form}
            onChange={change}
            problemOf={problemOf}
            isPasswordKept={!needsPassword(form, source)}
            isWrong={isWrong}
            source={source}
          />
        )}
        {trial.isRunning && (
          <p className={styles.note} role="status">
            {t("trial.running")}
          </p>
        )}
        <div ref={results} className={styles.results}>
          {shownKey !== undefined && (
            <MachineKey
              shown={shownKey}
              isTrusting={trusting !== undefined}
              onTrust={() => void onKey(shownKey)}
            />
          )}
          {error?.code === "REMOTE_KEY_CHANGED" && (
            <MachineKeyChanged error={error} onAskAgain={() => void onKey(null)} />
          )}
          {newest !== undefined && !isAboutKey(error) && <SourceTrialResult trial={newest} />}
          {newest !== undefined && error === undefined && hasMachine && form.machine.hostKey !== null && (
            <p className={styles.trusted}>{placeWords("trusted", { key: form.machine.hostKey })}</p>
          )}
        </div>
        {source !== undefined && onRemoved !== undefined && (
          <div className={styles.remove}>
            <Button kind="quiet" size="small" onClick={() => setIsRemoving(true)}>
              {t("remove")}
            </Button>
          </div>
        )}
        {trial.error !== undefined && <ErrorNote error={trial.error} />}
        {save.error !== undefined && <ErrorNote error={save.error} />}
      </div>
      {source !== undefined && isRemoving && (
        <RemoveSourceDialog
          source={source}
          onClose={() => setIsRemoving(false)}
          onRemoved={() => onRemoved?.(source.id)}
        />
      )}
    </Dialog>
  );
}

/** Brings what came of a trial into view, which may be below what fits. @param seen the newest of it; undefined for nothing */
function useInView(seen: unknown) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (seen !== undefined) element.current?.scrollIntoView({ block: "nearest" });
  }, [seen]);
  return element;
}

function isAboutKey(error: WireError | undefined): boolean {
  return error?.code === "REMOTE_KEY_UNKNOWN" || error?.code === "REMOTE_KEY_CHANGED";
}
