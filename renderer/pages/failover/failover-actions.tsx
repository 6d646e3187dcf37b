import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { FailoverView } from "../../../shared/model/failover.ts";
import { Button } from "../../components/button.tsx";
import { rolesIn } from "./model/replicas-of.ts";

export type FailoverDeed = "switch" | "failBack" | "hold" | "release" | "thresholds" | "add";

type FailoverActionsProps = { readonly view: FailoverView; readonly onDeed: (deed: FailoverDeed) => void };

/** What can be done with all of them: move backups there or back, and what is rarer in a menu. */
export function FailoverActions({ view, onDeed }: FailoverActionsProps) {
  const { t } = useTranslation("failover");
  const { move, activeId, usualId, isHeld } = view;
  const { usual, others } = rolesIn(view);
  const isHome = activeId === usualId;
  const isUsualWell = usual?.wellSinceMs != null;
  const offBecause =
    move !== null
      ? t("actions.busy")
      : isHome
        ? others.some(({ wellSinceMs }) => wellSinceMs !== null)
          ? undefined
          : t("actions.noStandby")
        : isUsualWell
          ? undefined
          : t("actions.notWell", { name: printable(usual?.name ?? "") });
  const more = t("actions.more", { name: printable(view.name) });
  return (
    <>
      <Button
        icon="swap"
        kind={isHome ? "default" : "primary"}
        offBecause={offBecause}
        onClick={() => onDeed(isHome ? "switch" : "failBack")}
      >
        {t(isHome ? "actions.switchOver" : "actions.failBack")}
      </Button>
      <Menu
        position="bottom-end"
        shadow="md"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 120 }}
      >
        <Menu.Target>
          <Button icon="more" label={more} />
        </Menu.Target>
        <Menu.Dropdown aria-label={more}>
          {!isHome && others.length > 1 && move === null && (
            <Menu.Item onClick={() => onDeed("switch")}>{t("actions.switchOver")}</Menu.Item>
          )}
          <Menu.Item onClick={() => onDeed(isHeld ? "release" : "hold")}>
            {t(isHeld ? "actions.release" : "actions.hold")}
          </Menu.Item>
          <Menu.Item onClick={() => onDeed("thresholds")}>{t("actions.thresholds")}</Menu.Item>
          <Menu.Item onClick={() => onDeed("add")}>{t("actions.add")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
