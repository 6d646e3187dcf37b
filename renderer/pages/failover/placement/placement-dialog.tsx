import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId, SourceId } from "../../../../shared/ids.ts";
import type { MatrixCell, PlacementMatrix } from "../../../../shared/model/failover-metrics.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Sideways } from "../../../components/sideways.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useAct } from "../../../host/use-act.ts";
import styles from "./placement.module.css";

type PlacementDialogProps = { readonly matrix: PlacementMatrix; readonly onClose: () => void };

type Pressed = { readonly since: PlacementMatrix; readonly boxes: ReadonlyMap<string, boolean> };

/** Which source has to be in which place; each change is kept at once. */
export function PlacementDialog({ matrix, onClose }: PlacementDialogProps) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const change = useAct("failover.setPlacement");
  const { repositoryId, replicas, rows } = matrix;
  // until the host says how it is now
  const [pressed, setPressed] = useState<Pressed>({ since: matrix, boxes: new Map() });
  const boxes = pressed.since === matrix ? pressed.boxes : new Map<string, boolean>();
  const nameOf = (id: ReplicaId) => printable(replicas.find(({ replicaId }) => replicaId === id)?.name ?? "");
  const isChosen = (sourceId: SourceId, { replicaId, isNeeded }: MatrixCell) =>
    boxes.get(`${sourceId} ${replicaId}`) ?? isNeeded;
  const nowhere = rows.filter(({ sourceId, cells }) => cells.every((cell) => !isChosen(sourceId, cell)));
  const set = async (sourceId: SourceId, replicaId: ReplicaId, isNeeded: boolean) => {
    setPressed({ since: matrix, boxes: new Map(boxes).set(`${sourceId} ${replicaId}`, isNeeded) });
    const answer = await change.run({ repositoryId, sourceId, replicaId, isNeeded });
    if (answer === undefined) setPressed({ since: matrix, boxes: new Map() });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("placement.caption")}
      size={600}
      cancelWord={t("placement.done")}
    >
      <p className={styles.text}>{t("placement.text")}</p>
      <p className={styles.text}>{t("placement.copied")}</p>
      <Sideways label={t("placement.caption")} least={360}>
        <table className={styles.table} aria-label={t("placement.caption")}>
          <thead>
            <tr>
              <th scope="col">{t("matrix.source")}</th>
              {replicas.map(({ replicaId, name }) => (
                <th key={replicaId} scope="col">
                  {printable(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ sourceId, name, cells }) => (
              <tr key={sourceId}>
                <th scope="row">{printable(name)}</th>
                {cells.map((cell) => (
                  <td key={cell.replicaId}>
                    <Checkbox
                      aria-label={t("placement.cell", {
                        source: printable(name),
                        place: nameOf(cell.replicaId),
                      })}
                      checked={isChosen(sourceId, cell)}
                      onChange={({ currentTarget }) =>
                        void set(sourceId, cell.replicaId, currentTarget.checked)
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      {nowhere.length > 0 && (
        <p className={styles.warning} role="status">
          <VerdictShape verdict="warning" size={15} />
          <span>
            {t(nowhere.length === 1 ? "placement.nowhere" : "placement.nowhereMany", {
              sources: format.list(nowhere.map(({ name }) => printable(name))),
            })}
          </span>
        </p>
      )}
      {change.error !== undefined && <ErrorNote error={change.error} />}
    </Dialog>
  );
}
