import type { OutputStream } from "./output-stream.ts";
import { fitWidth } from "./text-width.ts";

/** Often enough to look alive, seldom enough to cost nothing. */
const MS_BETWEEN_UPDATES = 200;
const ERASE_LINE = "\r\u001b[K";
/** For a terminal that does not say, or says 0. */
const DEFAULT_COLUMNS = 80;

/** One line at the bottom of a terminal that is written over and over. */
export type ProgressLine = {
  /** @param text asked for only when it is shown */
  show(text: () => string): void;
  /** Takes the line away, so that something else can be written there. */
  clear(): void;
};

export function createProgressLine(
  stream: OutputStream,
  options: { readonly isShown: boolean; readonly nowMs?: () => number },
): ProgressLine {
  const { isShown, nowMs = () => performance.now() } = options;
  let isThere = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      const now = nowMs();
      if (!isShown || now - lastMs < MS_BETWEEN_UPDATES) return;
      lastMs = now;
      isThere = true;
      stream.write(ERASE_LINE + fitWidth(text(), (stream.columns || DEFAULT_COLUMNS) - 1));
    },
    clear() {
      if (isThere) stream.write(ERASE_LINE);
      isThere = false;
    },
  };
}
