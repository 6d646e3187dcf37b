/**
 * Takes what is typed away from the page for a while. Whoever opens the palette types on at once, and for a moment its field is not
 * there yet: without this, a `g` and an `l` would go to another page.
 */
export type KeyCatcher = {
  begin(): void;
  /** Ends it. @returns what was typed since it began; nothing when it has ended already */
  take(): string;
  /** Listens no more. */
  close(): void;
};

/** Of those that listen to the same target, only who came later can be kept from a key: it is to be made before them. */
export function createKeyCatcher(
  target: Pick<Window, "addEventListener" | "removeEventListener">,
): KeyCatcher {
  let isCatching = false;
  let typed = "";
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isCatching || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isText = [...event.key].length === 1;
    // a button of the page that has the focus must not be pressed, either
    if (!isText && event.key !== "Backspace" && event.key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isText) typed += event.key;
    else if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
  };
  target.addEventListener("keydown", onKeyDown, { capture: true });
  return {
    begin() {
      isCatching = true;
      typed = "";
    },
    take() {
      const all = typed;
      isCatching = false;
      typed = "";
      return all;
    },
    close: () => target.removeEventListener("keydown", onKeyDown, { capture: true }),
  };
}
