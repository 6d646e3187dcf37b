import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import type { SnapshotSeries } from "../../../shared/model/snapshot.ts";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useHeld } from "../../components/use-held.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import { DamageNote } from "./frame/damage-note.tsx";
import { RestoreLead } from "./frame/restore-lead.tsx";
import { SubjectMenu } from "./frame/subject-menu.tsx";
import { UnreadableNote } from "./frame/unreadable-note.tsx";
import { newestSeries } from "./model/newest-series.ts";
import type { RestorePlace } from "./model/place.ts";
import styles from "./restore-page.module.css";
import { SeriesContent } from "./series-content.tsx";
import type { Go } from "./use-place.ts";
import { useWords } from "./use-words.ts";

type RepositoryContentProps = {
  readonly repositories: readonly RepositoryView[];
  readonly repository: RepositoryView;
  readonly place: RestorePlace;
  readonly go: Go;
};

/** One repository: finds out what is in it. */
export function RepositoryContent({ repositories, repository, place, go }: RepositoryContentProps) {
  const { t } = useWords();
  const { t: unavailable } = useTranslation("unavailable");
  const navigate = useNavigate();
  const answer = useCall("snapshots.series", { repositoryId: repository.id });
  const allSeries = answer.kind === "ready" ? answer.value.series : [];
  const wanted = allSeries.find(({ id }) => id === place.series);
  const isThere = (one: SnapshotSeries["id"]) => allSeries.some(({ id }) => id === one);
  const shownId = useHeld(wanted?.id, newestSeries(allSeries)?.id, isThere);
  const series = allSeries.find(({ id }) => id === shownId);
  const menu = (
    <SubjectMenu
      {...{ repositories, repository, allSeries, series }}
      onSeries={(id) => go({ series: id, mode: place.mode === "compare" ? "compare" : "time" })}
      onRepository={(id) => go({ repository: id })}
    />
  );
  if (series !== undefined) {
    return <SeriesContent key={series.id} {...{ repository, allSeries, series, menu, place, go }} />;
  }
  const unreadable = answer.kind === "ready" ? answer.value.unreadable : 0;
  const title = t(unreadable > 0 ? "none.damagedTitle" : "none.snapshotTitle", { name: repository.name });
  return (
    <div className={styles.page}>
      <RestoreLead
        icon="restore"
        first={
          answer.kind === "ready"
            ? title
            : answer.kind === "failed"
              ? unavailable("repository", { name: repository.name })
              : repository.name
        }
        mode={place.mode ?? "time"}
        onMode={(mode) => go({ mode })}
      />
      {repositories.length > 1 && <div className={styles.menu}>{menu}</div>}
      <div className={styles.rest}>
        {answer.kind === "loading" && <Waiting label={t("reading")} rows={6} rowHeight={32} />}
        {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
        {answer.kind === "ready" && (
          <>
            <DamageNote repository={repository} />
            <UnreadableNote repositoryId={repository.id} unreadable={unreadable} />
            <Empty
              icon="restore"
              title={title}
              action={<Button onClick={() => navigate("/backups")}>{t("none.snapshotButton")}</Button>}
            >
              {t(unreadable > 0 ? "none.damagedText" : "none.snapshotText")}
            </Empty>
          </>
        )}
      </div>
    </div>
  );
}
