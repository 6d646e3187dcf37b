import { useTranslation } from "react-i18next";
import { useGap } from "../../words/use-gap.ts";
import { Button } from "../button.tsx";
import { useFormat } from "../use-format.ts";
import { VerdictShape } from "../verdict.tsx";
import { folderInside, hasLittleRoom, type PlaceUse } from "./place-draft.ts";
import styles from "./place-form.module.css";
import type { RemotePlaceState } from "./use-remote-place.ts";

type RemoteFindingProps = {
  readonly remote: RemotePlaceState;
  readonly use: PlaceUse;
  /** A repository that is known has to be there. */
  readonly isExpected?: boolean;
};

/** What a test of a place on another machine found: that it answers, what is there, and how much room. */
export function RemoteFinding({ remote, use, isExpected = false }: RemoteFindingProps) {
  const { t } = useTranslation(["place", "remotePlace"]);
  const format = useFormat();
  const gap = useGap();
  const { finding, form, change } = remote;
  if (finding === undefined) return null;
  const isThere = use === "existing" || use === "known";
  const isFine = isExpected ? isThere : use === "new" || use === "existing";
  const inside = use === "taken" && !isExpected ? folderInside(form.folder.trim()) : undefined;
  const { freeBytes } = finding;
  const isTight = isFine && hasLittleRoom(freeBytes);
  const words = [
    t("remotePlace:answers"),
    isExpected ? t(isThere ? "remotePlace:there" : "remotePlace:notThere") : t(`use.${use}`),
    ...(isFine && freeBytes !== null ? [t("free", { free: format.bytes(freeBytes) })] : []),
    ...(isTight ? [t("littleRoom")] : []),
  ];
  return (
    <div className={styles.notes} role="status">
      <div className={styles.note}>
        <VerdictShape verdict={isFine && !isTight ? "ok" : "warning"} size={15} />
        <p>{words.join(gap)}</p>
      </div>
      {inside !== undefined && (
        <Button kind="quiet" size="small" onClick={() => change({ folder: inside })}>
          {t("useInside", { location: inside })}
        </Button>
      )}
    </div>
  );
}
