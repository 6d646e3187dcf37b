import { Icon, type IconName } from "../../../components/icon.tsx";
import { MODES, type RestoreMode } from "../model/place.ts";
import { useWords } from "../use-words.ts";
import styles from "./mode-switch.module.css";

const ICONS: Readonly<Record<RestoreMode, IconName>> = {
  time: "calendar",
  search: "search",
  compare: "compare",
};

type ModeSwitchProps = { readonly mode: RestoreMode; readonly onMode: (mode: RestoreMode) => void };

/** By time, by name, or by what differs. */
export function ModeSwitch({ mode, onMode }: ModeSwitchProps) {
  const { t } = useWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a form
    <div className={styles.switch} role="group" aria-label={t("mode.label")}>
      {MODES.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === mode}
          aria-label={t(`mode.${each}`)}
          onClick={() => onMode(each)}
        >
          <Icon name={ICONS[each]} size={14} />
          <span>{t(`mode.${each}`)}</span>
        </button>
      ))}
    </div>
  );
}
