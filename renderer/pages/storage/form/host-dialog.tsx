import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { HostTrial, WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import { addressOfHost } from "../model/storage-address.ts";
import styles from "./host-dialog.module.css";
import { draftOf, EMPTY_FORM, formOf, type HostForm, isMoved, secretsOf, withKind } from "./host-form.ts";
import { SnmpFields } from "./snmp-fields.tsx";
import { SshFields } from "./ssh-fields.tsx";
import { TrialResult } from "./trial-result.tsx";

type HostDialogProps = {
  /** Undefined for a new one. */
  readonly host: WatchedHost | undefined;
  readonly onClose: () => void;
};

const KINDS = ["ssh", "snmp"] as const;

/** A host's form. Its test signs in and reads once, before anything is saved, and shows the key to be compared. */
export function HostDialog({ host, onClose }: HostDialogProps) {
  const { t } = useTranslation("storage");
  const { t: snmp } = useTranslation("snmp");
  const [form, setForm] = useState<HostForm>(() => (host === undefined ? EMPTY_FORM : formOf(host)));
  const [trial, setTrial] = useState<HostTrial>();
  const [isCompared, setIsCompared] = useState(false);
  const test = useAct("hosts.test");
  const save = useSaveHost(host, onClose);
  const change = (part: Partial<HostForm>) => {
    setForm({ ...form, ...part });
    setTrial(undefined);
    setIsCompared(false);
    save.clearError();
    test.clearError();
  };
  const draft = draftOf(form);
  const secrets = secretsOf(form);
  const isLocal = form.kind === "local";
  const isSnmp = form.kind === "snmp";
  const isOtherPlace = isMoved(host, form);
  const fields = {
    ...{ form, isMoved: isOtherPlace, onChange: change },
    kept: isOtherPlace ? [] : (host?.kept ?? []),
  };
  const pinned = isOtherPlace ? null : (host?.hostKey ?? null);
  const shownKey = trial?.error === null ? trial.hostKey : null;
  const isNewKey = shownKey !== null && shownKey !== pinned;
  const wanting =
    form.kind !== "snmp" ? t("form.wanting") : snmp(form.snmp.version === "v3" ? "wanting" : "wantingOpen");
  const offBecause = draft === undefined ? wanting : undefined;
  const tryIt = async () => {
    if (draft === undefined) return;
    setTrial(undefined);
    setIsCompared(false);
    setTrial(await test.run({ draft, secrets, ...(host === undefined ? {} : { hostId: host.id }) }));
  };
  const submit = async () => {
    if (draft !== undefined) await save.run(draft, secrets, isNewKey ? shownKey : undefined);
  };
  const error = save.error ?? test.error;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={host === undefined ? t("form.titleNew") : t("form.titleEdit", { name: host.name })}
      size={560}
      actions={
        <>
          {!isLocal && (
            <Button isBusy={test.isRunning} offBecause={offBecause} onClick={() => void tryIt()}>
              {t("form.test")}
            </Button>
          )}
          <Button
            kind="primary"
            isBusy={save.isRunning}
            offBecause={offBecause ?? (isNewKey && !isCompared ? t("form.compareFirst") : undefined)}
            onClick={() => void submit()}
          >
            {t(host === undefined ? "form.save" : "form.saveEdit")}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {!isLocal && <p className={styles.intro}>{isSnmp ? snmp("intro") : t("form.intro")}</p>}
        <TextField label={t("form.name")} value={form.name} onChange={(name) => change({ name })} autoFocus />
        {host === undefined && (
          <NativeSelect
            label={snmp("reached")}
            value={form.kind}
            data={KINDS.map((value) => ({ value, label: snmp(`kinds.${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              change(withKind(form, value === "snmp" ? "snmp" : "ssh"))
            }
          />
        )}
        {form.kind === "ssh" && <SshFields {...fields} />}
        {isSnmp && <SnmpFields {...fields} />}
      </div>
      <div role="status">
        {test.isRunning && <p className={styles.note}>{isSnmp ? snmp("testing") : t("form.testing")}</p>}
      </div>
      {trial !== undefined && (
        <TrialResult trial={trial} pinned={pinned} isCompared={isCompared} onCompared={setIsCompared} />
      )}
      {trial === undefined && form.kind === "ssh" && pinned === null && !test.isRunning && (
        <p className={styles.note}>{t("form.untested")}</p>
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </Dialog>
  );
}

/** Saves a host, and pins the key that somebody has compared. */
function useSaveHost(host: WatchedHost | undefined, onSaved: () => void) {
  const navigate = useNavigate();
  const add = useAct("hosts.add");
  const edit = useAct("hosts.edit");
  const trust = useAct("hosts.trustKey");
  return {
    isRunning: add.isRunning || edit.isRunning || trust.isRunning,
    error: add.error ?? edit.error ?? trust.error,
    clearError() {
      for (const act of [add, edit, trust]) act.clearError();
    },
    async run(
      draft: NonNullable<ReturnType<typeof draftOf>>,
      secrets: ReturnType<typeof secretsOf>,
      hostKey: string | undefined,
    ): Promise<void> {
      const saved =
        host === undefined
          ? await add.run({ draft, secrets })
          : await edit.run({ hostId: host.id, draft, secrets });
      if (saved === undefined) return;
      if (hostKey !== undefined && (await trust.run({ hostId: saved.id, hostKey })) === undefined) return;
      onSaved();
      navigate(addressOfHost(saved.id));
    },
  };
}
