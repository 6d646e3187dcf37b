import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { byGravity, failoverStanding } from "../../../shared/failover-standing.ts";
import { printable } from "../../../shared/format/printable.ts";
import type { RepositoryId } from "../../../shared/ids.ts";
import { ErrorNote } from "../../components/error-note.tsx";
import { Page } from "../../components/page.tsx";
import { Sentence } from "../../components/sentence.tsx";
import { useFormat } from "../../components/use-format.ts";
import { useHeld } from "../../components/use-held.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import { FailoverContent } from "./failover-content.tsx";
import styles from "./failover-page.module.css";
import { NothingYet } from "./nothing-yet.tsx";

/** Events tell what changes, but not of each heartbeat. */
const LOOK_EVERY_MS = 5_000;

/** The replicas of one repository: who is active, what is copied, what happened and what would. */
export function FailoverPage() {
  const { t } = useTranslation("failover");
  const { "*": wantedId } = useParams();
  const navigate = useNavigate();
  const [asked, setAsked] = useSearchParams();
  const format = useFormat();
  const answer = useCall("failover.list", {}, { everyMs: LOOK_EVERY_MS });
  const repositories = useCall("repositories.list", {});
  const views = byGravity(answer.kind === "ready" ? answer.value.repositories : [], (view) =>
    failoverStanding(view, format.nowMs),
  );
  const isThere = (one: RepositoryId) => views.some(({ repositoryId }) => repositoryId === one);
  const wanted = views.find(({ repositoryId }) => repositoryId === wantedId);
  const shownId = useHeld(wanted?.repositoryId, views[0]?.repositoryId, isThere);
  if (answer.kind === "loading" || repositories.kind === "loading") {
    return (
      <Page sentence={<Sentence verdict="info" first={`${t("reading")}…`} />}>
        <Waiting rows={6} />
      </Page>
    );
  }
  const failed =
    answer.kind === "failed" ? answer : repositories.kind === "failed" ? repositories : undefined;
  if (failed !== undefined) {
    return (
      <Page sentence={<Sentence verdict="unknown" first={t("unreadable")} />}>
        <ErrorNote error={failed.error} onRetry={failed.retry} />
      </Page>
    );
  }
  if (answer.kind !== "ready" || repositories.kind !== "ready") return null;
  const view = views.find(({ repositoryId }) => repositoryId === shownId);
  const known = repositories.value.repositories;
  // whoever has just set the first place up, and wants a second one
  const addTo = asked.has("add") ? known.find(({ id }) => id === wantedId) : undefined;
  if (view === undefined || addTo !== undefined)
    return (
      <NothingYet
        repositories={addTo === undefined ? known : [addTo]}
        isAdding={addTo !== undefined}
        onAsked={() => setAsked({}, { replace: true })}
      />
    );
  return (
    <FailoverContent
      key={view.repositoryId}
      view={view}
      repositories={known}
      isOld={answer.refreshError !== undefined}
      choice={
        views.length > 1 && (
          <NativeSelect
            className={styles.choice ?? ""}
            label={t("choose")}
            value={view.repositoryId}
            data={answer.value.repositories.map(({ repositoryId, name }) => ({
              value: repositoryId,
              label: printable(name),
            }))}
            onChange={({ currentTarget }) => navigate(`/failover/${currentTarget.value}`)}
          />
        )
      }
    />
  );
}
