/**
 * Takes what is typed away from the page as long as the palette is open. Whoever opens it types on at once: for a moment its field is not
 * there yet, and a page that comes to its end of loading may take the focus from it. Without this, a `g` and an `l` would go to another
 * page, and letters would be lost.
 */
export type KeyCatcher = {
  /** @param onText told that there is something to {@link take}; called at once if there is */
  begin(onText: () => void): void;
  end(): void;
  /** @returns what was typed elsewhere since it was asked last */
  take(): string;
  /** Listens no more. */
  close(): void;
};

/**
 * Of those that listen to the same target, only who came later can be kept from a key: it is to be made before them.
 *
 * @param isHome whether the key is pressed where it belongs
 */
export function createKeyCatcher(
  target: Pick<Window, "addEventListener" | "removeEventListener">,
  isHome: (target: EventTarget | null) => boolean,
): KeyCatcher {
  let tell: (() => void) | undefined;
  let typed = "";
  const onKeyDown = (event: KeyboardEvent): void => {
    if (tell === undefined || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isHome(event.target)) return;
    const isText = [...event.key].length === 1;
    // a button of the page that has the focus must not be pressed, either
    if (!isText && event.key !== "Backspace" && event.key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isText) typed += event.key;
    else if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
    tell();
  };
  target.addEventListener("keydown", onKeyDown, { capture: true });
  return {
    begin(onText) {
      tell = onText;
      typed = "";
    },
    end() {
      tell = undefined;
      typed = "";
    },
    take() {
      const all = typed;
      typed = "";
      return all;
    },
    close: () => target.removeEventListener("keydown", onKeyDown, { capture: true }),
  };
}
