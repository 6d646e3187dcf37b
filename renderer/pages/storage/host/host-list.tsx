import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { WatchedHostId } from "../../../../shared/ids.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { hostMark } from "../model/host-mark.ts";
import { addressOf, addressOfHost } from "../model/storage-address.ts";
import { useVerdictWord } from "../standing.tsx";
import styles from "./host-list.module.css";

type HostListProps = {
  readonly hosts: readonly WatchedHost[];
  readonly shownId: WatchedHostId | undefined;
  readonly onAdd: () => void;
};

/** All watched hosts, each with the worst that is on it. */
export function HostList({ hosts, shownId, onAdd }: HostListProps) {
  const { t } = useTranslation("storage");
  return (
    <nav className={styles.list} aria-label={t("hosts.heading")} data-region="hosts">
      <h2>{t("hosts.heading")}</h2>
      <ul>
        {hosts.map((host) => (
          <li key={host.id}>
            <Link
              to={addressOfHost(host.id)}
              className={styles.host ?? ""}
              aria-current={host.id === shownId ? "page" : undefined}
            >
              <Icon name={host.setup.kind === "local" ? "computer" : "server"} />
              <span className={styles.words}>
                <span className={styles.name}>{host.name}</span>
                <HostLine host={host} />
              </span>
              <HostMark host={host} />
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.more}>
        <Button kind="quiet" icon="plus" onClick={onAdd}>
          {t("hosts.add")}
        </Button>
        <LinkButton kind="quiet" icon="file" to={addressOf({ view: "saved" })}>
          {t("hosts.saved")}
        </LinkButton>
      </div>
    </nav>
  );
}

function HostMark({ host }: { readonly host: WatchedHost }) {
  const { t } = useTranslation("storage");
  const word = useVerdictWord();
  const mark = hostMark(host);
  const label = mark === "info" ? t("seen") : word(mark === "ok" ? "ok" : (host.worst ?? "unknown"));
  if (mark === "ok") {
    return (
      <span className={styles.fine} role="img" aria-label={label}>
        <Icon name="tick" size={15} />
      </span>
    );
  }
  return <VerdictShape verdict={mark} size={15} label={label} />;
}

function HostLine({ host }: { readonly host: WatchedHost }) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const { disks, arrays } = host.counts;
  const counts = [
    ...(disks > 0 ? [t("hosts.disks", { count: disks })] : []),
    ...(arrays > 0 ? [t("hosts.arrays", { count: arrays })] : []),
  ];
  const words =
    host.state === "silent"
      ? t("hosts.silent")
      : host.isReading && counts.length === 0
        ? t("hosts.reading")
        : host.state === "not-read"
          ? t("hosts.notRead")
          : counts.length === 0
            ? t("hosts.nothing")
            : format.facts(counts);
  return <span className={styles.line}>{words}</span>;
}
