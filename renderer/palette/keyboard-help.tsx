import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownPages } from "../app/pages.tsx";
import { isTyping } from "../app/use-go-keys.ts";
import { Dialog } from "../components/dialog.tsx";
import { useAppState } from "../host/use-app-state.ts";
import { helpSignal } from "./help-signal.ts";
import styles from "./keyboard-help.module.css";
import { KEY_GROUPS } from "./keys.ts";

/** Lists the keys. Opens with `?`. */
export function KeyboardHelp() {
  const { t } = useTranslation("palette");
  const { t: shell } = useTranslation("shell");
  const [isOpen, setIsOpen] = useState(false);
  const app = useAppState();
  useEffect(() => helpSignal.onOpen(() => setIsOpen(true)), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      setIsOpen(true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  if (!isOpen) return null;
  const pages = shownPages(app.kind === "ready" ? app.value.parts : undefined);
  const isMac = /mac/i.test(navigator.platform);
  return (
    <Dialog
      isOpen
      onClose={() => setIsOpen(false)}
      title={t("keys.title")}
      size={720}
      cancelWord={t("keys.close")}
    >
      <div className={styles.groups}>
        <Keys heading={t("keys.go")} rows={pages.map(({ id, key }) => [["g", key], shell(`page.${id}`)])} />
        {KEY_GROUPS.map(({ group, keys }) => (
          <Keys
            key={group}
            heading={t(`keys.${group}`)}
            rows={keys.map(({ name, pressed }) => [
              pressed.map((key) => (key === "Mod" ? (isMac ? "⌘" : "Ctrl") : key)),
              t(`keys.names.${name}`),
            ])}
          />
        ))}
      </div>
    </Dialog>
  );
}

type KeysProps = {
  readonly heading: string;
  readonly rows: readonly (readonly [pressed: readonly string[], does: string])[];
};

function Keys({ heading, rows }: KeysProps) {
  return (
    <section>
      <h3>{heading}</h3>
      <dl className={styles.keys}>
        {rows.map(([pressed, does]) => (
          <div key={does}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
