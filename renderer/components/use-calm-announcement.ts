import { useEffect, useRef, useState } from "react";

const AT_MOST_EVERY_MS = 60_000;

/**
 * What a screen reader is told when a sentence changes: at most once a minute, and nothing for the first one, which is read
 * with the page.
 */
export function useCalmAnnouncement(sentence: string): string {
  const [announced, setAnnounced] = useState("");
  const lastMs = useRef(Date.now());
  const first = useRef(sentence);
  useEffect(() => {
    if (sentence === first.current) return undefined;
    first.current = sentence;
    const waitMs = Math.max(0, lastMs.current + AT_MOST_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      lastMs.current = Date.now();
      setAnnounced(sentence);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [sentence]);
  return announced;
}
