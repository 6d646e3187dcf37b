import { NativeSelect, Radio } from "@mantine/core";
import { useState } from "react";
import type { Input } from "../../../../shared/api/methods.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { JobView } from "../../../../shared/model/job.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { MiddleText } from "../../../components/middle-text.tsx";
import { useFolderChooser } from "../../../components/path-field.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useAppState } from "../../../host/use-app-state.ts";
import { useCall } from "../../../host/use-call.ts";
import { useGap } from "../../../words/use-gap.ts";
import { CheckField } from "../frame/check-field.tsx";
import { commonFolder } from "../model/selection.ts";
import { pathText } from "../model/tree-path.ts";
import { useWords } from "../use-words.ts";
import styles from "./restore-dialog.module.css";
import type { RestoreRequest } from "./restore-request.ts";

type Conflict = Input<"restore.start">["conflict"];
const POLICIES: readonly Conflict[] = ["keep-both", "newer", "overwrite", "skip"];

type RestoreDialogProps = {
  readonly request: RestoreRequest;
  readonly onClose: () => void;
  /** @param folder null for where it was */
  readonly onStarted: (jobId: JobView["id"], folder: string | null) => void;
};

/** Asks where to, and what happens to what is there; says what will come of it. */
export function RestoreDialog({ request, onClose, onStarted }: RestoreDialogProps) {
  const { repositoryId, snapshotId, timeMs, hostname, paths } = request;
  const { t, dateAndTime } = useWords();
  const gap = useGap();
  const app = useAppState();
  const isOfOther = app.kind === "ready" && hostname !== "" && hostname !== app.value.hostname;
  const [isToFolder, setIsToFolder] = useState(isOfOther);
  const [folder, setFolder] = useState<string>();
  const [conflict, setConflict] = useState<Conflict>("keep-both");
  const [isVerified, setIsVerified] = useState(true);
  const chooser = useFolderChooser();
  const start = useAct("restore.start");
  const measure = useCall("restore.measure", { repositoryId, snapshotId, paths: [...paths].sort() });
  const measured = measure.kind === "ready" ? measure.value : undefined;
  const moment = dateAndTime(timeMs);
  const files = measured?.files ?? 0;

  const chooseFolder = () => {
    setIsToFolder(true);
    chooser.choose(setFolder);
  };
  const run = async () => {
    const answer = await start.run({
      repositoryId,
      snapshotId,
      paths: [...paths],
      target: isToFolder && folder !== undefined ? { kind: "folder", folder } : { kind: "original-place" },
      conflict,
      verify: isVerified,
    });
    if (answer !== undefined) onStarted(answer.jobId, isToFolder ? (folder ?? null) : null);
  };
  const missing = isToFolder ? null : (measured?.goneToday ?? null);
  const title =
    files > 0
      ? t("ask.title", { count: files, n: formatGrouped(files), moment })
      : t("ask.titleChosen", { moment });
  const deed =
    conflict === "overwrite"
      ? t("ask.startReplace")
      : files > 0
        ? t("ask.start", { count: files, n: formatGrouped(files) })
        : t("ask.startPlain");
  return (
    <>
      <Dialog
        isOpen
        onClose={onClose}
        title={title}
        size={480}
        actions={
          <Button
            kind="primary"
            isBusy={start.isRunning}
            onClick={() => void run()}
            {...(isToFolder && folder === undefined ? { offBecause: t("ask.chooseFolder") } : {})}
          >
            {deed}
          </Button>
        }
      >
        <Radio.Group
          value={isToFolder ? "folder" : "original"}
          onChange={(value) => {
            setIsToFolder(value === "folder");
            if (value === "folder" && folder === undefined) chooseFolder();
          }}
          aria-label={t("ask.where")}
          className={styles.where ?? ""}
        >
          <Radio
            value="original"
            label={
              <span className={styles.place}>
                {t("ask.original")}
                <small>
                  <MiddleText
                    text={t("ask.originalPlace", { folder: pathText(commonFolder(new Set(paths))) })}
                  />
                </small>
              </span>
            }
          />
          <Radio value="folder" label={t("ask.folder")} />
        </Radio.Group>
        {isToFolder && (
          <div className={styles.folder}>
            {folder !== undefined && <MiddleText text={folder} />}
            <Button size="small" icon="folder" onClick={chooseFolder}>
              {t(folder === undefined ? "ask.chooseFolder" : "ask.change")}
            </Button>
          </div>
        )}
        {isOfOther && <p className={styles.hint}>{t("ask.otherHost", { hostname })}</p>}
        <hr className={styles.rule} />
        <NativeSelect
          label={t("ask.conflict")}
          value={conflict}
          onChange={(event) => setConflict(event.currentTarget.value as Conflict)}
          data={POLICIES.map((policy) => ({ value: policy, label: t(`ask.policy.${policy}`) }))}
        />
        <p className={styles.means} role="status">
          {missing !== null &&
            (missing === 0
              ? t("ask.nothingMissing")
              : t("ask.missing", { count: missing, n: formatGrouped(missing) })) + gap}
          {t(`ask.means.${conflict}`)}
        </p>
        <div className={styles.verify}>
          <CheckField
            label={t("ask.verify")}
            hint={t("ask.verifyHint")}
            isOn={isVerified}
            onChange={setIsVerified}
          />
        </div>
        {start.error !== undefined && <ErrorNote error={start.error} />}
      </Dialog>
      {chooser.dialog({ ...(folder === undefined ? {} : { startPath: folder }), isForWriting: true })}
    </>
  );
}
