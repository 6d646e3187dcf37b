import { type RefObject, useEffect, useRef } from "react";

/** What a person does to look elsewhere. */
const OF_PERSON = ["wheel", "pointerdown", "keydown", "touchstart"] as const;

/**
 * Brings a part of a page to its top, and keeps it there while what stands above it is still being read and grows. It lets go as
 * soon as the person scrolls or does anything else.
 *
 * @returns to be given to the element
 */
export function useBroughtIntoSight(isWanted: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = element.current;
    const page = target?.parentElement;
    if (!isWanted || !target || !page) return;
    const bring = () => target.scrollIntoView({ block: "start" });
    const growing = new ResizeObserver(bring); // it also tells of the size at first
    for (const part of page.children) growing.observe(part);
    const letGo = () => {
      growing.disconnect();
      for (const type of OF_PERSON) window.removeEventListener(type, letGo, true);
    };
    for (const type of OF_PERSON) window.addEventListener(type, letGo, true);
    return letGo;
  }, [isWanted]);
  return element;
}
