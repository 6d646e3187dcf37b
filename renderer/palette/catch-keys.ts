/**
 * Takes what is typed from now on away from the page. Whoever opens the palette types on at once, and for a moment its field is not
 * there yet: without this, a `g` and an `l` would go to another page.
 *
 * @returns ends it and says what was typed; may be called twice
 */
export function catchKeys(target: Pick<Window, "addEventListener" | "removeEventListener">): () => string {
  let typed = "";
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isText = [...event.key].length === 1;
    // a button of the page that has the focus must not be pressed, either
    if (!isText && event.key !== "Backspace" && event.key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isText) typed += event.key;
    else if (event.key === "Backspace") typed = [...typed].slice(0, -1).join("");
  };
  target.addEventListener("keydown", onKeyDown, { capture: true });
  return () => {
    target.removeEventListener("keydown", onKeyDown, { capture: true });
    const all = typed;
    typed = "";
    return all;
  };
}
