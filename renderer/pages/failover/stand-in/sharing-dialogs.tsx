import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import { DEFAULT_AFTER_MS, DEFAULT_LEASE_MS, type StandInPlan } from "../../../../shared/model/stand-in.ts";
import { Button } from "../../../components/button.tsx";
import { DangerDialog, Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useAct } from "../../../host/use-act.ts";
import styles from "../around/around.module.css";
import { secondsIn, secondsText } from "./seconds-field.ts";
import type { SharedRow } from "./stand-in-facts.ts";

export type SharingDeed = "offer" | "keep" | "standBy" | "adopt" | "leave";

type SharingDialogProps = {
  readonly deed: SharingDeed;
  readonly row: SharedRow;
  readonly onClose: () => void;
};

/** Asks for what a person wants to change of who may start a plan. */
export function SharingDialog({ deed, row, onClose }: SharingDialogProps) {
  if (deed === "offer") return <OfferDialog row={row} onClose={onClose} />;
  if (row.kind === "own") return null;
  if (deed === "standBy") return <StandByDialog plan={row.plan} onClose={onClose} />;
  if (deed === "adopt") return <AdoptDialog plan={row.plan} onClose={onClose} />;
  return deed === "keep" ? (
    <KeepDialog plan={row.plan} onClose={onClose} />
  ) : (
    <LeaveDialog plan={row.plan} onClose={onClose} />
  );
}

function OfferDialog({ row, onClose }: Pick<SharingDialogProps, "row" | "onClose">) {
  const { t } = useTranslation("standIn");
  const known = row.kind === "shared" ? row.plan : undefined;
  const [typed, setTyped] = useState(secondsText(known?.lastsMs ?? DEFAULT_LEASE_MS));
  const offer = useAct("standIn.offer");
  const lastsMs = secondsIn(typed);
  const name = printable(row.plan.name);
  const submit = async () => {
    if (lastsMs === undefined) return;
    if ((await offer.run({ planId: row.plan.planId, isOffered: true, lastsMs })) !== undefined) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(known === undefined ? "offerForm.titleNew" : "offerForm.titleEdit", { name })}
      size={560}
      actions={
        <Button
          kind="primary"
          isBusy={offer.isRunning}
          offBecause={lastsMs === undefined ? t("secondsWrong") : undefined}
          onClick={() => void submit()}
        >
          {t(known === undefined ? "offerForm.deed" : "offerForm.save")}
        </Button>
      }
    >
      <div className={styles.fields}>
        <p>{t("offerForm.text")}</p>
        <TextField
          label={t("offerForm.lease")}
          description={t("offerForm.leaseHint")}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            offer.clearError();
          }}
          autoFocus
          {...(lastsMs === undefined && typed !== "" ? { problem: t("secondsWrong") } : {})}
        />
      </div>
      {offer.error !== undefined && <ErrorNote error={offer.error} />}
    </Dialog>
  );
}

type PlanDialogProps = { readonly plan: StandInPlan; readonly onClose: () => void };

function StandByDialog({ plan, onClose }: PlanDialogProps) {
  const { t } = useTranslation("standIn");
  const format = useFormat();
  const isKnown = plan.state !== "not-shared";
  const [typed, setTyped] = useState(secondsText(plan.afterMs ?? DEFAULT_AFTER_MS));
  const standBy = useAct("standIn.standBy");
  const afterMs = secondsIn(typed);
  const owner = printable(plan.ownerName);
  const lease = format.runTime(plan.lastsMs);
  const submit = async () => {
    if (afterMs === undefined) return;
    // what is read is what was shown, whatever its owner says meanwhile
    const asked = { planId: plan.planId, afterMs, paths: [...plan.paths] };
    if ((await standBy.run(asked)) !== undefined) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("standByForm.title", { name: printable(plan.name) })}
      size={560}
      actions={
        <Button
          kind="primary"
          isBusy={standBy.isRunning}
          offBecause={afterMs === undefined ? t("secondsWrong") : undefined}
          onClick={() => void submit()}
        >
          {t(`standByForm.${!isKnown ? "deed" : plan.newPaths.length > 0 ? "agree" : "save"}`)}
        </Button>
      }
    >
      <div className={styles.fields}>
        <p>{t("standByForm.text", { owner })}</p>
        <ul className={styles.paths}>
          {plan.paths.map((path) => (
            <li key={path}>{printable(path)}</li>
          ))}
        </ul>
        <TextField
          label={t("standByForm.after", { lease })}
          description={t("standByForm.afterHint", { lease, owner })}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            standBy.clearError();
          }}
          autoFocus
          {...(afterMs === undefined && typed !== "" ? { problem: t("secondsWrong") } : {})}
        />
      </div>
      {standBy.error !== undefined && <ErrorNote error={standBy.error} />}
    </Dialog>
  );
}

function KeepDialog({ plan: { planId, name, lastsMs }, onClose }: PlanDialogProps) {
  const { t } = useTranslation("standIn");
  const offer = useAct("standIn.offer");
  const onConfirm = async () => {
    if ((await offer.run({ planId, isOffered: false, lastsMs })) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("keepDialog.title", { name: printable(name) })}
      deed={t("keepDialog.deed")}
      isBusy={offer.isRunning}
      error={offer.error}
      onConfirm={() => void onConfirm()}
    >
      {t("keepDialog.text")}
    </DangerDialog>
  );
}

function AdoptDialog({ plan: { planId, name, ownerName, paths, missingPaths }, onClose }: PlanDialogProps) {
  const { t } = useTranslation("standIn");
  const adopt = useAct("standIn.adopt");
  const owner = printable(ownerName);
  const onConfirm = async () => {
    // what is saved is what was shown
    if ((await adopt.run({ planId, paths: [...paths] })) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("adoptDialog.title", { name: printable(name) })}
      deed={t("adoptDialog.deed")}
      isBusy={adopt.isRunning}
      error={adopt.error}
      onConfirm={() => void onConfirm()}
    >
      <div className={styles.fields}>
        <p>{t("adoptDialog.text", { owner })}</p>
        <ul className={styles.paths}>
          {paths.map((path) => (
            <li key={path}>{printable(path)}</li>
          ))}
        </ul>
        {missingPaths.length > 0 && (
          <p>{t("adoptDialog.missing", { paths: missingPaths.map(printable).join(", ") })}</p>
        )}
        <p>{t("adoptDialog.ifThere", { owner })}</p>
      </div>
    </DangerDialog>
  );
}

function LeaveDialog({ plan: { planId, name, ownerName }, onClose }: PlanDialogProps) {
  const { t } = useTranslation("standIn");
  const leave = useAct("standIn.leave");
  const onConfirm = async () => {
    if ((await leave.run({ planId })) !== undefined) onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("leaveDialog.title", { name: printable(name) })}
      deed={t("leaveDialog.deed")}
      isBusy={leave.isRunning}
      error={leave.error}
      onConfirm={() => void onConfirm()}
    >
      {t("leaveDialog.text", { owner: printable(ownerName) })}
    </DangerDialog>
  );
}
