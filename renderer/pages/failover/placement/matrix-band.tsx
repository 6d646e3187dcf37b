import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { RepositoryId } from "../../../../shared/ids.ts";
import type { MatrixCell, PlacementMatrix } from "../../../../shared/model/failover-metrics.ts";
import type { Source } from "../../../../shared/model/source.ts";
import { Band } from "../../../components/band.tsx";
import { Button } from "../../../components/button.tsx";
import { CopySquares, type CopyState } from "../../../components/copies.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import styles from "./matrix.module.css";
import { PlacementDialog } from "./placement-dialog.tsx";

type MatrixBandProps = { readonly repositoryId: RepositoryId; readonly sources: readonly Source[] };

/** What each replica has of each source: its newest backup there, whether anything is missing, and how much was read back. */
export function MatrixBand({ repositoryId, sources }: MatrixBandProps) {
  const { t } = useTranslation("failover");
  const answer = useCall("failover.matrix", { repositoryId }, { everyMs: 60_000 });
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Band
      heading={t("matrix.heading")}
      caption={t("matrix.caption")}
      end={
        answer.kind === "ready" &&
        answer.value.matrix.rows.length > 0 && (
          <Button kind="quiet" size="small" onClick={() => setIsEditing(true)}>
            {t("placement.edit")}
          </Button>
        )
      }
    >
      {answer.kind === "loading" && <Waiting rows={3} rowHeight={44} />}
      {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {answer.kind === "ready" &&
        (answer.value.matrix.rows.length === 0 ? (
          <p>{t("matrix.empty")}</p>
        ) : (
          <Matrix matrix={answer.value.matrix} sources={sources} />
        ))}
      {answer.kind === "ready" && isEditing && (
        <PlacementDialog matrix={answer.value.matrix} onClose={() => setIsEditing(false)} />
      )}
    </Band>
  );
}

function Matrix({
  matrix,
  sources,
}: {
  readonly matrix: PlacementMatrix;
  readonly sources: readonly Source[];
}) {
  const { t } = useTranslation("failover");
  return (
    <Sideways label={t("matrix.heading")} least={90 + 95 * matrix.replicas.length}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("matrix.source")}</th>
            {matrix.replicas.map(({ replicaId, name, isWell }) => (
              <th key={replicaId} scope="col">
                {printable(name)}
                {!isWell && <span className={styles.sub}>{t("matrix.asKnownLast")}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map(({ sourceId, name, newestMs, cells }) => (
            <tr key={sourceId}>
              <th scope="row">
                <span className={styles.source}>
                  <Icon name={sources.find(({ id }) => id === sourceId)?.icon ?? "folder"} size={15} />
                  {printable(name)}
                </span>
              </th>
              {cells.map((cell) => (
                <td key={cell.replicaId}>
                  <Cell cell={cell} newestMs={newestMs} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

function Cell({
  cell,
  newestMs: newestOfAll,
}: {
  readonly cell: MatrixCell;
  readonly newestMs: number | null;
}) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const { newestMs, missing, verifiedShare, isNeeded, isMet } = cell;
  const isNewest = newestMs !== null && newestMs === newestOfAll;
  const state: CopyState =
    newestMs === null
      ? isNeeded
        ? "lost"
        : "unknown"
      : isMet === null
        ? "unknown"
        : isNewest
          ? "newest"
          : "older";
  return (
    <span className={styles.cell}>
      <CopySquares states={[state]} />
      <span className={styles.facts}>
        <span>{newestMs === null ? t("matrix.none") : format.moment(newestMs)}</span>
        {newestMs !== null && <Verified share={verifiedShare} />}
        <span className={styles.sub} data-bad={isNeeded && isMet === false} data-unknown={isMet === null}>
          {standing()}
        </span>
      </span>
    </span>
  );

  function standing(): string {
    if (!isNeeded) return t("matrix.notNeeded");
    if (isMet === null || missing === null) return t("matrix.notKnown");
    if (missing > 0) return t("matrix.missing", { count: missing });
    return newestMs === null ? t("matrix.lacks") : t("matrix.newest");
  }
}

/** How much of it was read back and proved lately. */
function Verified({ share }: { readonly share: number | null }) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  if (share === null)
    return (
      <span className={styles.share} title={t("matrix.verifiedUnknown")}>
        ?
      </span>
    );
  return (
    <span className={styles.share} title={t("matrix.verified", { percent: format.percent(share) })}>
      <span className={styles.bar} aria-hidden="true">
        <i style={{ transform: `scaleX(${share})` }} />
      </span>
      {format.percent(share)}
    </span>
  );
}
