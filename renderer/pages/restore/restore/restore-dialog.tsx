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
import { DatabaseTarget, isNameTaken } from "./database-target.tsx";
import styles from "./restore-dialog.module.css";
import type { RestoreRequest } from "./restore-request.ts";
import { useDatabaseTarget } from "./use-database-target.ts";

type Conflict = Input<"restore.start">["conflict"];
const POLICIES: readonly Conflict[] = ["keep-both", "newer", "overwrite", "skip"];

const WHERES = ["database", "original", "folder"] as const;
type Where = (typeof WHERES)[number];

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
  const database = useDatabaseTarget(paths, request.sourceId);
  const [chosen, setChosen] = useState<Where>();
  const usual: Where =
    database.dump !== undefined ? "database" : isOfOther || database.isFromElsewhere ? "folder" : "original";
  const where = chosen ?? usual;
  const isToFolder = where === "folder";
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
    setChosen("folder");
    chooser.choose(setFolder);
  };
  const intoDatabase = useAct("restore.database");
  const runIntoDatabase = async () => {
    const { form } = database;
    const [path] = paths;
    if (form === undefined || path === undefined) return;
    const { sourceId, name, typedName } = form;
    const answer = await intoDatabase.run({
      ...{ repositoryId, snapshotId, path, sourceId, name },
      typedName: typedName === "" ? null : typedName,
    });
    if (answer !== undefined) onStarted(answer.jobId, null);
  };
  const run = async () => {
    if (where === "database") return await runIntoDatabase();
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
    where === "database"
      ? t("database.start", { name: database.form?.name ?? "" })
      : conflict === "overwrite"
        ? t("ask.startReplace")
        : files > 0
          ? t("ask.start", { count: files, n: formatGrouped(files) })
          : t("ask.startPlain");
  const offBecause = ((): string | undefined => {
    if (isToFolder) return folder === undefined ? t("ask.chooseFolder") : undefined;
    if (where !== "database" || database.form === undefined) return undefined;
    const { name, typedName } = database.form;
    if (name.trim() === "") return t("database.nameMissing");
    const { there } = database;
    if (there.kind !== "ready") return t("database.notKnown");
    const isTaken = isNameTaken(name, there.value.databases);
    return isTaken && typedName !== name ? t("database.typeIt") : undefined;
  })();
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
            isBusy={start.isRunning || intoDatabase.isRunning}
            onClick={() => void run()}
            {...(offBecause === undefined ? {} : { offBecause })}
          >
            {deed}
          </Button>
        }
      >
        <Radio.Group
          value={where}
          onChange={(value) => {
            setChosen(WHERES.find((one) => one === value));
            if (value === "folder" && folder === undefined) chooseFolder();
          }}
          aria-label={t("ask.where")}
          className={styles.where ?? ""}
        >
          {database.dump !== undefined && <Radio value="database" label={t("database.into")} />}
          {!database.isFromElsewhere && (
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
          )}
          <Radio value="folder" label={t(database.dump === undefined ? "ask.folder" : "database.asFile")} />
        </Radio.Group>
        {isToFolder && (
          <div className={styles.folder}>
            {folder !== undefined && <MiddleText text={folder} />}
            <Button size="small" icon="folder" onClick={chooseFolder}>
              {t(folder === undefined ? "ask.chooseFolder" : "ask.change")}
            </Button>
          </div>
        )}
        {where === "database" && database.dump !== undefined && database.form !== undefined && (
          <DatabaseTarget
            dump={database.dump}
            servers={database.servers}
            form={database.form}
            there={database.there}
            onChange={database.change}
          />
        )}
        {where !== "database" && (
          <>
            {database.isOfMachine ? (
              <p className={styles.hint}>{t("ask.ofMachine", { hostname })}</p>
            ) : (
              isOfOther && <p className={styles.hint}>{t("ask.otherHost", { hostname })}</p>
            )}
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
          </>
        )}
        {intoDatabase.error !== undefined && <ErrorNote error={intoDatabase.error} />}
        {start.error !== undefined && <ErrorNote error={start.error} />}
      </Dialog>
      {chooser.dialog({ ...(folder === undefined ? {} : { startPath: folder }), isForWriting: true })}
    </>
  );
}
