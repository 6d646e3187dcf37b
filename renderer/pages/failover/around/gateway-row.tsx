import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatGatewayAddress } from "../../../../shared/format/gateway-address.ts";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import type { GatewayHealth, GatewayView } from "../../../../shared/model/gateway.ts";
import { Button } from "../../../components/button.tsx";
import { DangerDialog } from "../../../components/dialog.tsx";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useGap } from "../../../words/use-gap.ts";
import { nameIn } from "../model/replicas-of.ts";
import styles from "./around.module.css";

type GatewayRowProps = {
  readonly gateway: GatewayView;
  readonly view: FailoverView;
  /** Left out where this page may not change it. */
  readonly onEdit?: () => void;
};

/** One gateway: where it leads now, whether it listens, and who is in it. */
export function GatewayRow({ gateway, view, onEdit }: GatewayRowProps) {
  const { t } = useTranslation("around");
  const [isAsking, setIsAsking] = useState(false);
  const remove = useAct("gateways.remove");
  const { id, listen, isOpenToNetwork, targets, activeId, health } = gateway;
  const name = printable(gateway.name);
  const address = formatGatewayAddress(health?.listensAt ?? listen);
  const active = activeId === null ? undefined : nameIn(view, activeId);
  const machines = targets.find(({ replicaId }) => replicaId === activeId)?.addresses ?? [];
  const gap = useGap();
  return (
    <li className={styles.row}>
      <Icon name="swap" size={18} />
      <div className={styles.words}>
        <p className={styles.name}>{name}</p>
        <p className={styles.target}>
          {active === undefined || machines.length === 0
            ? t("gateways.leadsNowhere", { address })
            : t("gateways.leads", {
                ...{ address, name: active },
                target: machines.map(formatGatewayAddress).join(", "),
              })}
        </p>
        <p>
          {[
            isOpenToNetwork ? t("gateways.toNetwork") : t("gateways.toItself"),
            ...(health === null ? [t("gateways.byItself")] : []),
          ].join(gap)}
        </p>
        {health !== null && <Standing {...{ health, active }} />}
      </div>
      <div className={styles.buttons}>
        {onEdit !== undefined && (
          <Button size="small" onClick={onEdit}>
            {t("gateways.edit")}
          </Button>
        )}
        <Button size="small" kind="quiet" onClick={() => setIsAsking(true)}>
          {t("gateways.remove")}
        </Button>
      </div>
      <DangerDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("gateways.removeTitle", { name })}
        deed={t("gateways.removeDeed")}
        isBusy={remove.isRunning}
        error={remove.error}
        onConfirm={() => void remove.run({ gatewayId: id })}
      >
        {health === null
          ? t("gateways.removeUnseen", { address })
          : health.open === 0
            ? t("gateways.removeIdle", { address })
            : t("gateways.removeText", { count: health.open, address })}
      </DangerDialog>
    </li>
  );
}

type StandingProps = { readonly health: GatewayHealth; readonly active: string | undefined };

/** Whether it does what it is for, and what went through it. */
function Standing({ health, active }: StandingProps) {
  const { t } = useTranslation("around");
  const format = useFormat();
  const gap = useGap();
  const { problem, hasTarget, lastFailure, followsSinceMs, open, draining, accepted, cutOff } = health;
  const isFailing = problem !== null || !hasTarget;
  const refused = Object.values(health.refused).reduce((sum, count) => sum + count, 0);
  // one of the place before says nothing of the one it leads to now
  const isUnreachable = lastFailure !== null && lastFailure.atMs >= (followsSinceMs ?? 0);
  return (
    <>
      <p className={styles.standing} data-failing={isFailing}>
        {isFailing && <VerdictShape verdict="failing" size={13} />}
        <span>{[...standing(), ...(isUnreachable ? [unreachable(lastFailure)] : [])].join(gap)}</span>
      </p>
      {problem === null && (
        <p className={styles.standing}>
          {format.facts([
            open === 0 ? t("gateways.noneOpen") : t("gateways.open", { count: open }),
            ...(draining === 0 ? [] : [t("gateways.draining", { count: draining })]),
            t("gateways.accepted", { count: accepted }),
            ...(refused === 0 ? [] : [t("gateways.turnedAway", { count: refused })]),
            ...(cutOff === 0 ? [] : [t("gateways.cutOff", { count: cutOff })]),
            t("gateways.through", {
              bytesIn: format.bytes(health.bytesIn),
              bytesOut: format.bytes(health.bytesOut),
            }),
          ])}
        </p>
      )}
    </>
  );

  function standing(): string[] {
    if (problem !== null) return [t("gateways.cannotListen", { problem: say(problem) })];
    if (hasTarget) return [t("gateways.listens")];
    return [active === undefined ? t("gateways.noActive") : t("gateways.noTarget", { name: active })];
  }

  function unreachable({ atMs, code }: NonNullable<GatewayHealth["lastFailure"]>): string {
    return t("gateways.unreachable", { when: format.moment(atMs), code });
  }

  function say(code: string): string {
    const known = (["EADDRINUSE", "EACCES", "EADDRNOTAVAIL"] as const).find((one) => one === code);
    return known === undefined ? t("gateways.problem.other", { code }) : t(`gateways.problem.${known}`);
  }
}
