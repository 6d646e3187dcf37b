import type { Input } from "../../../shared/api/methods.ts";
import { JOB_KINDS, type JobView } from "../../../shared/model/job.ts";

export const OUTCOMES = ["all", "going", "done", "problems", "failed", "cancelled"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const SINCES = ["all", "day", "week", "month"] as const;
export type Since = (typeof SINCES)[number];

export type JobFilter = {
  readonly kind: JobView["kind"] | "all";
  readonly outcome: Outcome;
  readonly since: Since;
};

export const NO_FILTER: JobFilter = { kind: "all", outcome: "all", since: "all" };

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<Since, number>> = { all: Number.POSITIVE_INFINITY, day: 1, week: 7, month: 30 };
const STATES: Readonly<Record<Outcome, readonly JobView["state"][] | null>> = {
  all: null,
  going: ["queued", "running"],
  done: ["done"],
  problems: ["done-with-problems"],
  failed: ["failed", "interrupted"],
  cancelled: ["cancelled"],
};

/** @returns what to ask the host for, without the place to go on at */
export function jobQuery({ kind, outcome }: JobFilter): Pick<Input<"jobs.list">, "kinds" | "states"> {
  const states = STATES[outcome];
  return { kinds: kind === "all" ? null : [kind], states: states === null ? null : [...states] };
}

/** Whether a job was made lately enough. What still runs always was. */
export function isSince(job: JobView, since: Since, nowMs: number): boolean {
  return isGoing(job) || job.createdMs >= nowMs - DAYS[since] * DAY_MS;
}

export function isGoing({ state }: JobView): boolean {
  return state === "queued" || state === "running";
}

/** @returns a filter as the address has it; what it does not understand means everything */
export function readFilter(search: URLSearchParams): JobFilter {
  const pick = <T extends string>(name: string, from: readonly T[]) =>
    from.find((value) => value === search.get(name));
  return {
    kind: pick("kind", JOB_KINDS) ?? "all",
    outcome: pick("outcome", OUTCOMES) ?? "all",
    since: pick("since", SINCES) ?? "all",
  };
}

/** @returns what `readFilter` reads, without what is not filtered by */
export function writeFilter(filter: JobFilter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "all"));
}

/**
 * Puts pages of jobs together. Those at work come before all others, whatever their age, and a job made at the very millisecond a
 * page ended at comes twice.
 */
export function joinPages(pages: readonly (readonly JobView[])[]): JobView[] {
  return [...new Map(pages.flat().map((job) => [job.id, job])).values()];
}

/** @returns where the next page begins; undefined when the page is empty */
export function nextBefore(page: readonly JobView[]): number | undefined {
  const ended = page.filter((job) => !isGoing(job));
  const oldest = (ended.length > 0 ? ended : page).at(-1);
  // jobs of one run are made in the same millisecond: ask for that one again
  return oldest === undefined ? undefined : oldest.createdMs + 1;
}
