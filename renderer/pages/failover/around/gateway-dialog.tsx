import { Checkbox, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import type { GatewayView } from "../../../../shared/model/gateway.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import fieldRow from "../../../components/field-row.module.css";
import { TextField } from "../../../components/text-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import styles from "./around.module.css";
import {
  addressesIn,
  EMPTY_GATEWAY,
  formOfGateway,
  type GatewayForm,
  type GatewayNumber,
  gatewayDraftOf,
  numberIn,
} from "./gateway-form.ts";

type GatewayDialogProps = {
  readonly view: FailoverView;
  /** Undefined for a new one. */
  readonly gateway: GatewayView | undefined;
  readonly onClose: () => void;
};

/** Where it listens, who may come in, and which machine stands behind each place. */
export function GatewayDialog({ view, gateway, onClose }: GatewayDialogProps) {
  const { t } = useTranslation("around");
  const [form, setForm] = useState<GatewayForm>(() =>
    gateway === undefined ? EMPTY_GATEWAY : formOfGateway(gateway),
  );
  const save = useAct("gateways.save");
  const change = (part: Partial<GatewayForm>) => {
    setForm((before) => ({ ...before, ...part }));
    save.clearError();
  };
  const { repositoryId, replicas } = view;
  const draft = gatewayDraftOf(
    form,
    repositoryId,
    replicas.map(({ id }) => id),
    gateway?.limits,
  );
  const submit = async () => {
    if (draft === undefined) return;
    if ((await save.run({ gatewayId: gateway?.id ?? null, draft })) !== undefined) onClose();
  };
  /** What was not typed yet is not wrong. */
  const problemOf = (name: GatewayNumber) =>
    numberIn(form, name) !== undefined || form[name] === "" ? {} : { problem: t(`gatewayForm.${name}Wrong`) };
  const isRareWrong = (["most", "idle"] as const).some((name) => numberIn(form, name) === undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        gateway === undefined
          ? t("gatewayForm.titleNew")
          : t("gatewayForm.titleEdit", { name: printable(gateway.name) })
      }
      size={600}
      actions={
        <Button
          kind="primary"
          isBusy={save.isRunning}
          offBecause={draft === undefined ? t("gatewayForm.wanting") : undefined}
          onClick={() => void submit()}
        >
          {t("gatewayForm.save")}
        </Button>
      }
    >
      <div className={styles.fields}>
        <TextField
          label={t("gatewayForm.name")}
          value={form.name}
          onChange={(name) => change({ name })}
          autoFocus
        />
        <div className={`${fieldRow.row} ${styles.pair}`}>
          <TextField
            label={t("gatewayForm.host")}
            description={t("gatewayForm.hostHint")}
            value={form.host}
            onChange={(host) => change({ host })}
          />
          <TextField
            label={t("gatewayForm.port")}
            description={t("gatewayForm.portHint")}
            value={form.port}
            onChange={(port) => change({ port })}
            {...problemOf("port")}
          />
        </div>
        <Checkbox
          label={t("gatewayForm.isOpenToNetwork")}
          description={t("gatewayForm.isOpenHint")}
          checked={form.isOpenToNetwork}
          onChange={({ currentTarget }) => change({ isOpenToNetwork: currentTarget.checked })}
        />
        <fieldset className={styles.group}>
          <legend>{t("gatewayForm.targets")}</legend>
          <p className={styles.hint}>{t("gatewayForm.targetsHint")}</p>
          {replicas.map(({ id, name }) => {
            const text = form.targets[id] ?? "";
            return (
              <TextField
                key={id}
                label={printable(name)}
                value={text}
                onChange={(typed) => change({ targets: { ...form.targets, [id]: typed } })}
                {...(text === "" ? { description: t("gatewayForm.targetNone") } : {})}
                {...(addressesIn(text) === undefined ? { problem: t("gatewayForm.targetWrong") } : {})}
              />
            );
          })}
        </fieldset>
        <TextField
          label={t("gatewayForm.drain")}
          description={t("gatewayForm.drainHint")}
          value={form.drain}
          onChange={(drain) => change({ drain })}
          {...problemOf("drain")}
        />
        <details className={styles.more} open={isRareWrong || undefined}>
          <summary>{t("gatewayForm.more")}</summary>
          <div className={styles.fields}>
            <TextField
              label={t("gatewayForm.most")}
              value={form.most}
              onChange={(most) => change({ most })}
              {...problemOf("most")}
            />
            <TextField
              label={t("gatewayForm.idle")}
              description={t("gatewayForm.idleHint")}
              value={form.idle}
              onChange={(idle) => change({ idle })}
              {...problemOf("idle")}
            />
            <Switch
              label={t("gatewayForm.isInHost")}
              description={t("gatewayForm.isInHostHint")}
              checked={form.isInHost}
              onChange={({ currentTarget }) => change({ isInHost: currentTarget.checked })}
            />
          </div>
        </details>
      </div>
      {save.error !== undefined && <ErrorNote error={save.error} />}
    </Dialog>
  );
}
