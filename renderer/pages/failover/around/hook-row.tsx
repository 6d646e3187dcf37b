import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { HookRun, HookView } from "../../../../shared/model/failover-hooks.ts";
import { Button } from "../../../components/button.tsx";
import { DangerDialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon, type IconName } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useAct } from "../../../host/use-act.ts";
import { useGap } from "../../../words/use-gap.ts";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "./around.module.css";
import { hookProblemWords } from "./hook-problem-words.ts";
import { HookRuns } from "./hook-runs.tsx";

const ICONS: Readonly<Record<HookView["action"]["kind"], IconName>> = {
  ...{ webhook: "link", command: "computer", remount: "folder" },
};

type HookRowProps = { readonly hook: HookView; readonly onEdit: () => void };

/** One hook: when it does what, how it went, and what to do about it. */
export function HookRow({ hook, onEdit }: HookRowProps) {
  const { t } = useTranslation("around");
  const format = useFormat();
  const { id, action, isEnabled, when, moves, addressHost, isSigned, runs } = hook;
  const name = printable(hook.name);
  const [tried, setTried] = useState<HookRun>();
  const [isAsking, setIsAsking] = useState(false);
  const tryOut = useAct("hooks.try");
  const remove = useAct("hooks.remove");
  const tryIt = async () => {
    setTried(undefined);
    setTried(await tryOut.run({ hookId: id }));
  };
  const target = action.kind === "webhook" ? addressHost : [action.program, ...action.arguments].join(" ");
  return (
    <li className={styles.row}>
      <Icon name={ICONS[action.kind]} size={18} />
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          {!isEnabled && <span>{t("hooks.off")}</span>}
        </p>
        <p className={styles.target}>
          {t(isSigned ? "hooks.signed" : "hooks.target", {
            kind: t(`hooks.kind.${action.kind}`),
            target: printable(target),
          })}
        </p>
        <p>{t(`hooks.when.${when}`, { moves: format.list(moves.map((move) => t(`hooks.move.${move}`))) })}</p>
        <Standing hook={hook} />
        {tried !== undefined && <Tried run={tried} />}
        {tryOut.error !== undefined && <ErrorNote error={tryOut.error} />}
        {runs.length > 0 && <HookRuns runs={runs} name={name} />}
      </div>
      <div className={styles.buttons}>
        <Button size="small" isBusy={tryOut.isRunning} onClick={() => void tryIt()}>
          {t("hooks.tryIt")}
        </Button>
        <Button size="small" onClick={onEdit}>
          {t("hooks.edit")}
        </Button>
        <Button size="small" kind="quiet" onClick={() => setIsAsking(true)}>
          {t("hooks.remove")}
        </Button>
      </div>
      <DangerDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("hooks.removeTitle", { name })}
        deed={t("hooks.removeDeed")}
        isBusy={remove.isRunning}
        error={remove.error}
        onConfirm={() => void remove.run({ hookId: id })}
      >
        {t("hooks.removeText")}
      </DangerDialog>
    </li>
  );
}

/** How the newest run went. */
function Standing({ hook: { lastRun } }: { readonly hook: HookView }) {
  const { t } = useTranslation("around");
  const format = useFormat();
  const language = useLanguage();
  const gap = useGap();
  if (lastRun === null) return <p className={styles.standing}>{t("hooks.never")}</p>;
  const { problem, answer, atMs, tookMs } = lastRun;
  const when = format.momentInText(atMs);
  const said =
    problem === null
      ? t("hooks.worked", { when, took: format.runTime(tookMs) })
      : t("hooks.failed", { when, message: hookProblemWords(problem, t, language) });
  const sentences = [said, ...(answer === "" ? [] : [t("hooks.answer", { answer: printable(answer) })])];
  return (
    <p className={styles.standing} data-failing={problem !== null}>
      {problem !== null && <VerdictShape verdict="failing" size={13} />}
      <span>{sentences.join(gap)}</span>
    </p>
  );
}

/** How a trial went; what was answered stands above. */
function Tried({ run: { problem } }: { readonly run: HookRun }) {
  const { t } = useTranslation("around");
  const language = useLanguage();
  if (problem === null) {
    return (
      <p className={styles.result} role="status">
        <Icon name="tick" size={14} />
        <span>{t("hooks.triedWell")}</span>
      </p>
    );
  }
  return (
    <div className={styles.result} role="alert">
      <VerdictShape verdict="failed" size={14} />
      <div>
        <p>{t("hooks.triedBadly", { message: hookProblemWords(problem, t, language) })}</p>
        <p className={styles.hint}>{t("hooks.triedHint")}</p>
      </div>
    </div>
  );
}
