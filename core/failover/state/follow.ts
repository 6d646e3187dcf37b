/** What another installation of Backstay decided. */
import { outranks } from "../manifest/outranks.ts";
import type { FailoverEvent } from "./event.ts";
import { adoptEpoch, beginMove, stayWithActive } from "./move.ts";
import { callOff, enter, isMember, restingPhase, type Work } from "./work.ts";

type Found = Extract<FailoverEvent, { kind: "manifest" }>;

/** Goes where a manifest says, when it outranks what is in force here and what this installation has tried to write. */
export function followManifest(work: Work, found: Found): void {
  const { state } = work;
  const { installationId, epochWriter: writer, attemptedEpoch } = state;
  if (found.writer === installationId) return;
  state.highestEpoch = Math.max(state.highestEpoch, found.epoch);
  const isHigher =
    outranks(found, { epoch: state.epoch, writer }) &&
    (attemptedEpoch === null || outranks(found, { epoch: attemptedEpoch, writer: installationId }));
  // without the place it names nothing can be followed; a person has to add it here first
  if (!isHigher || !isMember(work, found.activeId) || !isMember(work, found.homeId)) return;
  if (found.activeId === state.activeId) agree(work, found);
  else go(work, found);
}

/** The other one says what is so already. */
function agree(work: Work, { epoch, writer, homeId }: Found): void {
  const { state } = work;
  const { move } = state;
  const cause = { kind: "other-installation", writer } as const;
  const isSwitching = move?.step === "switch";
  adoptEpoch(work, epoch, writer);
  state.homeId = homeId;
  if (isSwitching) {
    move.homeAfterId = homeId;
    return;
  }
  callOff(work, "write-manifest"); // what it was to put right is right
  if (move !== null) {
    callOff(work, "fence", "reconcile", "verify");
    state.move = null;
    stayWithActive(work);
  }
  if (move !== null || state.phase !== "suspect") enter(work, restingPhase(state), cause);
}

function go(work: Work, { epoch, writer, activeId, homeId }: Found): void {
  const { state } = work;
  const jobIds = state.move?.jobIds ?? [];
  callOff(work, "fence", "switch-active");
  state.move = null;
  beginMove(work, {
    ...{ kind: "follow", cause: { kind: "other-installation", writer }, toId: activeId, reconciles: false },
    ...{ homeAfterId: homeId, returns: state.settings.failBack, epoch, epochWriter: writer, jobIds },
  });
}
