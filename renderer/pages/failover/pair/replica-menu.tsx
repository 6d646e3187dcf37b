import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import type { FailoverView, ReplicaView } from "../../../../shared/model/failover.ts";
import { Button } from "../../../components/button.tsx";
import { rolesIn } from "../model/replicas-of.ts";

export type ReplicaDeed = "switch" | "copy" | "sooner" | "later" | "remove";

type ReplicaMenuProps = {
  readonly view: FailoverView;
  readonly replica: ReplicaView;
  readonly onDeed: (deed: ReplicaDeed) => void;
};

/** What can be done with one standby. The active one has no menu: it is left by switching over. */
export function ReplicaMenu({ view, replica, onDeed }: ReplicaMenuProps) {
  const { t } = useTranslation("failover");
  const navigate = useNavigate();
  const { others } = rolesIn(view);
  const place = others.findIndex(({ id }) => id === replica.id);
  if (place === -1) return null;
  const name = printable(replica.name);
  return (
    <Menu
      position="bottom-end"
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 120 }}
    >
      <Menu.Target>
        <Button size="small" kind="quiet" icon="more" label={t("pair.menu", { name })} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("pair.menu", { name })}>
        <Menu.Item onClick={() => onDeed("switch")}>{t("actions.switchOver")}</Menu.Item>
        {replica.jobId === null ? (
          <Menu.Item onClick={() => onDeed("copy")}>{t("pair.copyNow")}</Menu.Item>
        ) : (
          <Menu.Item onClick={() => navigate(`/activity/${replica.jobId}`)}>{t("pair.showJob")}</Menu.Item>
        )}
        {place > 0 && <Menu.Item onClick={() => onDeed("sooner")}>{t("pair.sooner")}</Menu.Item>}
        {place < others.length - 1 && (
          <Menu.Item onClick={() => onDeed("later")}>{t("pair.later")}</Menu.Item>
        )}
        <Menu.Item onClick={() => onDeed("remove")}>{t("pair.remove")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
