import type { CheckNote, CheckProblem } from "../../core/repository/check/check-result.ts";

/** Something `check` found, damage or not. */
export type Finding = CheckProblem | CheckNote;
export type FindingCode = Finding["code"];
type FindingWith<C, F = Finding> = F extends { readonly code: infer Codes }
  ? C extends Codes
    ? F
    : never
  : never;
export type FindingsByCode = { readonly [C in FindingCode]: FindingWith<C> };

/** What `check` says, in one language. A code without words does not compile. */
export type CheckWords = {
  readonly findings: { readonly [C in FindingCode]: (finding: FindingsByCode[C]) => string };
  more(count: number): string;
  checked(snapshots: number, trees: number, packs: number): string;
  read(packs: number, bytes: string): string;
  fine: string;
  damaged(problems: number): string;
  suggestRebuildIndex: string;
  suggestPrune: string;
  brokenPacks(count: number): string;
};
