import { useTranslation } from "react-i18next";
import type { SourceTrial, SourceTrialPart } from "../../../shared/model/source-trial.ts";
import { describeError } from "../../../shared/words/describe-error.ts";
import { useLanguage } from "../../words/use-language.ts";
import { ErrorNote } from "../error-note.tsx";
import { MiddleText } from "../middle-text.tsx";
import { useFormat } from "../use-format.ts";
import { type VerdictName, VerdictShape } from "../verdict.tsx";
import styles from "./source-trial.module.css";

const VERDICTS: Readonly<Record<SourceTrialPart["end"], VerdictName>> = {
  ...{ good: "ok", begun: "ok", untried: "unknown", bad: "failed" },
};

/** Whether all of it could be read, as far as it was tried. What was not tried at all is not known to work. */
export function isTrialGood({ error, parts }: SourceTrial): boolean {
  const isTried = parts.some(({ end }) => end !== "untried");
  return error === null && isTried && parts.every(({ end }) => end !== "bad");
}

/** What came of trying a source. */
export function SourceTrialResult({ trial }: { readonly trial: SourceTrial }) {
  const { t } = useTranslation("source");
  const format = useFormat();
  if (trial.error !== null) return <ErrorNote error={trial.error} />;
  const bad = trial.parts.filter(({ end }) => end === "bad").length;
  return (
    <section className={styles.trial} aria-label={t("trial.label")}>
      <p className={styles.sentence} role="status">
        <VerdictShape verdict={isTrialGood(trial) ? "ok" : bad > 0 ? "failed" : "unknown"} size={18} />
        <span>
          {trial.parts.length === 0
            ? t("trial.nothing")
            : bad === 0
              ? t(isTrialGood(trial) ? "trial.good" : "trial.untriedAll")
              : t("trial.bad", { count: bad, total: format.count(trial.parts.length) })}
        </span>
      </p>
      {trial.server !== null && (
        <p className={styles.versions}>
          {t("trial.versions", { server: trial.server, client: trial.client ?? "" })}
        </p>
      )}
      <ul className={styles.parts}>
        {trial.parts.map((part) => (
          <TrialPart key={`${part.kind} ${part.name}`} part={part} savesUsers={trial.savesUsers} />
        ))}
      </ul>
    </section>
  );
}

function TrialPart({
  part,
  savesUsers,
}: {
  readonly part: SourceTrialPart;
  readonly savesUsers: boolean | null;
}) {
  const { t } = useTranslation("source");
  const language = useLanguage();
  const format = useFormat();
  const { kind, name, end, bytes, entries, looseTables, error } = part;
  const words = (): string => {
    if (error !== null) return describeError(error, language, "page").message;
    if (end === "untried") return t("trial.untried");
    if (kind === "path")
      return entries === null ? t("trial.readable") : t("trial.entries", { count: entries });
    if (kind === "users") return t(savesUsers === true ? "trial.users" : "trial.usersWithoutPasswords");
    const size = format.bytes(bytes ?? 0);
    return end === "begun" ? t("trial.begun", { size }) : t("trial.whole", { size });
  };
  return (
    <li>
      <VerdictShape verdict={VERDICTS[end]} size={14} />
      <MiddleText text={kind === "users" ? t("trial.usersName") : name} />
      <span>
        {words()}
        {looseTables !== null && looseTables > 0 && ` ${t("trial.loose", { count: looseTables })}`}
      </span>
    </li>
  );
}
