import type { JobView, ProgressView } from "../../shared/model/job.ts";

/** Phases that have words; what an engine calls otherwise is `other`. */
export type PhaseWord =
  | "waiting"
  | "before"
  | "after"
  | "scan"
  | "save"
  | "index"
  | "restore"
  | "verify"
  | "packs"
  | "lost"
  | "forget"
  | "find"
  | "repack"
  | "compare"
  | "copy"
  | "heal"
  | "remove"
  | "other";

export type PhaseState = { readonly phase: PhaseWord; readonly state: "done" | "now" | "next" };

/** The phases of each kind of job in their order, as far as the engine tells them. */
const PHASES: Readonly<Record<JobView["kind"], readonly PhaseWord[]>> = {
  backup: ["save"],
  restore: ["restore", "verify"],
  check: ["index", "packs"],
  forget: ["forget"],
  prune: ["find", "repack", "remove"],
  repair: ["index", "packs", "verify"],
  replicate: ["compare", "copy"],
  heal: ["heal"],
  drill: ["find", "restore"],
};

/** What only some jobs of a kind come to, behind all other phases: a check that found damage. */
const LAST: Partial<Record<JobView["kind"], PhaseWord>> = { check: "lost" };

/** @param current the engine's name of the phase; undefined before its first report */
export function phasesOf(
  { kind, state }: Pick<JobView, "kind" | "state">,
  current: string | undefined,
): readonly PhaseState[] {
  const phases = PHASES[kind];
  if (current === undefined && state === "running") {
    return phases.map((phase, n) => ({ phase, state: n === 0 ? "now" : "next" }));
  }
  if (current === undefined) {
    return [
      { phase: "waiting", state: "now" },
      ...phases.map((phase) => ({ phase, state: "next" }) as const),
    ];
  }
  const last = LAST[kind];
  if (last !== undefined && current === last)
    return [...phases.map((phase) => ({ phase, state: "done" }) as const), { phase: last, state: "now" }];
  // what a plan runs around its backups
  if (current === "before")
    return [{ phase: current, state: "now" }, ...phases.map((phase) => ({ phase, state: "next" }) as const)];
  if (current === "after")
    return [...phases.map((phase) => ({ phase, state: "done" }) as const), { phase: current, state: "now" }];
  const at = phases.indexOf(current as PhaseWord);
  if (at === -1) return [{ phase: "other", state: "now" }];
  return phases.map((phase, n) => ({ phase, state: n < at ? "done" : n === at ? "now" : "next" }));
}

/**
 * How much of the phase is done, by bytes where there are any, else by files.
 *
 * @returns 0 to 1; undefined while the total is not known
 */
export function shareDone(progress: ProgressView): number | undefined {
  const { bytesDone, bytesTotal, filesDone, filesTotal } = progress;
  if (bytesTotal !== null && bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  if (filesTotal !== null && filesTotal > 0) return Math.min(1, filesDone / filesTotal);
  return undefined;
}
