/** A server that moves files, but perhaps only to names that are free. */
export type Mover = {
  /** @returns false when the server refuses. @throws when it cannot be asked */
  rename(from: string, to: string): Promise<boolean>;
  /** Best effort. */
  remove(path: string): Promise<void>;
};

/**
 * Puts a file in the place of another. What was there is put aside until the new one has its name: it may be a config, of which there
 * is no other.
 *
 * @returns false when the server refuses; what was there is there still
 */
export async function takePlace(server: Mover, from: string, to: string): Promise<boolean> {
  if (await server.rename(from, to)) return true;
  const aside = `${from}-old`;
  if (!(await server.rename(to, aside))) return false;
  let isDone = false;
  try {
    isDone = await server.rename(from, to);
    return isDone;
  } finally {
    if (isDone) await server.remove(aside);
    else await server.rename(aside, to);
  }
}
