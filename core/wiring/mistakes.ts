import { randomUUID } from "node:crypto";
import type { LogEntry } from "../api/backstay.ts";

/** Where goes what nobody expected: into the log, under a reference that a person can be told. */
export type Mistakes = {
  /**
   * @param where the part of the engine in which it came up
   * @returns the reference
   */
  note(error: unknown, where: string): string;
  /** For what may still be under way when the host stops: then it finds the catalog closed, which is no mistake. */
  noteUnlessStopped(error: unknown, where: string): void;
  /** Work nobody waits for. */
  inBackground(work: Promise<unknown>, where: string): void;
};

export function createMistakes(log: (entry: LogEntry) => void, isStopped: () => boolean): Mistakes {
  function note(error: unknown, where: string): string {
    const reference = randomUUID();
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log({ level: "error", text, facts: { where, reference } });
    return reference;
  }

  function noteUnlessStopped(error: unknown, where: string): void {
    if (!isStopped()) note(error, where);
  }

  return {
    note,
    noteUnlessStopped,
    inBackground: (work, where) => void work.catch((error: unknown) => noteUnlessStopped(error, where)),
  };
}
