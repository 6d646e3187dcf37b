import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { RepositoryId } from "../../../../shared/ids.ts";
import type { StandInNeighbour } from "../../../../shared/model/stand-in.ts";
import { Band } from "../../../components/band.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { useCall } from "../../../host/use-call.ts";
import styles from "../around/around.module.css";
import { type SharingDeed, SharingDialog } from "./sharing-dialogs.tsx";
import { type SharedRow, sharedRows } from "./stand-in-facts.ts";
import { StandInRow } from "./stand-in-row.tsx";

/** No event tells of the signs of others. */
const LOOK_EVERY_MS = 5_000;

type StandInBandProps = {
  readonly repositories: readonly { readonly id: RepositoryId; readonly name: string }[];
};

/** Who else works with these replicas, and which plans may be started by whom. */
export function StandInBand({ repositories }: StandInBandProps) {
  const { t } = useTranslation("standIn");
  const answer = useCall("standIn.list", { look: "if-old" }, { everyMs: LOOK_EVERY_MS });
  const plans = useCall("plans.list", {});
  const [asked, setAsked] = useState<{ readonly deed: SharingDeed; readonly row: SharedRow }>();
  const ids = new Set(repositories.map(({ id }) => id));
  const isReady = answer.kind === "ready" && plans.kind === "ready";
  const rows = isReady ? sharedRows(answer.value.plans, plans.value.plans, ids) : [];
  const neighbours =
    answer.kind === "ready"
      ? answer.value.neighbours.filter(({ repositoryId }) => ids.has(repositoryId))
      : [];
  const placeOf = ({ plan }: SharedRow) =>
    repositories.length < 2 ? undefined : repositories.find(({ id }) => id === plan.repositoryId)?.name;
  return (
    <Band heading={t("heading")} caption={t("caption")}>
      {(answer.kind === "loading" || plans.kind === "loading") && <Waiting rows={2} rowHeight={48} />}
      {answer.kind === "failed" && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {plans.kind === "failed" && <ErrorNote error={plans.error} onRetry={plans.retry} />}
      {isReady && neighbours.length === 0 && <p className={styles.none}>{t("alone")}</p>}
      {neighbours.length > 0 && (
        <ul className={styles.neighbours}>
          {neighbours.map((neighbour) => (
            <Neighbour key={`${neighbour.repositoryId} ${neighbour.name}`} neighbour={neighbour} />
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <StandInRow
              key={row.plan.planId}
              row={row}
              placeName={placeOf(row)}
              onDeed={(deed) => setAsked({ deed, row })}
            />
          ))}
        </ul>
      )}
      {asked !== undefined && (
        <SharingDialog deed={asked.deed} row={asked.row} onClose={() => setAsked(undefined)} />
      )}
    </Band>
  );
}

/** Another computer, and when it was heard of. */
function Neighbour({ neighbour: { name, isThere, signMs } }: { readonly neighbour: StandInNeighbour }) {
  const { t } = useTranslation("standIn");
  const format = useFormat();
  const kind = isThere === null ? "unknown" : isThere ? "there" : "gone";
  return (
    <li>
      <Icon name="computer" size={14} />
      <span>{t(`neighbour.${kind}`, { name: printable(name), when: format.momentInText(signMs) })}</span>
    </li>
  );
}
