import { Menu } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { WireError } from "../../../shared/errors.ts";
import { type JobId, shortId } from "../../../shared/ids.ts";
import type { Replica, RepositoryView } from "../../../shared/model/repository.ts";
import { Button } from "../../components/button.tsx";
import { DangerDialog } from "../../components/dialog.tsx";
import { ErrorNote } from "../../components/error-note.tsx";
import { Icon } from "../../components/icon.tsx";
import { AfterRepair } from "../../components/repair/after-repair.tsx";
import { CheckEverything } from "../../components/repair/check-everything.tsx";
import { DamageVerdict } from "../../components/repair/damage-verdict.tsx";
import { RepairButton } from "../../components/repair/repair-button.tsx";
import { AddReplicaDialog } from "../../components/replicas/add-replica-dialog.tsx";
import { useFormat } from "../../components/use-format.ts";
import { Verdict, VerdictShape } from "../../components/verdict.tsx";
import { useDescribe } from "../../host/describe.ts";
import { useAct } from "../../host/use-act.ts";
import { useGap } from "../../words/use-gap.ts";
import { ChangePlaceDialog } from "./change-place-dialog.tsx";
import { CheckDialog } from "./check-dialog.tsx";
import { DetachDialog } from "./detach-dialog.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import styles from "./repository-row.module.css";
import { SparedNote } from "./spared-note.tsx";

type RepositoryRowProps = {
  readonly repository: RepositoryView;
  /** Of the plans that back up to it; undefined while that is not known. */
  readonly planNames: readonly string[] | undefined;
};

type Asked = "rename" | "password" | "place" | "second" | "check" | "prune" | "detach";

/** One repository: where it is, whether it answers, how much room it has, and what can be done with it. */
export function RepositoryRow({ repository, planNames }: RepositoryRowProps) {
  const { t } = useTranslation(["settings", "remotePlace", "replicas", "recoveryKit"]);
  const navigate = useNavigate();
  const format = useFormat();
  const [asked, setAsked] = useState<Asked>();
  const [started, setStarted] = useState<{ text: string; jobId?: JobId }>();
  const refresh = useAct("repositories.refresh");
  const { id, name, replicas, damageFoundMs, repair } = repository;
  const remoteReplica = replicas.find(({ role, kind }) => role === "active" && kind !== "folder");
  const close = () => setAsked(undefined);
  const usedBy =
    planNames === undefined
      ? ""
      : planNames.length === 0
        ? t("repositories.notUsed")
        : t("repositories.usedBy", { plans: format.list(planNames) });
  return (
    <li className={styles.repository}>
      <div className={styles.head}>
        <Icon name="nas" size={18} />
        <div className={styles.words}>
          <h3>{name}</h3>
          <p>
            {usedBy}
            {usedBy !== "" && " · "}
            <span className="serial">{t("repositories.idLabel", { id: shortId(id) })}</span>
          </p>
        </div>
        <div className={styles.buttons}>
          <Button
            size="small"
            isBusy={refresh.isRunning}
            onClick={() => void refresh.run({ repositoryId: id })}
          >
            {t("repositories.look")}
          </Button>
          <Button size="small" onClick={() => setAsked("check")}>
            {t("repositories.check")}
          </Button>
          {damageFoundMs !== null && repair === null && (
            <RepairButton repositoryId={id} name={name} size="small" />
          )}
          <Menu
            position="bottom-end"
            shadow="md"
            withinPortal={false}
            withInitialFocusPlaceholder={false}
            transitionProps={{ duration: 120 }}
          >
            <Menu.Target>
              <Button size="small" icon="more" label={t("repositories.more", { name })} />
            </Menu.Target>
            <Menu.Dropdown aria-label={t("repositories.more", { name })}>
              <Menu.Item onClick={() => setAsked("rename")}>{t("repositories.rename")}</Menu.Item>
              <Menu.Item onClick={() => setAsked("password")}>{t("repositories.password")}</Menu.Item>
              {remoteReplica !== undefined && (
                <Menu.Item onClick={() => setAsked("place")}>{t("remotePlace:edit")}</Menu.Item>
              )}
              {replicas.length > 1 ? (
                <Menu.Item onClick={() => navigate(`/failover/${id}`)}>
                  {t("replicas:settings.several")}
                </Menu.Item>
              ) : (
                <Menu.Item onClick={() => setAsked("second")}>{t("replicas:settings.addSecond")}</Menu.Item>
              )}
              <Menu.Item onClick={() => navigate(`/recovery-kit/${id}`)}>{t("recoveryKit:menu")}</Menu.Item>
              <Menu.Item onClick={() => setAsked("prune")}>{t("repositories.prune")}</Menu.Item>
              <Menu.Item onClick={() => setAsked("detach")}>{t("repositories.detach")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {damageFoundMs !== null && (
        <div className={styles.damage}>
          <DamageVerdict repository={repository} />
          {repair !== null && (
            <div className={styles.buttons}>
              {repair.isLacking ? (
                <AfterRepair repositoryId={id} isBackupFirst hasPrimary={false} size="small" />
              ) : (
                <CheckEverything repositoryId={id} size="small" />
              )}
            </div>
          )}
        </div>
      )}
      <SparedNote repositoryId={id} />
      {replicas.map((replica) => (
        <div key={replica.id}>
          <ReplicaLine replica={replica} isOnly={replicas.length === 1} />
          {replica.error !== null && <WhyAway error={replica.error} />}
        </div>
      ))}
      {refresh.error !== undefined && <ErrorNote error={refresh.error} />}
      {started !== undefined && <Started {...started} />}
      {asked === "rename" && <RenameDialog repository={repository} onClose={close} />}
      {asked === "password" && (
        <PasswordDialog
          repository={repository}
          onClose={close}
          onKept={() => setStarted({ text: t("password.kept", { name }) })}
        />
      )}
      {asked === "place" && remoteReplica !== undefined && (
        <ChangePlaceDialog
          repository={repository}
          replica={remoteReplica}
          onClose={close}
          onSaved={() => setStarted({ text: t("remotePlace:saved", { name }) })}
        />
      )}
      {asked === "second" && (
        <AddReplicaDialog
          repository={repository}
          onClose={close}
          onAdded={(place) => setStarted({ text: t("replicas:add.begun", { name: place }) })}
        />
      )}
      {asked === "check" && (
        <CheckDialog
          repository={repository}
          onClose={close}
          onStarted={(jobId) => setStarted({ text: t("check.started", { name }), jobId })}
        />
      )}
      {asked === "prune" && (
        <PruneDialog
          repository={repository}
          onClose={close}
          onStarted={(jobId) => setStarted({ text: t("prune.started", { name }), jobId })}
        />
      )}
      {asked === "detach" && <DetachDialog repository={repository} onClose={close} />}
    </li>
  );
}

function Started({ text, jobId }: { readonly text: string; readonly jobId?: JobId }) {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  return (
    <p className={styles.started} role="status">
      <Icon name="tick" size={14} />
      {text}
      {jobId !== undefined && (
        <Button size="small" kind="quiet" onClick={() => navigate(`/activity/${jobId}`)}>
          {t("check.open")}
        </Button>
      )}
    </p>
  );
}

const VERDICTS = { unreachable: "failing", unknown: "unknown" } as const;

function ReplicaLine({ replica, isOnly }: { readonly replica: Replica; readonly isOnly: boolean }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { reach, checkedMs, freeBytes, totalBytes } = replica;
  const looked = checkedMs === null ? "" : t("repositories.looked", { when: format.relative(checkedMs) });
  return (
    <div className={styles.replica}>
      <span className={styles.location}>
        {!isOnly && (
          <VerdictShape verdict={replica.role} size={14} label={t(`repositories.${replica.role}`)} />
        )}
        <code>{replica.location}</code>
      </span>
      <span>
        {reach === "reachable" ? (
          <span className={styles.answers}>
            <Icon name="tick" size={14} />
            {t("repositories.reach.reachable")}
          </span>
        ) : (
          <Verdict verdict={VERDICTS[reach]} word={t(`repositories.reach.${reach}`)} />
        )}
        <small className={styles.looked}>{looked}</small>
      </span>
      <Room freeBytes={freeBytes} totalBytes={totalBytes} />
    </div>
  );
}

/** Why a place was out of reach at the last look, and what helps. */
function WhyAway({ error }: { readonly error: WireError }) {
  const describe = useDescribe();
  const gap = useGap();
  const { message, hint } = describe(error);
  return (
    <p className={styles.away}>
      <strong>{message}</strong>
      {gap}
      {hint}
    </p>
  );
}

type RoomProps = { readonly freeBytes: number | null; readonly totalBytes: number | null };

function Room({ freeBytes, totalBytes }: RoomProps) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  if (freeBytes === null || totalBytes === null || totalBytes === 0) {
    return <span className={styles.room}>{t("repositories.freeUnknown")}</span>;
  }
  const used = 1 - freeBytes / totalBytes;
  const words = t("repositories.free", { free: format.bytes(freeBytes), total: format.bytes(totalBytes) });
  return (
    <span className={styles.room}>
      <span className={styles.bar} aria-hidden="true">
        <i style={{ transform: `scaleX(${used})` }} />
      </span>
      {words}
    </span>
  );
}

type PruneDialogProps = {
  readonly repository: RepositoryView;
  readonly onClose: () => void;
  readonly onStarted: (jobId: JobId) => void;
};

function PruneDialog({ repository: { id, name }, onClose, onStarted }: PruneDialogProps) {
  const { t } = useTranslation("settings");
  const prune = useAct("repositories.prune");
  const start = async () => {
    const job = await prune.run({ repositoryId: id });
    if (job === undefined) return;
    onStarted(job.jobId);
    onClose();
  };
  return (
    <DangerDialog
      isOpen
      onClose={onClose}
      title={t("prune.title", { name })}
      deed={t("prune.deed")}
      onConfirm={() => void start()}
      isBusy={prune.isRunning}
      error={prune.error}
    >
      {t("prune.text", { name })}
    </DangerDialog>
  );
}
