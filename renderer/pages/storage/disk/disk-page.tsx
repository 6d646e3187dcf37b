import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { printable } from "../../../../shared/format/printable.ts";
import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type { DiskDetail } from "../../../../shared/model/health-view.ts";
import type { WatchedHost } from "../../../../shared/model/watched-host.ts";
import { Band, BandRow } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { Page } from "../../../components/page.tsx";
import { Sentence } from "../../../components/sentence.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { addressOfHost } from "../model/storage-address.ts";
import { useStorageWords } from "../model/use-storage-words.ts";
import { Reasons } from "../reasons.tsx";
import { SubjectActions } from "../subject-actions.tsx";
import { AttributesBand } from "./attributes-band.tsx";
import styles from "./disk-page.module.css";
import { DiskSentence } from "./disk-sentence.tsx";
import { FindIt } from "./find-it.tsx";
import { HistoryBand } from "./history-band.tsx";
import { SelfTestsBand } from "./self-tests-band.tsx";

/** One disk: its verdict with all reasons, where to find it, how its values changed, and everything it tells. */
export function DiskPage({ diskId }: { readonly diskId: HealthSubjectId }) {
  const { t } = useTranslation("storage");
  const answer = useCall("health.disk", { subjectId: diskId });
  const hosts = useCall("hosts.list", {});
  if (answer.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={`${t("reading")}…`} />}>
        <Waiting rows={6} />
      </Page>
    );
  }
  if (answer.kind === "failed") {
    if (answer.error.code === "HEALTH_SUBJECT_NOT_FOUND") return <Gone />;
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("unreadable")} />}>
        <ErrorNote error={answer.error} onRetry={answer.retry} />
      </Page>
    );
  }
  const { hostId } = answer.value.disk;
  const host = hosts.kind === "ready" ? hosts.value.hosts.find(({ id }) => id === hostId) : undefined;
  return <Disk detail={answer.value} host={host} />;
}

function Gone() {
  const { t } = useTranslation("storage");
  return (
    <Page
      sentence={
        <Sentence
          verdict="unknown"
          first={t("gone.disk")}
          context={t("gone.diskHint")}
          actions={<LinkButton to="/storage">{t("gone.back")}</LinkButton>}
        />
      }
    />
  );
}

type DiskProps = { readonly detail: DiskDetail; readonly host: WatchedHost | undefined };

function Disk({ detail, host }: DiskProps) {
  const { t } = useTranslation("storage");
  const navigate = useNavigate();
  const words = useStorageWords();
  const check = useAct("health.checkNow");
  const { disk } = detail;
  const { verdict, findings, hostId } = disk;
  const wornOut = words.wornOut(disk.wearOut);
  return (
    <Page
      sentence={
        <>
          <Crumbs detail={detail} host={host} />
          <DiskSentence
            disk={disk}
            actions={
              <Button
                isBusy={check.isRunning || host?.isReading === true}
                onClick={() => void check.run({ hostId })}
              >
                {t("checkNow")}
              </Button>
            }
          />
        </>
      }
    >
      {check.error !== undefined && <ErrorNote error={check.error} />}
      <BandRow columns="minmax(0, 1fr) 340px">
        <Band heading={t("disk.why")}>
          {findings.length === 0 ? (
            <p className={styles.nothing}>{verdict === "ok" ? t("disk.nothing") : ""}</p>
          ) : (
            <Reasons findings={findings} />
          )}
          <p className={styles.quarter}>{t("disk.quarter")}</p>
          <SubjectActions
            subject={disk}
            isTrouble={verdict === "warning" || verdict === "failing" || verdict === "failed"}
            onForgotten={() => navigate(addressOfHost(hostId), { replace: true })}
          />
        </Band>
        <Band heading={t("disk.findIt")}>
          <FindIt disk={disk} host={host} />
        </Band>
      </BandRow>
      <HistoryBand disk={disk} forecast={wornOut} />
      <SelfTestsBand detail={detail} />
      <AttributesBand detail={detail} />
    </Page>
  );
}

function Crumbs({ detail, host }: DiskProps) {
  const { t } = useTranslation("storage");
  const words = useStorageWords();
  const { disk } = detail;
  const array = disk.arrays[0];
  return (
    <nav className={styles.crumbs} aria-label={t("disk.crumbs")}>
      <Link to="/storage">{t("disk.storage")}</Link>
      <Icon name="chevron-right" size={11} />
      <Link to={addressOfHost(disk.hostId)}>{host?.name ?? t("disk.host")}</Link>
      {array !== undefined && (
        <>
          <Icon name="chevron-right" size={11} />
          <Link to={addressOfHost(disk.hostId, array.id)}>{printable(array.name)}</Link>
        </>
      )}
      <Icon name="chevron-right" size={11} />
      <span aria-current="page">{printable(words.disk(disk))}</span>
    </nav>
  );
}
