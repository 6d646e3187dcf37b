import type { Run } from "../../shared/model/plan.ts";

export type RunBar = {
  readonly kind: "done" | "problems" | "failed" | "missed" | "running";
  /** Pixels. */
  readonly height: number;
};

const LOWEST = 2;
/** A failed run added nothing, and has to be seen all the same. */
const FAILED_HEIGHT = 8;

const KIND: Readonly<Record<Run["state"], RunBar["kind"]>> = {
  queued: "running",
  running: "running",
  done: "done",
  "done-with-problems": "problems",
  failed: "failed",
  cancelled: "missed",
  interrupted: "failed",
  missed: "missed",
};

/** A bar for each run, its height the square root of what it added, so that a small run is seen beside a large one. */
export function runBars(runs: readonly Run[], fullHeight: number): readonly RunBar[] {
  const highest = Math.sqrt(Math.max(1, ...runs.map(({ bytesAdded }) => bytesAdded)));
  return runs.map((run) => {
    const kind = KIND[run.state];
    if (kind === "missed") return { kind, height: 0 };
    if (kind === "failed") return { kind, height: FAILED_HEIGHT };
    const height = Math.round((Math.sqrt(run.bytesAdded) / highest) * fullHeight * 10) / 10;
    return { kind, height: Math.max(LOWEST, height) };
  });
}
