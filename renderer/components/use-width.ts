import { type RefObject, useEffect, useRef, useState } from "react";

/** How wide an element is, in whole pixels; 0 before it is known. */
export function useWidth<E extends Element>(): readonly [ref: RefObject<E | null>, width: number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const seen = element.current;
    if (seen === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(seen);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
