import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MAX_PLAN_HOOKS, type PlanHook } from "../../../../shared/model/plan-hooks.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import styles from "./hooks-field.module.css";
import { HooksFieldRow } from "./hooks-field-row.tsx";
import { PlanHookDialog } from "./plan-hook-dialog.tsx";
import type { SavedPlan } from "./saved-plan.ts";

type HooksFieldProps = {
  readonly hooks: readonly PlanHook[];
  readonly onChange: (hooks: PlanHook[]) => void;
  /** Undefined for a new one. */
  readonly saved: SavedPlan | undefined;
  readonly planName: string;
  /** Another computer may start the plan: `offered` when it is this one's, `other` when it is that one's. */
  readonly shared: "offered" | "other" | undefined;
};

/** What is run before and after each backup of a plan, in the order in which it is run. */
export function HooksField({ hooks, onChange, saved, planName, shared }: HooksFieldProps) {
  const { t } = useTranslation("planHooks");
  const [edited, setEdited] = useState<number | "new">();
  const at = typeof edited === "number" ? edited : hooks.length;
  const moveUp = (n: number) => {
    const [before, moved] = [hooks[n - 1], hooks[n]];
    if (before === undefined || moved === undefined) return;
    onChange([...hooks.slice(0, n - 1), moved, before, ...hooks.slice(n + 1)]);
  };
  return (
    <Band heading={t("heading")} caption={t("caption")}>
      {hooks.length === 0 && <p className={styles.none}>{t("none")}</p>}
      {hooks.length > 0 && (
        <ol className={styles.hooks}>
          {hooks.map((hook, n) => (
            <HooksFieldRow
              key={hook.name}
              hook={hook}
              saved={saved}
              onUp={n === 0 ? undefined : () => moveUp(n)}
              onEdit={() => setEdited(n)}
              onRemove={() => onChange(hooks.filter((other) => other !== hook))}
            />
          ))}
        </ol>
      )}
      <Button
        icon="plus"
        offBecause={hooks.length < MAX_PLAN_HOOKS ? undefined : t("full", { count: MAX_PLAN_HOOKS })}
        onClick={() => setEdited("new")}
      >
        {t("add")}
      </Button>
      {hooks.length > 0 && shared !== undefined && (
        <p className={styles.note}>{t(shared === "offered" ? "notElsewhere" : "otherOwner")}</p>
      )}
      {edited !== undefined && (
        <PlanHookDialog
          hook={hooks[at]}
          others={hooks.filter((_, n) => n !== at)}
          planName={planName}
          onClose={() => setEdited(undefined)}
          onDone={(hook) => {
            onChange([...hooks.slice(0, at), hook, ...hooks.slice(at + 1)]);
            setEdited(undefined);
          }}
        />
      )}
    </Band>
  );
}
