import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { HookRun } from "../../../../shared/model/failover-hooks.ts";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "./around.module.css";
import { hookProblemWords } from "./hook-problem-words.ts";

type HookRunsProps = {
  /** The newest first. */
  readonly runs: readonly HookRun[];
  readonly name: string;
};

/** The last runs of a hook with what came of them, for whoever wants to know. */
export function HookRuns({ runs, name }: HookRunsProps) {
  const { t } = useTranslation("around");
  const format = useFormat();
  const language = useLanguage();
  return (
    <details className={styles.runs}>
      <summary>{t("hooks.runs", { count: runs.length })}</summary>
      <Sideways label={name} least={520}>
        <table aria-label={name}>
          <thead>
            <tr>
              {(["when", "move", "took", "end", "answer"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`hooks.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map(({ atMs, move, tookMs, problem, answer }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have begun in the same moment
              <tr key={`${n}${atMs}`}>
                <td>{format.moment(atMs)}</td>
                <td>{t(`hooks.move.${move}`)}</td>
                <td>{format.runTime(tookMs)}</td>
                <td>{problem === null ? t("hooks.end") : hookProblemWords(problem, t, language)}</td>
                <td>{printable(answer)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </details>
  );
}
