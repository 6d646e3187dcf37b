import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { PlanHook, PlanHookTrial } from "../../../../shared/model/plan-hooks.ts";
import { Button } from "../../../components/button.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useAct } from "../../../host/use-act.ts";
import styles from "./hooks-field.module.css";
import { isSaved, type SavedPlan } from "./saved-plan.ts";

type HooksFieldRowProps = {
  readonly hook: PlanHook;
  readonly saved: SavedPlan | undefined;
  /** Undefined for the first one. */
  readonly onUp: (() => void) | undefined;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
};

/** One program of a plan: when it is run, what it is, and how a trial of it went. */
export function HooksFieldRow({ hook, saved, onUp, onEdit, onRemove }: HooksFieldRowProps) {
  const { t } = useTranslation("planHooks");
  const format = useFormat();
  const tryOut = useAct("plans.tryHook");
  const [tried, setTried] = useState<PlanHookTrial>();
  const { when, isEnabled, limitSeconds, onFailure } = hook;
  const name = printable(hook.name);
  const tryIt = async () => {
    setTried(undefined);
    if (isSaved(hook, saved)) setTried(await tryOut.run({ planId: saved.id, name: hook.name }));
  };
  const offBecause = isSaved(hook, saved) ? undefined : t("tryAfterSaving");
  return (
    <li className={styles.hook}>
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          {!isEnabled && <span>{t("off")}</span>}
        </p>
        <p className={styles.program}>{printable([hook.program, ...hook.arguments].join(" "))}</p>
        <p>
          {t("line", {
            when: t(`when.${when}`),
            limit: format.runTime(limitSeconds * 1000),
            failure: t(`onFailure.${when !== "before" && onFailure === "abort" ? "warn" : onFailure}`),
          })}
        </p>
        {tried !== undefined && <Tried trial={tried} />}
        {tryOut.error !== undefined && <ErrorNote error={tryOut.error} />}
      </div>
      <div className={styles.buttons}>
        {onUp !== undefined && (
          <Button kind="quiet" size="small" icon="chevron-up" label={t("up", { name })} onClick={onUp} />
        )}
        <Button
          size="small"
          isBusy={tryOut.isRunning}
          label={t("tryOne", { name })}
          offBecause={offBecause}
          onClick={() => void tryIt()}
        >
          {t("tryIt")}
        </Button>
        <Button size="small" label={t("editOne", { name })} onClick={onEdit}>
          {t("edit")}
        </Button>
        <Button kind="quiet" size="small" label={t("removeOne", { name })} onClick={onRemove}>
          {t("remove")}
        </Button>
      </div>
    </li>
  );
}

/** How a trial went, and what it said. */
function Tried({ trial: { problem, status, tookMs, output } }: { readonly trial: PlanHookTrial }) {
  const { t } = useTranslation("planHooks");
  const format = useFormat();
  const isWell = problem === null;
  return (
    <div className={styles.tried}>
      <p className={styles.result} role={isWell ? "status" : "alert"}>
        {isWell ? <Icon name="tick" size={14} /> : <VerdictShape verdict="failed" size={14} />}
        <span>
          {isWell
            ? t("tried", { took: format.runTime(tookMs) })
            : t("triedBadly", { problem: t(`problem.${problem}`, { status }) })}
        </span>
      </p>
      {output.length > 0 && (
        <section className={styles.output} aria-label={t("said")}>
          <pre>{output.join("\n")}</pre>
        </section>
      )}
    </div>
  );
}
