import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { Survival } from "../../../../shared/model/survival.ts";
import { describeLoss } from "../../../../shared/words/survival.ts";
import { Band } from "../../../components/band.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import { useLanguage } from "../../../words/use-language.ts";
import { SurvivalCell } from "../../overview/survival/survival-cell.tsx";
import { useCellKeys } from "../../overview/survival/use-cell-keys.ts";
import { type LossLine, lossesOf } from "../model/losses-of.ts";
import styles from "./lose.module.css";

/** What would be left, loss by loss. */
export function LoseBand({ replicaIds }: { readonly replicaIds: readonly ReplicaId[] }) {
  const { t } = useTranslation("failover");
  const survival = useCall("survival.get", {});
  return (
    <Band heading={t("lose.heading")} caption={t("lose.caption")}>
      {survival.kind === "loading" && <Waiting rows={4} rowHeight={40} />}
      {survival.kind === "failed" && <ErrorNote error={survival.error} onRetry={survival.retry} />}
      {survival.kind === "ready" && <Losses survival={survival.value} replicaIds={replicaIds} />}
    </Band>
  );
}

type LossesProps = { readonly survival: Survival; readonly replicaIds: readonly ReplicaId[] };

function Losses({ survival, replicaIds }: LossesProps) {
  const { t } = useTranslation("failover");
  const language = useLanguage();
  const lines = lossesOf(survival, replicaIds);
  const focusOf = useCellKeys(1);
  if (lines.length === 0) return <p>{t("lose.empty")}</p>;
  return (
    <Sideways label={t("lose.heading")} least={240}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("lose.what")}</th>
            <th scope="col">{t("lose.copies")}</th>
            <th scope="col" className={styles.number}>
              {t("lose.work")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, n) => {
            const { loss, row, cell } = line;
            return (
              <tr key={loss.id}>
                <th scope="row">{describeLoss(loss, language)}</th>
                <td data-cell="">
                  <SurvivalCell {...{ row, cell, loss, survival }} {...focusOf(n, 0)} />
                </td>
                <td className={styles.number} data-bad={cell.left === 0 && cell.unknown === 0}>
                  <Work line={line} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Sideways>
  );
}

function Work({ line: { row, cell } }: { readonly line: LossLine }) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const { newestLeftMs, unknown } = cell;
  return (
    <>
      {newestLeftMs !== null
        ? format.span(Math.max(0, format.nowMs - newestLeftMs), "short")
        : t(unknown > 0 ? "lose.notKnown" : "lose.everything")}
      <span className={styles.sub}>{t("lose.worst", { source: printable(row.name) })}</span>
    </>
  );
}
