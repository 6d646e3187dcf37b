import { useState } from "react";

/**
 * What a page shows where nobody has chosen: it stays while it is there, as what comes meanwhile, such as a new job, must not take it
 * away from somebody who reads it or is about to press a button of it.
 *
 * @param chosen what a person has chosen; with it nothing is held
 * @param suggested what would be shown first by what is known now
 * @param isThere whether something that was shown can still be
 */
export function useHeld<T extends string | number>(
  chosen: T | undefined,
  suggested: T | undefined,
  isThere: (one: T) => boolean,
): T | undefined {
  const [held, setHeld] = useState<T>();
  const shown = chosen ?? (held !== undefined && isThere(held) ? held : suggested);
  const next = chosen === undefined ? shown : undefined;
  if (next !== held) setHeld(next);
  return shown;
}
