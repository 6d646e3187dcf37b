import { useCallback, useEffect, useId } from "react";

/** The dialogs that are open, the lowest first. */
const open: string[] = [];

/**
 * Dialogs can stand above each other, and Esc closes the uppermost one only: the form below would be lost.
 *
 * @returns what says whether a dialog is the uppermost one that is open
 */
export function useTopmost(isOpen: boolean): () => boolean {
  const id = useId();
  useEffect(() => {
    if (!isOpen) return undefined;
    open.push(id);
    return () => {
      // later, because React may have closed it while other dialogs have still to hear of the same key press
      setTimeout(() => open.splice(open.indexOf(id), 1));
    };
  }, [isOpen, id]);
  return useCallback(() => open.at(-1) === id, [id]);
}
