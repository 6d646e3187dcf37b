import { useEffect } from "react";

const FOCUSABLE =
  'a[href], button:not([tabindex="-1"]), input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';

/** F6 jumps to the next region of the window (title bar, rail, sentence, bands), Shift+F6 to the one before. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey) return;
      const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
      if (regions.length === 0) return;
      event.preventDefault();
      const current = regions.findIndex((region) => region.contains(document.activeElement));
      const step = event.shiftKey ? -1 : 1;
      const start = current === -1 && event.shiftKey ? 0 : current;
      // regions with nothing to press are passed over, but for the sentence, which can be read
      for (let n = 1; n <= regions.length; n += 1) {
        const region = regions[(start + step * n + regions.length * n) % regions.length];
        const target =
          region?.querySelector<HTMLElement>(FOCUSABLE) ?? region?.querySelector<HTMLElement>("[tabindex]");
        if (target) {
          target.focus();
          return;
        }
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
