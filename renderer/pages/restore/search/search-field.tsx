import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../components/icon.tsx";
import { useWords } from "../use-words.ts";
import styles from "./search-view.module.css";

/** Typing on is not searched for letter by letter. */
const REST_MS = 160;

type SearchFieldProps = {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Arrow down, or Enter: into the results. */
  readonly onLeave: () => void;
};

/** What is searched for. */
export function SearchField({ text, onText, onLeave }: SearchFieldProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  useEffect(() => {
    if (text !== told.current) setTyped(text); // Back, or a link
    told.current = text;
  }, [text]);
  useEffect(() => {
    if (typed === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = typed;
      onText(typed);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [typed, onText]);
  useEffect(() => input.current?.focus(), []);
  return (
    <div className={styles.field}>
      <Icon name="search" size={16} />
      <input
        ref={input}
        type="search"
        value={typed}
        maxLength={255}
        spellCheck={false}
        autoComplete="off"
        aria-label={t("search.field")}
        placeholder={t("search.placeholder")}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown" || event.key === "Enter") {
            event.preventDefault();
            onLeave();
          } else if (event.key === "Escape" && typed !== "") {
            event.preventDefault();
            setTyped("");
          }
        }}
      />
      {typed !== "" && (
        <button
          type="button"
          aria-label={t("search.clear")}
          onClick={() => {
            setTyped("");
            input.current?.focus();
          }}
        >
          <Icon name="x" size={14} />
        </button>
      )}
    </div>
  );
}
