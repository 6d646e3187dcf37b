import type { JobView } from "../../../shared/model/job.ts";

const DAY_MS = 86_400_000;

/** What the page's sentence says. Counts are over jobs that ended in the last 24 hours. */
export type ActivityHeadline =
  | { readonly kind: "never" }
  | {
      readonly kind: "at-work";
      /** Those that are at work; where all of them are paused, those. */
      readonly running: number;
      readonly first: JobView;
      readonly isPaused: boolean;
    }
  | { readonly kind: "failed" | "problems"; readonly count: number; readonly total: number }
  | { readonly kind: "fine"; readonly total: number }
  | { readonly kind: "quiet" };

/** @param jobs the newest first, with all of the last 24 hours */
export function activityHeadline(jobs: readonly JobView[], nowMs: number): ActivityHeadline {
  const begun = jobs.filter(({ state }) => state === "running");
  const going = begun.filter((job) => !job.isPaused);
  const shown = going.length > 0 ? going : begun;
  const [first] = shown;
  if (first !== undefined) return { kind: "at-work", running: shown.length, first, isPaused: first.isPaused };
  if (jobs.length === 0) return { kind: "never" };
  const ended = jobs.filter(({ endedMs, state }) => (endedMs ?? 0) > nowMs - DAY_MS && state !== "cancelled");
  const count = (...states: readonly JobView["state"][]) =>
    ended.filter(({ state }) => states.includes(state)).length;
  const failed = count("failed", "interrupted");
  if (failed > 0) return { kind: "failed", count: failed, total: ended.length };
  const problems = count("done-with-problems");
  if (problems > 0) return { kind: "problems", count: problems, total: ended.length };
  return ended.length === 0 ? { kind: "quiet" } : { kind: "fine", total: ended.length };
}
