import { useEffect, useRef } from "react";
import { loadAgainByItself } from "../host/load-again.ts";
import { useIsOutdated } from "../host/use-is-outdated.ts";

/** What a person has begun besides typing, and what loading again would undo. */
const BEGUN = "[role=dialog], [data-unsaved]";

/**
 * Loads the window again when the host has pages of another build, as soon as nothing is lost by it: at once where nobody has typed or
 * chosen anything since the page was gone to, else when another one is.
 */
export function useLoadAgain(pageName: string | undefined): void {
  const isOutdated = useIsOutdated();
  const isTouched = useRef(false);
  useEffect(() => {
    const touch = () => {
      isTouched.current = true;
    };
    // not everything that is chosen in a form is a field
    const touchIfInForm = ({ target }: Event) => {
      if (target instanceof Element && target.closest("form") !== null) touch();
    };
    window.addEventListener("input", touch, { capture: true });
    window.addEventListener("click", touchIfInForm, { capture: true });
    return () => {
      window.removeEventListener("input", touch, { capture: true });
      window.removeEventListener("click", touchIfInForm, { capture: true });
    };
  }, []);
  const touchedPage = useRef(pageName);
  useEffect(() => {
    if (touchedPage.current !== pageName) isTouched.current = false;
    touchedPage.current = pageName;
    if (!isOutdated || isTouched.current || document.querySelector(BEGUN) !== null) return;
    void loadAgainByItself();
  }, [isOutdated, pageName]);
}
