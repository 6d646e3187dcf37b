import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { RepositoryId } from "../../../shared/ids.ts";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { useHeld } from "../../components/use-held.ts";
import { Waiting } from "../../components/waiting.tsx";
import { useCall } from "../../host/use-call.ts";
import { RestoreLead } from "./frame/restore-lead.tsx";
import { RepositoryContent } from "./repository-content.tsx";
import styles from "./restore-page.module.css";
import { usePlace } from "./use-place.ts";
import { useWords } from "./use-words.ts";

/** Every state of every file that was backed up, and the way back. */
export function RestorePage() {
  const { t } = useWords();
  const { t: unavailable } = useTranslation("unavailable");
  const navigate = useNavigate();
  const { place, go } = usePlace();
  const answer = useCall("repositories.list", {});
  const repositories = answer.kind === "ready" ? answer.value.repositories : [];
  const wanted = repositories.find(({ id }) => id === place.repository);
  const isThere = (one: RepositoryId) => repositories.some(({ id }) => id === one);
  const shownId = useHeld(wanted?.id, repositories[0]?.id, isThere);
  const repository = repositories.find(({ id }) => id === shownId);
  if (repository !== undefined) {
    return <RepositoryContent key={repository.id} {...{ repositories, repository, place, go }} />;
  }
  return (
    <div className={styles.page}>
      <RestoreLead
        icon="restore"
        first={
          answer.kind === "ready"
            ? t("none.repositoryTitle")
            : answer.kind === "failed"
              ? unavailable("restore")
              : t("title")
        }
        mode="time"
        onMode={(mode) => go({ mode })}
      />
      <div className={styles.rest}>
        {answer.kind === "loading" && <Waiting />}
        {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
        {answer.kind === "ready" && (
          <Empty
            icon="restore"
            title={t("none.repositoryEmpty")}
            action={
              <Button kind="primary" onClick={() => navigate("/set-up")}>
                {t("none.repositoryButton")}
              </Button>
            }
          >
            {t("none.repositoryText")}
          </Empty>
        )}
      </div>
    </div>
  );
}
