import { useEffect } from "react";
import { useNavigate } from "react-router";
import type { PageEntry } from "./pages.tsx";

/** How long a `g` waits for its letter. */
const PATIENCE_MS = 1500;

/** `g`, then a page's letter, goes to the page; not while somebody types or a dialog is open. */
export function useGoKeys(pages: readonly PageEntry[]): void {
  const navigate = useNavigate();
  useEffect(() => {
    let pressedMs = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // a dialog that has just opened may not have the focus yet
      if (document.querySelector("[role=dialog]") !== null) return;
      if (event.timeStamp - pressedMs < PATIENCE_MS) {
        const page = pages.find(({ key }) => key === event.key);
        pressedMs = Number.NEGATIVE_INFINITY;
        if (page === undefined) return;
        event.preventDefault();
        event.stopPropagation(); // the letter may be a shortcut of the page that is left
        navigate(`/${page.id}`);
      } else if (event.key === "g") {
        pressedMs = event.timeStamp;
      }
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [navigate, pages]);
}

/** True where letters are text, or find a name in a list, and below a dialog, where pages must not change. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [data-typing], [role=dialog]") !== null
  );
}
