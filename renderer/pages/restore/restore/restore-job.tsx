import { useEffect } from "react";
import { useNavigate } from "react-router";
import type { JobView } from "../../../../shared/model/job.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { shareDone } from "../../../components/job-phases.ts";
import { JobProgress } from "../../../components/job-progress.tsx";
import { VerdictShape } from "../../../components/verdict.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { queryClient } from "../../../host/query-client.ts";
import { useAct } from "../../../host/use-act.ts";
import { useCall } from "../../../host/use-call.ts";
import { useProgress } from "../../../host/use-progress.ts";
import { useWords } from "../use-words.ts";
import styles from "./restore-job.module.css";
import { RestoreResult, resultSentence } from "./restore-result.tsx";

type RestoreJobProps = {
  readonly jobId: JobView["id"];
  readonly repositoryName: string;
  /** Where to; null for where it was, undefined when this page did not start it. */
  readonly folder: string | null | undefined;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onHide: () => void;
  /** Seen to its end. */
  readonly onClose: () => void;
  readonly onRestarted: (jobId: JobView["id"]) => void;
};

/** A restore on its way and at its end. Hidden it goes on, and its line stays until its end was seen. */
export function RestoreJob({
  jobId,
  repositoryName,
  folder,
  isOpen,
  onOpen,
  onHide,
  onClose,
  onRestarted,
}: RestoreJobProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const answer = useCall("jobs.get", { jobId });
  const restart = useAct("jobs.restart");
  const job = answer.kind === "ready" ? answer.value : undefined;
  const isOver = job !== undefined && job.state !== "running" && job.state !== "queued";
  useEffect(() => {
    // what is on this computer today is another than before
    if (isOver) void queryClient.invalidateQueries({ queryKey: ["restore.folder"] });
    if (isOver) void queryClient.invalidateQueries({ queryKey: ["restore.measure"] });
  }, [isOver]);

  const hide = isOver ? onClose : onHide;
  return (
    <>
      {!isOpen && job !== undefined && (
        <JobLine job={job} isOver={isOver} onOpen={onOpen} onClose={onClose} />
      )}
      <Dialog
        isOpen={isOpen}
        onClose={hide}
        title={t("run.progressLabel")}
        size={560}
        cancelWord={t(isOver || answer.kind === "failed" ? "result.close" : "run.hide")}
        actions={
          isOver && (
            <>
              {(job.state === "failed" || job.state === "interrupted" || job.state === "cancelled") && (
                <Button
                  isBusy={restart.isRunning}
                  onClick={async () => {
                    const again = await restart.run({ jobId });
                    if (again !== undefined) onRestarted(again.jobId);
                  }}
                >
                  {t("result.again")}
                </Button>
              )}
              <Button onClick={() => navigate(`/activity/${jobId}`)}>{t("result.activity")}</Button>
            </>
          )
        }
      >
        {answer.kind === "loading" && <Waiting rows={2} />}
        {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
        {job !== undefined && !isOver && (
          <JobProgress job={job} name={t("run.from", { repository: repositoryName })} />
        )}
        {job !== undefined && isOver && <RestoreResult job={job} folder={folder} />}
        {restart.error !== undefined && <ErrorNote error={restart.error} />}
      </Dialog>
    </>
  );
}

type JobLineProps = {
  readonly job: JobView;
  readonly isOver: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
};

/** The same in one line, at the foot of the page. */
function JobLine({ job, isOver, onOpen, onClose }: JobLineProps) {
  const { t } = useWords();
  const live = useProgress(job);
  const share = live === undefined ? undefined : shareDone(live.progress);
  const { verdict, first } = resultSentence(job, t);
  return (
    <div className={styles.line} role="status">
      <VerdictShape verdict={isOver ? verdict : "working"} size={16} />
      <strong>{isOver ? first : t("run.progressLabel")}</strong>
      {!isOver && (
        <span className={styles.track} aria-hidden="true">
          <i style={{ transform: `scaleX(${share ?? 0})` }} />
        </span>
      )}
      <Button size="small" onClick={onOpen}>
        {t("run.showDetails")}
      </Button>
      {isOver && <Button size="small" kind="quiet" icon="x" label={t("result.close")} onClick={onClose} />}
    </div>
  );
}
