import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HealthSubjectId, WatchedHostId } from "../../../../shared/ids.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { ErrorNote } from "../../../components/error-note.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { Page } from "../../../components/page.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { useHeld } from "../../../components/use-held.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { HostDialog } from "../form/host-dialog.tsx";
import { neediestHost } from "../model/neediest-host.ts";
import { HostList } from "./host-list.tsx";
import { HostPane } from "./host-pane.tsx";
import styles from "./hosts-page.module.css";

type HostsPageProps = {
  readonly hostId: WatchedHostId | undefined;
  readonly subjectId: HealthSubjectId | undefined;
};

/** The hosts, and beside them what is on one of them. */
export function HostsPage({ hostId, subjectId }: HostsPageProps) {
  const { t } = useTranslation("storage");
  const answer = useCall("hosts.list", {});
  const [edited, setEdited] = useState<WatchedHost | "new">();
  const hosts = answer.kind === "ready" ? answer.value.hosts : [];
  const shownId = useHeld(hostId, neediestHost(hosts)?.id, (held) => hosts.some(({ id }) => id === held));
  if (answer.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={`${t("reading")}…`} />}>
        <Waiting rows={6} />
      </Page>
    );
  }
  if (answer.kind === "failed") {
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("unreadable")} />}>
        <ErrorNote error={answer.error} onRetry={answer.retry} />
      </Page>
    );
  }
  const shown = hosts.find(({ id }) => id === shownId);
  return (
    <div className={styles.panes}>
      <HostList hosts={hosts} shownId={shown?.id} onAdd={() => setEdited("new")} />
      <div className={styles.pane}>
        {shown === undefined ? (
          <Page
            sentence={
              <Sentence
                verdict="unknown"
                first={t("gone.host")}
                context={t("gone.hostHint")}
                actions={<LinkButton to="/storage">{t("gone.back")}</LinkButton>}
              />
            }
          />
        ) : (
          <HostPane key={shown.id} host={shown} subjectId={subjectId} onEdit={() => setEdited(shown)} />
        )}
      </div>
      {edited !== undefined && (
        <HostDialog host={edited === "new" ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </div>
  );
}
