import { useTranslation } from "react-i18next";
import { Icon } from "../components/icon.tsx";
import { Mark } from "../components/mark.tsx";
import { paletteSignal } from "./palette-signal.ts";
import styles from "./title-bar.module.css";

type TitleBarProps = {
  readonly officeName: string;
  readonly hasPalette: boolean;
  readonly isMac: boolean;
};

/** The window's upper edge: the mark, whose office it is, and the way to everything. */
export function TitleBar({ officeName, hasPalette, isMac }: TitleBarProps) {
  const { t } = useTranslation("shell");
  return (
    <header className={styles.bar} data-region="title-bar">
      <div className={styles.name}>
        <Mark />
        <strong>Backstay</strong>
        <span>{officeName}</span>
      </div>
      {hasPalette ? (
        <button
          type="button"
          className={styles.palette}
          aria-keyshortcuts={isMac ? "Meta+K" : "Control+K"}
          aria-haspopup="dialog"
          onClick={() => paletteSignal.open()}
        >
          <Icon name="search" size={14} />
          <span>{t("palette")}</span>
          <kbd>{isMac ? "⌘ K" : "Ctrl K"}</kbd>
        </button>
      ) : (
        <span />
      )}
    </header>
  );
}
