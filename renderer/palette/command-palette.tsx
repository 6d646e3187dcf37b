import { Modal } from "@mantine/core";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { paletteSignal } from "../app/palette-signal.ts";
import { ErrorNote } from "../components/error-note.tsx";
import { Icon } from "../components/icon.tsx";
import { MiddleText } from "../components/middle-text.tsx";
import { createKeyCatcher, type KeyCatcher } from "./catch-keys.ts";
import styles from "./command-palette.module.css";
import { type Command, commandsAtRest, matchCommands } from "./match-commands.ts";
import { loadRecent, remember } from "./recent-commands.ts";
import { useAsk } from "./use-ask.ts";
import { useCommands } from "./use-commands.ts";
import { useFileCommands } from "./use-file-commands.ts";

/** Reaches every page, plan, source, file and action by typing. Opens with Ctrl or ⌘ K, and from the title bar. */
export function CommandPalette() {
  const { t } = useTranslation("palette");
  const [isOpen, setIsOpen] = useState(false);
  const catcher = useRef<KeyCatcher>(undefined);
  const field = useRef<HTMLInputElement>(null);
  // once, and before the keys that go to pages: effects of what is inside run first
  useEffect(() => {
    const keys = createKeyCatcher(window, (target) => isOfPalette(target, field.current));
    catcher.current = keys;
    return () => keys.close();
  }, []);
  const takeTyped = useCallback(() => catcher.current?.take() ?? "", []);
  const setOpen = useCallback((next: boolean) => {
    // until the field is there it is told nothing, and takes what was typed when it comes
    if (next) catcher.current?.begin(() => field.current?.focus());
    else catcher.current?.end();
    setIsOpen(next);
  }, []);
  useEffect(() => paletteSignal.onOpen(() => setOpen(true)), [setOpen]);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen(!isOpen);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isOpen, setOpen]);
  const close = () => setOpen(false);
  if (!isOpen) return null;
  return (
    <Modal.Root
      opened
      onClose={close}
      lockScroll={false}
      size={600}
      yOffset={64}
      padding={0}
      transitionProps={{ transition: "pop", duration: 120 }}
      classNames={{ content: styles.content ?? "", overlay: styles.overlay ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t("label")}>
        <Palette onClose={close} takeTyped={takeTyped} field={field} />
      </Modal.Content>
    </Modal.Root>
  );
}

/** The field, or a button of an error beside it. */
function isOfPalette(target: EventTarget | null, field: HTMLInputElement | null): boolean {
  if (field === null || !(target instanceof Element)) return false;
  const palette = field.closest("[role=dialog]");
  return target === field || (target.closest("button, a") !== null && palette?.contains(target) === true);
}

/** How far the arrow keys go. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };

const AT_FIRST = { at: 0, id: undefined } as const;

type PaletteProps = {
  readonly onClose: () => void;
  /** What was typed while the field did not have the focus. */
  readonly takeTyped: () => string;
  readonly field: RefObject<HTMLInputElement | null>;
};

function Palette({ onClose, takeTyped, field }: PaletteProps) {
  const { t } = useTranslation("palette");
  const listId = useId();
  const [text, setText] = useState("");
  /** Where the mark is, and on what: that may move when something new comes above it. */
  const [mark, setMark] = useState<{ readonly at: number; readonly id: string | undefined }>(AT_FIRST);
  const [recent] = useState(loadRecent);
  const { ask, error, clearError } = useAsk();
  const [isRunning, setIsRunning] = useState(false);
  const commands = useCommands(ask);
  const files = useFileCommands(text);
  const isAtRest = text.trim() === "";
  const shown = isAtRest
    ? commandsAtRest(commands, recent)
    : [...matchCommands(commands, text), ...files.commands];
  const followed = mark.id === undefined ? -1 : shown.findIndex(({ id }) => id === mark.id);
  // what is typed narrows the list under the mark
  const at = followed === -1 ? Math.min(mark.at, Math.max(0, shown.length - 1)) : followed;
  const atId = shown[at]?.id;
  // files are found a moment after what is typed: those of the text before go, and the first of the new ones is marked
  const isFollowed = shown[at]?.group !== "files" || mark.id !== undefined;
  if (isFollowed && (mark.at !== at || mark.id !== atId)) setMark({ at, id: atId });
  const setCurrent = (index: number) => setMark({ at: index, id: shown[index]?.id });
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const choose = async (command: Command | undefined) => {
    if (command === undefined || isRunning) return;
    setIsRunning(true);
    // what runs without a promise only goes somewhere
    const isDone = (await command.run()) ?? true;
    setIsRunning(false);
    if (!isDone) return;
    // a file's id has its name in it, which is not to be kept here
    if (command.group !== "files") remember(command.id);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const wraps = Math.abs(step) === 1 && shown.length > 0;
      const next = at + step;
      setCurrent(
        wraps ? (next + shown.length) % shown.length : Math.max(0, Math.min(shown.length - 1, next)),
      );
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void choose(shown[at]);
    }
  };
  return (
    <>
      <div className={styles.question}>
        <Icon name="search" size={16} />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={t("label")}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={shown.length > 0 ? `${listId}-${at}` : undefined}
          placeholder={t("placeholder")}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={text}
          onFocus={() => {
            const typed = takeTyped();
            if (typed !== "") setText((before) => before + typed);
          }}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setMark(AT_FIRST);
            clearError();
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {error !== undefined && (
        <div className={styles.error}>
          <ErrorNote error={error} />
        </div>
      )}
      <div ref={list} className={styles.list} id={listId} role="listbox" aria-label={t("results")}>
        {groupsOf(shown).map(({ group, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
          <div key={group} role="group" aria-labelledby={`${listId}-${group}`}>
            <div className={styles.heading} id={`${listId}-${group}`}>
              {t(`group.${group}`)}
            </div>
            {items.map(({ command, index }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are pressed in the field, which keeps the focus
              <div
                key={command.id}
                id={`${listId}-${index}`}
                className={styles.item}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                data-at={index}
                onPointerMove={() => index !== at && setCurrent(index)}
                onClick={() => void choose(command)}
              >
                <Icon name={command.icon} size={15} />
                <span className={styles.title}>{command.title}</span>
                <span className={styles.note}>
                  {command.note === undefined ? (
                    index === at && <span aria-hidden="true">Enter</span>
                  ) : command.group === "files" ? (
                    <MiddleText text={command.note} />
                  ) : (
                    command.note
                  )}
                </span>
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className={styles.foot} role="status">
        {shown.length === 0 && !files.isSearching && !isAtRest && t("nothing")}
        {files.isSearching && t("searching")}
      </p>
    </>
  );
}

type Item = { readonly command: Command; readonly index: number };

/** Commands of a group follow each other already. */
function groupsOf(shown: readonly Command[]) {
  const groups: { readonly group: Command["group"]; readonly items: Item[] }[] = [];
  for (const [index, command] of shown.entries()) {
    const last = groups.at(-1);
    if (last?.group === command.group) last.items.push({ command, index });
    else groups.push({ group: command.group, items: [{ command, index }] });
  }
  return groups;
}
