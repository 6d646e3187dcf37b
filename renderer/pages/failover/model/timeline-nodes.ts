import type { ReplicaId } from "../../../../shared/ids.ts";
import type {
  Cause,
  FailoverPhase,
  FailoverView,
  RecordedTransition,
} from "../../../../shared/model/failover.ts";

/** What has to come to pass before a phase that is still to come. */
export type Condition =
  | "if-active-fails"
  | "faults-in-window"
  | "candidate"
  | "usual-answers"
  | "reconciled-and-stable"
  | "somebody-asks"
  | "held"
  | "move-done"
  | "beats-to-clear";

export type TimelineNode =
  | {
      readonly state: "past";
      readonly phase: FailoverPhase;
      /** Null for the first one of all: when it began is not remembered. */
      readonly atMs: number | null;
      readonly lastedMs: number;
      readonly cause: Cause | null;
      readonly activeId: ReplicaId | null;
      readonly moveTookMs: number | null;
    }
  | {
      readonly state: "now";
      readonly phase: FailoverPhase;
      readonly atMs: number;
      readonly cause: Cause | null;
      readonly moveTookMs: number | null;
    }
  | { readonly state: "next"; readonly phase: FailoverPhase; readonly condition: Condition };

/** More columns nobody can read beside each other. */
const MOST_PAST = 3;

/**
 * The state line: what led to the phase that is now, the phase itself, and what would come next under which condition.
 *
 * @param history the newest first
 */
export function timelineNodes(
  view: FailoverView,
  history: readonly RecordedTransition[],
): readonly TimelineNode[] {
  // after a while that all was well, what was before belongs to another story
  const [newest] = history;
  const isCurrent = newest?.to === view.phase && newest.atMs === view.phaseSinceMs;
  const story = isCurrent ? storyOf(history) : [];
  const [oldest] = story.toReversed();
  const begin: readonly TimelineNode[] =
    oldest === undefined
      ? []
      : [
          {
            ...{ state: "past", phase: oldest.from, atMs: null, lastedMs: oldest.lastedMs, cause: null },
            ...{ activeId: null, moveTookMs: null },
          },
        ];
  const past = story
    .slice(1)
    .toReversed()
    .map((transition, n): TimelineNode => {
      const next = story[story.length - 2 - n];
      const { to: phase, atMs, cause, activeId, moveTookMs } = transition;
      return { state: "past", phase, atMs, lastedMs: next?.lastedMs ?? 0, cause, activeId, moveTookMs };
    });
  const now: TimelineNode = {
    ...{ state: "now", phase: view.phase, atMs: view.phaseSinceMs, cause: view.cause },
    moveTookMs: isCurrent ? (newest?.moveTookMs ?? null) : null,
  };
  return [...[...begin, ...past].slice(-MOST_PAST), now, ...nextOf(view)];
}

/** The steps up to now that belong together: back to the last time that all was well. The newest first. */
function storyOf(history: readonly RecordedTransition[]): readonly RecordedTransition[] {
  const wellAgain = history.findIndex(({ from }) => from === "healthy");
  return wellAgain === -1 ? history.slice(0, MOST_PAST + 1) : history.slice(0, wellAgain + 1);
}

function nextOf(view: FailoverView): readonly TimelineNode[] {
  const { phase, isHeld, returns } = view;
  const next = (to: FailoverPhase, condition: Condition): TimelineNode => ({
    ...{ state: "next", phase: to, condition },
  });
  const leaves = [
    next("failing-over", isHeld ? "held" : "faults-in-window"),
    next("failed-over", "candidate"),
  ] as const;
  const goesBack = next(
    "failing-back",
    isHeld ? "held" : returns === "on-request" ? "somebody-asks" : "reconciled-and-stable",
  );
  const isWell = next("healthy", "move-done");
  const comesBack = [next("recovering", "usual-answers"), goesBack, isWell] as const;
  switch (phase) {
    case "healthy":
      return [next("suspect", "if-active-fails"), ...leaves];
    case "suspect":
      return [...leaves, next("recovering", "usual-answers")];
    case "failing-over":
      return [next("failed-over", "move-done"), ...comesBack];
    case "failed-over":
      return comesBack;
    case "recovering":
      return [goesBack, isWell];
    case "failing-back":
      return [isWell];
  }
}
