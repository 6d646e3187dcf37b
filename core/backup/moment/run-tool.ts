import type { LiveReason } from "../../../shared/model/moment.ts";
import { createLocalMachine } from "../../health/machine/local-machine.ts";
import { NoMoment } from "./fs-snapshots.ts";

/**
 * Runs a program to its end, by a list of arguments and without a shell. It is not stopped when the backup is: what it was about to
 * make could then not be taken back.
 *
 * @returns what it wrote
 * @throws {NoMoment} when it is missing, ends with an error, or takes longer than it may
 */
export type RunTool = (program: string, args: readonly string[]) => Promise<string>;

/** A file system first writes what waits to be written; a busy disk takes its time. */
const LIMITS = { timeMs: 120_000, outputBytes: 16 * 1024 * 1024 };
const MAX_MESSAGE = 300;

export const runTool: RunTool = async (program, args) => {
  const output = await createLocalMachine().run(
    { program, args },
    { asRoot: false, limits: LIMITS, signal: new AbortController().signal },
  );
  if (output.kind === "gap") {
    const { reason, message } = output.gap;
    if (reason === "tool-missing") throw new NoMoment("tool-missing", program);
    throw new NoMoment(reason === "permission-denied" ? "no-right" : "failed", message ?? reason);
  }
  if (output.exitStatus === 0) return output.stdout;
  const said = (output.stderr.trim() || output.stdout.trim()).slice(0, MAX_MESSAGE);
  throw new NoMoment(reasonOf(said), said === "" ? `${program}: ${output.exitStatus}` : said);
};

/** All programs are asked to speak English. */
export function reasonOf(said: string): LiveReason {
  if (/permission denied|not permitted|must be (?:run as )?root|superuser|access (?:is )?denied/i.test(said))
    return "no-right";
  if (/no space left|insufficient|not enough|out of space|exceeds/i.test(said)) return "no-room";
  if (/read-only file ?system/i.test(said)) return "read-only";
  return "failed";
}
