import type { Input, MethodName, Output } from "../../../shared/api/methods.ts";
import { fromWire } from "../../../shared/errors.ts";
import type { Language } from "../../../shared/words/language.ts";
import type { Dispatch } from "../../api/dispatch.ts";
import type { Caller } from "../../api/handlers.ts";
import type { Clock } from "../../clock.ts";
import { collectProofs, type Period } from "./proofs.ts";
import { renderProofPack } from "./render-proof-pack.ts";

export type ProofPack = {
  /** One page that needs nothing else. */
  readonly html: string;
  /** The audit trail was neither changed nor cut. */
  readonly isTrailWhole: boolean;
};

/** @throws {BackstayError} what the contract's methods throw; CANCELLED when the host ends */
export type MakePack = (period: Period, language: Language) => Promise<ProofPack>;

/** Makes proof packs of what the contract tells to whoever may read. @param dispatch asked for when there is something to make */
export function packMaker(dispatch: () => Dispatch, caller: Caller, clock: Clock): MakePack {
  const call = async <N extends MethodName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const answer = await dispatch()(name, input, caller);
    if (answer.kind === "error") throw fromWire(answer.error);
    return answer.value as Output<N>;
  };
  return async (period, language) => {
    const proofs = await collectProofs({ call }, period, clock.nowMs());
    const html = renderProofPack(proofs, language);
    return { html, isTrailWhole: proofs.verification.verdict === "whole" };
  };
}
