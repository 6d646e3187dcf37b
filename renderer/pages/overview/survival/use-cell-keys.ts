import { type KeyboardEvent, useState } from "react";

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Cells of a table that are one stop of the tab key together; within them the arrow keys walk. */
export function useCellKeys(columns: number) {
  const [stop, setStop] = useState<readonly [row: number, column: number]>([0, 0]);
  return (row: number, column: number) => ({
    isTabStop: row === stop[0] && Math.min(stop[1], columns - 1) === column,
    onFocus: () => setStop([row, column]),
    onKeyDown(event: KeyboardEvent) {
      const step = STEPS[event.key];
      if (step === undefined) return;
      const rows = [...(event.currentTarget.closest("tbody")?.querySelectorAll("tr") ?? [])];
      const cells = rows[row + step[0]]?.querySelectorAll<HTMLElement>("[data-cell] button");
      const next = cells?.[column + step[1]];
      event.preventDefault();
      next?.focus();
    },
  });
}
