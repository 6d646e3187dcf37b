import { memo } from "react";
import { formatDate } from "../../../../shared/format/calendar-date.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { printable } from "../../../../shared/format/printable.ts";
import { formatColumnBytes } from "../../../../shared/format/si-bytes.ts";
import type { SearchHit } from "../../../../shared/model/browse.ts";
import { Icon } from "../../../components/icon.tsx";
import { GridCell, GridRow } from "../grid/grid-parts.ts";
import { entryIcon } from "../model/entry-icon.ts";
import { markWords } from "../model/life-line.ts";
import { useWords } from "../use-words.ts";
import styles from "./hit-list.module.css";
import { LifeLine, type LifeScale } from "./life-line.tsx";

type HitRowProps = {
  readonly id: string;
  readonly index: number;
  readonly hit: SearchHit;
  /** Where it is, in words. */
  readonly folder: string;
  readonly text: string;
  readonly scale: LifeScale;
  readonly isActive: boolean;
  readonly onChoose: (index: number) => void;
  readonly onOpen: (index: number) => void;
};

/** One file or folder that was found. */
export const HitRow = memo(function HitRow({
  id,
  index,
  hit,
  folder,
  text,
  scale,
  isActive,
  onChoose,
  onOpen,
}: HitRowProps) {
  const { t, language } = useWords();
  const name = printable(hit.name);
  return (
    <GridRow
      id={id}
      className={styles.row}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      onClick={() => onChoose(index)}
      onDoubleClick={() => onOpen(index)}
    >
      <GridCell className={styles.name}>
        <Icon name={entryIcon(hit.type, name)} size={16} />
        <span className={styles.words}>
          <span className={styles.main} title={name}>
            <Marked text={name} search={text} />
          </span>
          <span className={styles.folder} title={folder}>
            <bdi dir="ltr">
              <Marked text={folder} search={text} />
            </bdi>
          </span>
        </span>
      </GridCell>
      <GridCell>
        <LifeLine hit={hit} scale={scale} />
      </GridCell>
      <GridCell className={styles.number}>{hit.type === "file" && formatGrouped(hit.versions)}</GridCell>
      <GridCell className={styles.size}>
        {hit.type === "file" && hit.sizeBytes !== null && formatColumnBytes(hit.sizeBytes)}
      </GridCell>
      <GridCell className={styles.today} data-gone={hit.isGone}>
        {hit.isGone ? (
          <>
            <span className={styles.state}>
              <Icon name="gone" size={14} />
              {t("search.gone")}
            </span>
            <span className={styles.sub}>
              {t("search.since", { date: formatDate(hit.lastMs, Date.now(), language) })}
            </span>
          </>
        ) : (
          t("search.stillThere")
        )}
      </GridCell>
    </GridRow>
  );
});

function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  let at = 0;
  return markWords(text, search).map((piece) => {
    at += piece.text.length;
    return piece.isHit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>;
  });
}
