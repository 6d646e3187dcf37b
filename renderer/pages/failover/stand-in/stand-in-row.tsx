import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { StandInPlan } from "../../../../shared/model/stand-in.ts";
import { isHeldUp, tellStandIn } from "../../../../shared/words/stand-in-words.ts";
import { Button } from "../../../components/button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { useFormat } from "../../../components/use-format.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useGap } from "../../../words/use-gap.ts";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "../around/around.module.css";
import type { SharingDeed } from "./sharing-dialogs.tsx";
import { printablePlan, type SharedRow, takenAfterMs } from "./stand-in-facts.ts";

type StandInRowProps = {
  readonly row: SharedRow;
  /** Undefined where there is only one. */
  readonly placeName: string | undefined;
  readonly onDeed: (deed: SharingDeed) => void;
};

/** One plan: who starts it, since when, who may take it over, and what to do about it. */
export function StandInRow({ row, placeName, onDeed }: StandInRowProps) {
  const { t } = useTranslation("standIn");
  return (
    <li className={styles.row}>
      <Icon name="backups" size={18} />
      <div className={styles.words}>
        <p className={styles.name}>
          {printable(row.plan.name)}
          {placeName !== undefined && <span>{t("at", { name: printable(placeName) })}</span>}
        </p>
        {row.kind === "own" ? (
          <p className={styles.target}>{t("only")}</p>
        ) : (
          <Standing plan={printablePlan(row.plan)} />
        )}
      </div>
      <div className={styles.buttons}>
        <Deeds row={row} onDeed={onDeed} />
      </div>
    </li>
  );
}

function Standing({ plan }: { readonly plan: StandInPlan }) {
  const { t } = useTranslation("standIn");
  const format = useFormat();
  const language = useLanguage();
  const gap = useGap();
  const { state, isOwn, isHere, sinceMs, ownerName, lastsMs } = plan;
  const isWrong = state === "taken-over" || isHeldUp(plan);
  const since =
    sinceMs !== null && state === "taken-over" ? [t("since", { when: format.momentInText(sinceMs) })] : [];
  const terms =
    state === "owners" && !isWrong
      ? [t("takenAfter", { name: ownerName, span: format.runTime(takenAfterMs(plan)) })]
      : isOwn && state !== "taken-over"
        ? [t("goneAfter", { span: format.runTime(lastsMs) })]
        : isHere
          ? [t("handsBack")]
          : [];
  return (
    <>
      <p className={styles.standing} data-warning={isWrong}>
        {isWrong && <VerdictShape verdict="warning" size={13} />}
        <span>{tellStandIn(plan, language)}</span>
      </p>
      {terms.length + since.length > 0 && <p className={styles.standing}>{[...since, ...terms].join(gap)}</p>}
    </>
  );
}

/** What a person can do about it where this page is. */
function Deeds({ row, onDeed }: Pick<StandInRowProps, "row" | "onDeed">) {
  const { t } = useTranslation("standIn");
  if (row.kind === "own") {
    return (
      <Button size="small" onClick={() => onDeed("offer")}>
        {t("offer")}
      </Button>
    );
  }
  const { state, isOwn, isOwnerThere, missingPaths, newPaths } = row.plan;
  if (state === "not-shared") {
    return (
      <Button
        size="small"
        onClick={() => onDeed("standBy")}
        offBecause={
          missingPaths.length > 0
            ? t("cannotRead", { paths: missingPaths.map(printable).join(", ") })
            : undefined
        }
      >
        {t("standBy")}
      </Button>
    );
  }
  if (isOwn) {
    return (
      <>
        <Button size="small" onClick={() => onDeed("offer")}>
          {t("change")}
        </Button>
        {state !== "taken-over" && (
          <Button size="small" kind="quiet" onClick={() => onDeed("keep")}>
            {t("keep")}
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      {isOwnerThere === false && (
        <Button size="small" onClick={() => onDeed("adopt")}>
          {t("adopt")}
        </Button>
      )}
      {state !== "withdrawn" && (
        <Button size="small" onClick={() => onDeed("standBy")}>
          {t(newPaths.length > 0 ? "lookAndAgree" : "change")}
        </Button>
      )}
      <Button size="small" kind="quiet" onClick={() => onDeed("leave")}>
        {t("leave")}
      </Button>
    </>
  );
}
