import { useTranslation } from "react-i18next";
import type { PlanView } from "../../../shared/model/plan.ts";
import { LinkButton } from "../../components/link-button.tsx";
import { useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { useCall } from "../../host/use-call.ts";
import { addressOfSnapshot } from "../alerts/address-of-snapshot.ts";
import styles from "./watch-note.module.css";

const MAX_SHOWN = 3;

/** Which snapshots of a plan's sources its rules do not remove; nothing where there are none. */
export function PinnedNote({ view: { plan } }: { readonly view: PlanView }) {
  const { t } = useTranslation("pins");
  const format = useFormat();
  const pins = useCall("snapshots.pins", { repositoryId: plan.repositoryId });
  const sources = useCall("sources.list", {});
  if (pins.kind !== "ready" || sources.kind !== "ready") return null;
  const nameOf = new Map<string, string>(sources.value.sources.map(({ id, name }) => [id, name]));
  const own = pins.value.pins.filter(
    ({ sourceId, snapshotId }, at, all) =>
      sourceId !== null &&
      plan.sourceIds.includes(sourceId) &&
      all.findIndex((other) => other.snapshotId === snapshotId) === at,
  );
  return own.slice(0, MAX_SHOWN).map(({ repositoryId, sourceId, snapshotId, timeMs }) => (
    <p key={snapshotId} className={styles.note}>
      <VerdictShape verdict="info" size={14} />
      <span>
        {t("ofPlan", {
          snapshots: t("one", { name: nameOf.get(sourceId ?? "") ?? "", when: format.momentInText(timeMs) }),
        })}{" "}
        {sourceId !== null && (
          <LinkButton size="small" to={addressOfSnapshot(repositoryId, sourceId, snapshotId)}>
            {t("show")}
          </LinkButton>
        )}
      </span>
    </p>
  ));
}
