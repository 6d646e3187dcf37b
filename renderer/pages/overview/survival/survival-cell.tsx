import { Popover } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SurvivalCell as Cell, Loss, Survival, SurvivalRow } from "../../../../shared/model/survival.ts";
import { describeLoss, describeSurvival } from "../../../../shared/words/survival.ts";
import { Copies, type CopyState } from "../../../components/copies.tsx";
import { useLanguage } from "../../../words/use-language.ts";
import styles from "./survival-cell.module.css";

const STATE_OF: Readonly<Record<Cell["copies"][number]["fate"], CopyState>> = {
  newest: "newest",
  older: "older",
  lost: "lost",
  unknown: "unknown",
  none: "lost",
};

type SurvivalCellProps = {
  readonly row: SurvivalRow;
  readonly cell: Cell;
  readonly loss: Loss;
  readonly survival: Survival;
  /** Of all cells one is reached with the tab key, the others with the arrow keys. */
  readonly isTabStop: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
};

/** Copies left when one thing is lost. Opens the reason as a sentence. */
export function SurvivalCell({ row, cell, loss, survival, ...focus }: SurvivalCellProps) {
  const { t } = useTranslation("hardware");
  const language = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const { left, olderLeft, unknown, copies } = cell;
  const held = copies.filter(({ fate }) => fate !== "none");
  const isUnknown = left === 0 && unknown > 0;
  const counted = t("survival.left", { count: left });
  const withOlder = olderLeft > 0 ? t("survival.leftOlder", { left: counted, count: olderLeft }) : counted;
  const words = unknown > 0 ? t("survival.leftUnknown", { left: withOlder, count: unknown }) : withOlder;
  const label = t("survival.cell", { source: row.name, loss: describeLoss(loss, language), left: words });
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom"
      width={320}
      shadow="sm"
      trapFocus={false}
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.cell}
          aria-label={label}
          tabIndex={focus.isTabStop ? 0 : -1}
          onKeyDown={(event) => {
            if (event.key === "Escape") setIsOpen(false);
            else focus.onKeyDown(event);
          }}
          onFocus={focus.onFocus}
          onBlur={() => setIsOpen(false)}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Copies
            states={copies.map(({ fate }) => STATE_OF[fate])}
            words={isUnknown ? "?" : String(left)}
            tone={isUnknown || held.length === 0 ? "unknown" : left === 0 ? "none" : "some"}
          />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.why ?? ""} aria-label={t("survival.why")}>
        <p role="status">{describeSurvival(cell, loss, survival, language)}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
