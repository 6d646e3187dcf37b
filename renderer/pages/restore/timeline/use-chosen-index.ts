import { useCallback, useEffect, useRef, useState } from "react";

/** A key held down chooses thirty times a second: what is slow to show follows when it rests. */
const REST_MS = 110;

/**
 * The snapshot a person is at, at once; told on when they rest there.
 *
 * @param settled what the page shows
 * @returns the index, and how to choose another one; `isFinal` tells it on at once
 */
export function useChosenIndex(
  settled: number,
  onSettle: (index: number) => void,
): readonly [index: number, choose: (index: number, isFinal?: boolean) => void] {
  const [chosen, setChosen] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useRef(onSettle);
  tell.current = onSettle;
  useEffect(() => () => clearTimeout(timer.current), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen is over when the page has arrived anywhere
  useEffect(() => setChosen(undefined), [settled]);
  const choose = useCallback((index: number, isFinal = false) => {
    setChosen(index);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell.current(index), isFinal ? 0 : REST_MS);
  }, []);
  return [chosen ?? settled, choose];
}
