import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { SnmpHostSetup } from "../../../../shared/model/snmp-setup.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { DangerDialog } from "../../../components/dialog.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useAct } from "../../../host/use-act.ts";
import { CIPHER_NAMES, HASH_NAMES } from "../form/snmp-names.ts";
import styles from "./host-facts.module.css";

/** The machine itself, how it is reached, and how to change or end that. */
export function HostFactsBand({ host, onEdit }: { readonly host: WatchedHost; readonly onEdit: () => void }) {
  const { t } = useTranslation("storage");
  const { t: snmp } = useTranslation("snmp");
  const { t: common } = useTranslation();
  const format = useFormat();
  const [isRemoving, setIsRemoving] = useState(false);
  const { setup, facts, hostKey } = host;
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [t("facts.address"), addressOf(setup) ?? t("facts.local")],
    ...(setup.kind === "snmp" ? [[snmp("factsOver"), overSnmp(setup)] as const] : []),
    [t("facts.system"), facts?.system],
    [t("facts.machine"), facts?.machine],
    [t("facts.kernel"), facts?.kernel],
    [t("facts.uptime"), facts?.uptimeSeconds == null ? null : format.span(facts.uptimeSeconds * 1000)],
    [
      t("facts.temperature"),
      facts?.temperatureC == null ? null : t("disks.celsius", { value: Math.round(facts.temperatureC) }),
    ],
    ...(setup.kind === "ssh" ? [[t("facts.hostKey"), hostKey ?? t("facts.noHostKey")] as const] : []),
  ];
  function overSnmp({ signIn }: SnmpHostSetup): string {
    if (signIn.version === "v2c") return snmp("factsOpen");
    return snmp("factsSigned", { hash: HASH_NAMES[signIn.hash], cipher: CIPHER_NAMES[signIn.cipher] });
  }
  return (
    <Band
      heading={t("facts.heading")}
      end={
        <>
          <Button size="small" kind="quiet" onClick={onEdit}>
            {common("edit")}
          </Button>
          {setup.kind !== "local" && (
            <Button size="small" kind="quiet" onClick={() => setIsRemoving(true)}>
              {t("facts.remove")}
            </Button>
          )}
        </>
      }
    >
      <dl className={styles.facts}>
        {rows.map(
          ([word, value]) =>
            value != null && (
              <div key={word} style={{ display: "contents" }}>
                <dt>{word}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <RemoveHost host={host} isOpen={isRemoving} onClose={() => setIsRemoving(false)} />
    </Band>
  );
}

type RemoveHostProps = { readonly host: WatchedHost; readonly isOpen: boolean; readonly onClose: () => void };

function RemoveHost({ host, isOpen, onClose }: RemoveHostProps) {
  const { t } = useTranslation("storage");
  const navigate = useNavigate();
  const remove = useAct("hosts.remove");
  const confirm = async () => {
    if ((await remove.run({ hostId: host.id })) === undefined) return;
    onClose();
    navigate("/storage", { replace: true });
  };
  return (
    <DangerDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("facts.removeTitle", { name: host.name })}
      deed={t("facts.removeDeed")}
      onConfirm={() => void confirm()}
      isBusy={remove.isRunning}
      error={remove.error}
    >
      {t("facts.removeText")}
    </DangerDialog>
  );
}

function addressOf(setup: WatchedHost["setup"]): string | undefined {
  if (setup.kind === "local") return undefined;
  const user = setup.kind === "ssh" ? setup.user : setup.signIn.version === "v3" ? setup.signIn.user : "";
  return `${user === "" ? "" : `${user}@`}${setup.address}:${setup.port}`;
}
