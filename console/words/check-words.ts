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
  /** That they are whole is all that can be known of keys whose password nobody typed. */
  keys(count: number): string;
  brokenPacks(count: number): string;
  /** In front of the list of what snapshots lack. */
  lost(snapshots: number): string;
  lostEntry(path: string, snapshots: string): string;
  moreLost: string;
  /** @param packs arguments behind the command, with a space before each; empty when it needs none */
  suggestRebuildIndex(packs: string): string;
  suggestBackup: string;
  suggestForget(snapshots: string): string;
  suggestForgetForged(snapshots: string): string;
  suggestForgetBroken(snapshots: string): string;
  suggestRemoveKey(keys: string): string;
  suggestPrune: string;
};
